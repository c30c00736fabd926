import { message } from '../../text/message';
import { keyPolicy } from '../examples';
import type { Rule } from '../rule';
import { isViaService, openStatements, restrictions, testsOf } from '../facts';

export const starPrincipalViaserviceOnly: Rule = {
  code: 'star-principal-viaservice-only',
  severity: 'warning',
  summary: 'Everyone is let in through a service, of any account',
  why: 'kms:ViaService says through which service a request comes, not for whom. With Principal "*" any account that uses the service is let in. Add the account (kms:CallerAccount) or the organization (aws:PrincipalOrgID).',
  source: 'https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-via-service',
  kinds: ['key'],
  check(policy, report) {
    for (const { statement } of openStatements(policy)) {
      const test = testsOf(statement).find(isViaService);
      if (test === undefined) {
        continue;
      }
      report({
        at: test.key.key,
        message: message(
          'Principal "*" is limited by kms:ViaService only, so every account that uses the service is let in.',
        ),
        fixes: restrictions(policy, statement),
      });
    }
  },
  wrong: [
    keyPolicy(
      '{"Effect": "Allow", "Principal": {"AWS": "*"}, "Action": "kms:Decrypt", "Resource": "*", "Condition": {"StringEquals": {«"kms:ViaService"»: "s3.eu-west-1.amazonaws.com"}}}',
    ),
  ],
  right: [
    keyPolicy(
      '{"Effect": "Allow", "Principal": {"AWS": "*"}, "Action": "kms:Decrypt", "Resource": "*", "Condition": {"StringEquals": {"kms:ViaService": "s3.eu-west-1.amazonaws.com", "kms:CallerAccount": "111122223333"}}}',
    ),
    keyPolicy(
      '{"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::111122223333:role/app"}, "Action": ["kms:Decrypt", "kms:DescribeKey"], "Resource": "*", "Condition": {"StringEquals": {"kms:ViaService": "s3.eu-west-1.amazonaws.com"}}}',
    ),
  ],
};
