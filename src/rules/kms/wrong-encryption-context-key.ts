import { renameKey } from '../../policy';
import { asCode, asName, message } from '../../text/message';
import { identityPolicy, keyPolicy } from '../examples';
import { everyKind, type Rule } from '../rule';
import { effectOfRepair, testsOf } from '../facts';

export const wrongEncryptionContextKey: Rule = {
  code: 'wrong-encryption-context-key',
  severity: 'warning',
  summary: 'The service sends its encryption context under another key',
  why: 'Each AWS service sends an encryption context of its own, such as aws:s3:arn with the ARN of the object or bucket. A condition on another key of that service never matches. Keys of an encryption context are case-sensitive in KMS, but not in the name of a condition key.',
  source: 'https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-encryption-context',
  kinds: everyKind,
  check(policy, report) {
    for (const statement of policy.statements) {
      for (const test of testsOf(statement)) {
        if (!test.lower.startsWith('kms:encryptioncontext:')) {
          continue;
        }
        const written = test.lower.slice('kms:encryptioncontext:'.length);
        const service = Object.keys(contextKeys).find(s => written.startsWith(`${s}:`));
        const real = service === undefined ? undefined : contextKeys[service];
        if (service === undefined || real === undefined || written === `${service}:${real}`.toLowerCase()) {
          continue;
        }
        const name = `kms:EncryptionContext:${service}:${real}`;
        const there = test.operator.value.some(k => k.name.toLowerCase() === name.toLowerCase());
        report({
          at: test.key.key,
          message: message('The service sends {real}, not {written}.', {
            real: asCode(`${service}:${real}`),
            written: asCode(written),
          }),
          fixes: there
            ? []
            : [
                {
                  title: message('Change to {name}', { name: asName(name) }),
                  changes: [renameKey(test.key.property, name)],
                  effect: effectOfRepair(test),
                },
              ],
        });
      }
    }
  },
  wrong: [
    keyPolicy(
      '{"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::111122223333:role/app"}, "Action": ["kms:Decrypt", "kms:GenerateDataKey*"], "Resource": "*", "Condition": {"StringEquals": {«"kms:EncryptionContext:aws:s3:bucket"»: "reports"}}}',
    ),
    identityPolicy(
      '{"Effect": "Allow", "Action": ["kms:Decrypt", "kms:GenerateDataKey*"], "Resource": "arn:aws:kms:eu-west-1:111122223333:key/*", "Condition": {"StringEquals": {«"kms:EncryptionContext:aws:sns:arn"»: "arn:aws:sns:eu-west-1:111122223333:alerts"}}}',
    ),
  ],
  right: [
    keyPolicy(
      '{"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::111122223333:role/app"}, "Action": ["kms:Decrypt", "kms:GenerateDataKey*"], "Resource": "*", "Condition": {"StringLike": {"kms:EncryptionContext:aws:s3:arn": "arn:aws:s3:::reports/*", "kms:EncryptionContext:Department": "IT"}}}',
    ),
  ],
};

// Services that send one key, as their user guides say; those with several, or with keys of the caller's, are left out.
const contextKeys: Readonly<Record<string, string>> = {
  'aws:s3': 'arn',
  'aws:sns': 'topicArn',
  'aws:sqs': 'arn',
  'aws:cloudtrail': 'arn',
  'aws:logs': 'arn',
  'aws:ebs': 'id',
  'aws:lambda': 'FunctionArn',
  'aws:kinesis': 'arn',
};
