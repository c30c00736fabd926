import { setValue } from '../../policy';
import { asName, message } from '../../text/message';
import { identityPolicy, policyOf } from '../examples';
import { everyKind, type Rule } from '../rule';
import { askKeyArn, testsOf, effectOfRepair } from '../facts';

export const invalidKmsKeyValue: Rule = {
  code: 'invalid-kms-key-value',
  severity: 'error',
  summary: 'The condition wants the ARN of a KMS key',
  why: 'Condition keys that hold the KMS key of a request, such as s3:x-amz-server-side-encryption-aws-kms-key-id, are compared with the key ARN. An alias, an alias ARN or a bare key id never matches.',
  source: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html',
  kinds: everyKind,
  check(policy, report) {
    for (const statement of policy.statements) {
      for (const test of testsOf(statement)) {
        if (!holdsKeyArn.test(test.lower) || test.family === 'Null' || test.family === 'Bool') {
          continue;
        }
        for (const string of test.key.value.strings) {
          if (
            !string.known ||
            !(
              /^alias\//.test(string.value) ||
              /^arn:[^:]*:kms:[^:]*:[^:]*:alias\//.test(string.value) ||
              keyId.test(string.value)
            )
          ) {
            continue;
          }
          const ask = askKeyArn(policy);
          report({
            at: string,
            message: message('{key} is compared with the ARN of the key: this value never matches.', {
              key: asName(test.key.name),
            }),
            fixes: [
              {
                title: message('Name the key by its ARN'),
                changes: [setValue(string.node, ask.token)],
                effect: effectOfRepair(test),
                ask,
              },
            ],
          });
        }
      }
    }
  },
  wrong: [
    policyOf(
      'resource',
      '{"Effect": "Deny", "Principal": "*", "Action": "s3:PutObject", "Resource": "arn:aws:s3:::reports/*", "Condition": {"StringNotEquals": {"s3:x-amz-server-side-encryption-aws-kms-key-id": [«"alias/reports"», «"1234abcd-12ab-34cd-56ef-1234567890ab"»]}}}',
    ),
    identityPolicy(
      '{"Effect": "Allow", "Action": "secretsmanager:CreateSecret", "Resource": "*", "Condition": {"ArnEquals": {"secretsmanager:KmsKeyArn": «"arn:aws:kms:eu-west-1:111122223333:alias/app"»}}}',
    ),
  ],
  right: [
    policyOf(
      'resource',
      '{"Effect": "Deny", "Principal": "*", "Action": "s3:PutObject", "Resource": "arn:aws:s3:::reports/*", "Condition": {"StringNotEquals": {"s3:x-amz-server-side-encryption-aws-kms-key-id": "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"}}}',
    ),
  ],
};

// Keys whose type or description in the Service Authorization Reference is the ARN of a KMS key.
const holdsKeyArn = new RegExp(
  `^(${[
    'bedrock-agentcore:kmskeyarn',
    'comprehend:(datalake|model|output|volume)kmskey',
    'quicksight:kmskeyarns',
    's3(express)?:x-amz-server-side-encryption-aws-kms-key-id',
    's3tables:kmskeyarn',
    's3vectors:kmskeyarn',
    'sagemaker:[a-z]+kmskey(arn)?',
    'secretsmanager:kmskeyarn',
    'transcribe:outputencryptionkmskeyid',
  ].join('|')})$`,
);

const keyId = /^(mrk-[0-9a-f]{32}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})$/i;
