import { renameKey } from '../../policy';
import { message } from '../../text/message';
import { keyPolicy } from '../examples';
import { type Rule, withPrincipals } from '../rule';

export const allowWithNotPrincipal: Rule = {
  code: 'allow-with-not-principal',
  severity: 'error',
  summary: 'Allow with NotPrincipal lets in everybody else',
  why: 'NotPrincipal names who a statement is not about. With Allow it would let in all of AWS except the named; AWS supports it with Deny only.',
  source: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html',
  kinds: withPrincipals.filter(kind => kind !== 'trust' && kind !== 'rcp'),
  check(policy, report) {
    for (const { effect, principal, notPrincipal } of policy.statements) {
      if (notPrincipal === undefined || principal || effect?.value?.value !== 'Allow') {
        continue;
      }
      report({
        at: notPrincipal.key,
        ...(policy.kind === 'key' ? {} : { severity: 'warning' }),
        message: message('Allow with NotPrincipal would let in everybody except the named.'),
        fixes: [
          {
            title: message('Let in the named ones instead: Principal'),
            changes: [renameKey(notPrincipal.property, 'Principal')],
            effect: 'widens',
          },
        ],
      });
    }
  },
  mayReveal: ['root-arn-typo', 'unsupported-wildcard-in-principal'],
  wrong: [
    keyPolicy(
      '{"Effect": "Allow", «"NotPrincipal"»: {"AWS": "arn:aws:iam::111122223333:role/app"}, "Action": "kms:DescribeKey", "Resource": "*"}',
    ),
  ],
  right: [
    keyPolicy(
      '{"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::111122223333:role/app"}, "Action": "kms:DescribeKey", "Resource": "*"}',
    ),
  ],
};
