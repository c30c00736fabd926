import { message } from '../../text/message';
import { keyPolicy } from '../examples';
import { everyKind, type Rule } from '../rule';
import { repairOf, replaceWith, testsOf } from './facts';

export const malformedArnInCondition: Rule = {
  code: 'malformed-arn-in-condition',
  severity: 'warning',
  summary: 'The ARN in the condition is malformed',
  why: 'An ARN has six parts between colons: arn:partition:service:region:account:resource. A value with fewer parts, or without partition, service or account where they belong, matches no request. Shell variables in an unquoted here-document leave such ARNs behind.',
  source: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html',
  kinds: everyKind,
  check(policy, report) {
    for (const statement of policy.statements) {
      for (const test of testsOf(statement)) {
        if (test.family !== 'Arn' && test.family !== 'String') { continue; }
        for (const string of test.key.value.strings) {
          const missing = string.known ? missingPart(string.value) : undefined;
          if (missing === undefined) { continue; }
          const token = '<arn>';
          report({
            at: string,
            message: missing === 'part'
              ? message('An ARN has six parts between colons; this has fewer, so it matches no request: {arn}', { arn: string.value })
              : message('This ARN has no {part}, so it matches no request: {arn}', { part: missing, arn: string.value }),
            fixes: [{
              title: message('Give the whole ARN'), edits: replaceWith(policy, string.node, token), effect: repairOf(test),
              ask: { what: 'text', prompt: message('Which ARN?'), token, suggestions: [] },
            }],
          });
        }
      }
    }
  },
  wrong: [
    keyPolicy('{"Effect": "Allow", "Principal": {"Service": "cloudfront.amazonaws.com"}, "Action": "kms:Decrypt", "Resource": "*", "Condition": {"ArnLike": {"aws:SourceArn": [«"arn:aws:cloudfront::/E1EXAMPLE"», «"arn::cloudfront::111122223333:distribution/E1EXAMPLE"»]}}}'),
    keyPolicy('{"Effect": "Allow", "Principal": {"Service": "sns.amazonaws.com"}, "Action": ["kms:Decrypt", "kms:GenerateDataKey*"], "Resource": "*", "Condition": {"StringEquals": {"kms:EncryptionContext:aws:sns:topicArn": «"arn:aws:sns:us-east-1:-alerts"», "aws:SourceAccount": "111122223333"}}}'),
  ],
  right: [
    keyPolicy('{"Effect": "Allow", "Principal": {"Service": "cloudfront.amazonaws.com"}, "Action": "kms:Decrypt", "Resource": "*", "Condition": {"ArnLike": {"aws:SourceArn": ["arn:aws:cloudfront::111122223333:distribution/E1EXAMPLE", "arn:aws:s3:::reports", "arn:aws:logs:*:111122223333:*", "arn:*:cloudtrail:*", "arn:aws:sns:us-east-1:<account-id>:alerts"]}}}', { besides: ['wildcard-usage-too-permissive'] }),
  ],
};

/** The part that an ARN lacks; undefined when it is none, or when a wildcard may stand for more than one part. */
function missingPart(text: string): 'partition' | 'service' | 'account' | 'part' | undefined {
  if (!text.startsWith('arn:') || text.includes('${')) { return undefined; }
  const [, partition, service, , account, ...resource] = text.split(':');
  if (partition === '') { return 'partition'; }
  if (service === '') { return 'service'; }
  if (resource.length === 0) { return /[*?]/.test(text) ? undefined : 'part'; }
  // An API Gateway ARN has no account, and a resource that begins with a slash.
  return account === '' && resource[0]?.startsWith('/') === true && service !== 'apigateway' ? 'account' : undefined;
}
