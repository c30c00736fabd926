import { setValue } from '../../policy';
import { asCode, type Message, message } from '../../text/message';
import { identityPolicy, keyPolicy } from '../examples';
import { everyKind, type Rule } from '../rule';
import { testsOf, effectOfRepair } from '../facts';

export const malformedArnInCondition: Rule = {
  code: 'malformed-arn-in-condition',
  severity: 'warning',
  summary: 'The ARN in the condition is malformed',
  why: 'An ARN has six parts between colons: arn:partition:service:region:account:resource. A value with fewer parts, without partition, service or account where they belong, or with an account that is not twelve digits, matches no request. Shell variables in an unquoted here-document leave such ARNs behind.',
  source: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html',
  kinds: everyKind,
  check(policy, report) {
    for (const statement of policy.statements) {
      for (const test of testsOf(statement)) {
        if (test.family !== 'Arn' && test.family !== 'String') {
          continue;
        }
        for (const string of test.key.value.strings) {
          const slip = string.known ? slipIn(string.value) : undefined;
          if (slip === undefined) {
            continue;
          }
          const token = '<arn>';
          report({
            at: string,
            message: explain(slip, string.value),
            // A whole ARN with a mistyped number in it; the others are mostly half-made by a script.
            severity: slip === 'digits' ? 'error' : 'warning',
            fixes: [
              {
                title: message('Give the whole ARN'),
                changes: [setValue(string.node, token)],
                effect: effectOfRepair(test),
                ask: { what: 'text', prompt: message('Which ARN?'), token, suggestions: [] },
              },
            ],
          });
        }
      }
    }
  },
  wrong: [
    keyPolicy(
      '{"Effect": "Allow", "Principal": {"Service": "cloudfront.amazonaws.com"}, "Action": "kms:Decrypt", "Resource": "*", "Condition": {"ArnLike": {"aws:SourceArn": [«"arn:aws:cloudfront::/E1EXAMPLE"», «"arn::cloudfront::111122223333:distribution/E1EXAMPLE"»]}}}',
    ),
    keyPolicy(
      '{"Effect": "Allow", "Principal": {"Service": "sns.amazonaws.com"}, "Action": ["kms:Decrypt", "kms:GenerateDataKey*"], "Resource": "*", "Condition": {"StringEquals": {"kms:EncryptionContext:aws:sns:topicArn": «"arn:aws:sns:us-east-1:-alerts"», "aws:SourceAccount": "111122223333"}}}',
    ),
    identityPolicy(
      '{"Effect": "Allow", "Action": "kms:DescribeKey", "Resource": "arn:aws:kms:eu-west-1:111122223333:key/*", "Condition": {"ArnLike": {"aws:PrincipalArn": [«"arn:aws:iam::1111222233334:role/app"», «"arn:aws:iam::1111-2222-3333:role/*"», "arn:aws:iam::111122*:role/app"]}}}',
    ),
  ],
  right: [
    keyPolicy(
      '{"Effect": "Allow", "Principal": {"Service": "cloudfront.amazonaws.com"}, "Action": "kms:Decrypt", "Resource": "*", "Condition": {"ArnLike": {"aws:SourceArn": ["arn:aws:cloudfront::111122223333:distribution/E1EXAMPLE", "arn:aws:s3:::reports", "arn:aws:logs:*:111122223333:*", "arn:*:cloudtrail:*", "arn:aws:sns:us-east-1:<account-id>:alerts"]}}}',
      { besides: ['wildcard-usage-too-permissive'] },
    ),
  ],
};

/** The part that an ARN lacks, or `digits` of its account. */
type Slip = 'partition' | 'service' | 'account' | 'part' | 'digits';

function explain(slip: Slip, arn: string): Message {
  switch (slip) {
    case 'part':
      return message('An ARN has six parts between colons; this has fewer, so it matches no request: {arn}', {
        arn: asCode(arn),
      });
    case 'digits':
      return message('An account id has twelve digits, so this ARN matches no request: {arn}', { arn: asCode(arn) });
    case 'partition':
      return message('This ARN has no partition, so it matches no request: {arn}', { arn: asCode(arn) });
    case 'service':
      return message('This ARN has no service, so it matches no request: {arn}', { arn: asCode(arn) });
    case 'account':
      return message('This ARN has no account, so it matches no request: {arn}', { arn: asCode(arn) });
  }
}

/** What an ARN lacks; undefined when it is none, or when a wildcard may stand for more than one part. */
function slipIn(text: string): Slip | undefined {
  if (!text.startsWith('arn:') || text.includes('${')) {
    return undefined;
  }
  const [, partition, service, , account, ...resource] = text.split(':');
  if (partition === '') {
    return 'partition';
  }
  if (service === '') {
    return 'service';
  }
  if (resource.length === 0) {
    return /[*?]/.test(text) ? undefined : 'part';
  }
  if (/^\d[\d-]*$/.test(account ?? '') && account?.length !== 12) {
    return 'digits';
  }
  // An API Gateway ARN has no account, and a resource that begins with a slash.
  return account === '' && resource[0]?.startsWith('/') === true && service !== 'apigateway' ? 'account' : undefined;
}
