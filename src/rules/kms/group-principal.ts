import { setValue } from '../../policy';
import { asCode, message } from '../../text/message';
import { keyPolicy } from '../examples';
import type { Rule } from '../rule';
import { askPrincipal, principalsOf, effectOfRepair } from '../facts';

export const groupPrincipal: Rule = {
  code: 'group-principal',
  severity: 'error',
  summary: 'An IAM group is no principal',
  why: 'A group relates to permissions, not to authentication, so no policy can name it as a principal: the policy is refused. Name the users or, better, a role; or let the account in and give the group an IAM policy.',
  source: 'https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-modifying.html',
  kinds: ['key', 'resource', 'trust'],
  check(policy, report) {
    for (const statement of policy.statements) {
      for (const { string, principal } of principalsOf(statement)) {
        if (principal.kind !== 'group') {
          continue;
        }
        const ask = askPrincipal(policy);
        report({
          at: string,
          message: message('{group} is an IAM group, and groups are never principals. Name its users or a role.', {
            group: asCode(principal.name),
          }),
          fixes: [
            {
              title: message('Name a role or user instead'),
              changes: [setValue(string.node, ask.token)],
              effect: effectOfRepair({ statement }),
              ask,
            },
          ],
        });
      }
    }
  },
  wrong: [
    keyPolicy(
      '{"Effect": "Allow", "Principal": {"AWS": [«"arn:aws:iam::111122223333:group/developers"», "arn:aws:iam::111122223333:role/app"]}, "Action": ["kms:Decrypt", "kms:DescribeKey"], "Resource": "*"}',
    ),
  ],
  right: [
    keyPolicy(
      '{"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::111122223333:user/group/alice"}, "Action": ["kms:Decrypt", "kms:DescribeKey"], "Resource": "*"}',
    ),
  ],
};
