import { setValue } from '../../policy';
import { asCode, asText, message, type Message } from '../../text/message';
import { keyPolicy } from '../examples';
import type { Rule } from '../rule';
import { askPrincipal, principalsOf, effectOfRepair } from '../facts';
import { type MalformedPrincipal, malformedPrincipal } from '../facts/malformedPrincipal';

export const rootArnTypo: Rule = {
  code: 'root-arn-typo',
  severity: 'error',
  summary: 'The principal is malformed',
  why: 'Under "AWS" stands "*", a 12-digit account id, or the ARN of an account (arn:aws:iam::111122223333:root), role, user or session. IAM ARNs have no Region: two colons stand between iam and the account. KMS refuses a policy with an invalid principal. Shell variables in an unquoted here-document leave such ARNs behind.',
  source: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html',
  kinds: ['key', 'resource', 'trust'],
  check(policy, report) {
    for (const statement of policy.statements) {
      // A bare string is the business of invalid-principal-format.
      if (statement.principal?.value.star !== undefined) {
        continue;
      }
      for (const { type, string } of principalsOf(statement)) {
        if (type !== 'AWS' || !string.known || /[*?]|\$\{/.test(string.value)) {
          continue;
        }
        const malformed = malformedPrincipal(string.value);
        if (malformed === undefined) {
          continue;
        }
        const ask = askPrincipal(policy);
        report({
          at: string,
          message: explain(malformed.problem, string.value),
          fixes: [
            ...malformed.repaired.map(arn => ({
              title: message('Change to {arn}', { arn: asCode(arn) }),
              changes: [setValue(string.node, arn)],
              effect: effectOfRepair({ statement }),
            })),
            ...(malformed.problem === 'service-name'
              ? []
              : [
                  {
                    title: message('Name a role or user'),
                    changes: [setValue(string.node, ask.token)],
                    effect: effectOfRepair({ statement }),
                    ask,
                  },
                ]),
          ],
        });
      }
    }
  },
  wrong: [
    keyPolicy(
      '{"Effect": "Allow", "Principal": {"AWS": «"arn:aws:iam:111122223333:root"»}, "Action": "kms:*", "Resource": "*"}',
      { besides: ['redundant-statement'] },
    ),
    keyPolicy(
      '{"Effect": "Allow", "Principal": {"AWS": [«"arn:aws:iam::1111-2222-3333:role/app"», «"arn:aws:iam::"», «"arn:aws:sts::111122223333:role/app"»]}, "Action": ["kms:Decrypt", "kms:DescribeKey"], "Resource": "*"}',
    ),
    keyPolicy(
      '{"Effect": "Allow", "Principal": {"AWS": [«"arn:aws:iam:eu-west-1:111122223333:role/app"», «"arn:aws:iam::111122223333:user/alice:root"», «"11112222333"»]}, "Action": ["kms:Decrypt", "kms:DescribeKey"], "Resource": "*"}',
    ),
    keyPolicy(
      '{"Effect": "Allow", "Principal": {"AWS": «"arn:aws-uk:iam::111122223333:role/app"»}, "Action": ["kms:Decrypt", "kms:DescribeKey"], "Resource": "*"}',
    ),
    keyPolicy(
      '{"Effect": "Allow", "Principal": {"AWS": [«"arn:aws:iam::111122223333:Role/app"», «"s3.amazonaws.com"», «"arn:aws:s3:::reports"», «"bob"»]}, "Action": ["kms:Decrypt", "kms:DescribeKey"], "Resource": "*"}',
    ),
  ],
  right: [
    keyPolicy(
      '{"Effect": "Allow", "Principal": {"AWS": ["111122223333", "arn:aws:iam::111122223333:root", "arn:aws:iam::111122223333:role/path/app", "arn:aws:iam::<account-id>:role/app", "arn:aws:iam::your-account:role/app", "your-role-arn", "1234567890"]}, "Action": ["kms:Decrypt", "kms:DescribeKey"], "Resource": "*"}',
    ),
    keyPolicy(
      '{"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity E1EXAMPLE"}, "Action": ["kms:Decrypt", "kms:DescribeKey"], "Resource": "*"}',
    ),
  ],
};

function explain(problem: MalformedPrincipal['problem'], text: string): Message {
  switch (problem) {
    case 'account':
      return message('The principal has no 12-digit account id: {text}', { text: asText(text) });
    case 'partition':
      return message('There is no partition of this name: {text}', { text: asText(text) });
    case 'region':
      return message('An IAM ARN has no Region: {text}', { text: asText(text) });
    case 'service':
      return message('Accounts, roles and users have arn:…:iam: ARNs, sessions arn:…:sts: ARNs: {text}', {
        text: asText(text),
      });
    case 'resource':
      return message('No account, role, user or session has this ARN: {text}', { text: asText(text) });
    case 'service-name':
      return message('The name of a service belongs under "Service", not under "AWS": {text}', { text: asText(text) });
    case 'not-an-arn':
      return message('This is neither a 12-digit account id nor the ARN of an account, role, user or session: {text}', {
        text: asText(text),
      });
  }
}
