import { asName, message } from '../../text/message';
import { identityPolicy } from '../examples';
import type { Rule } from '../rule';
import { analyzerCheck, resourceArns } from '../facts';

export const invalidArnAccount: Rule = {
  code: 'invalid-arn-account',
  severity: 'error',
  summary: 'The account of the ARN is not 12 digits',
  why: 'The fifth field of an ARN is an account id: 12 digits, leading zeros included, or "aws" for what AWS itself owns.',
  source: analyzerCheck('error', 'invalid-arn-account'),
  kinds: ['identity', 'resource', 'scp', 'rcp', 'unknown'],
  check(policy, report) {
    for (const { account, string, count, service } of resourceArns(policy)) {
      if (
        count < 6 ||
        account.open ||
        account.text === '' ||
        /^(\d{12}|aws|aws-managed|aws-marketplace|third-party)$/.test(account.text)
      ) {
        continue;
      }
      // These put other things between the colons (Amazon S3 on Outposts, AWS Artifact, Amazon EC2 images).
      if (/^(artifact|execute-api|ec2)$/.test(service.text) && !/\d/.test(account.text)) {
        continue;
      }
      report({
        at: string,
        message: message('{account} is no account id: 12 digits are wanted.', {
          account: asName(JSON.stringify(account.text)),
        }),
      });
    }
  },
  noFix: 'Which account is meant cannot be told from the wrong number.',
  wrong: [
    identityPolicy(
      '{"Effect": "Deny", "Action": "kms:Decrypt", "Resource": «"arn:aws:kms:eu-west-1:11112222333:key/*"»}',
    ),
  ],
  right: [
    identityPolicy(
      '{"Effect": "Deny", "Action": "sqs:*", "Resource": ["arn:aws:sqs:your-region:your-account-id:orders", "arn:aws:sqs:*:YOUR_ACCOUNT:bills", "arn:aws:sqs:*:[account]:bills", "arn:aws:sqs:*:1234567890:letters"]}',
    ),
    identityPolicy(
      '{"Effect": "Deny", "Action": "kms:Decrypt", "Resource": ["arn:aws:kms:eu-west-1:*:key/*", "arn:aws:kms:eu-west-1:${AWS::AccountId}:alias/*"]}',
      { besides: ['iam-resource-alias-arn'] },
    ),
  ],
};
