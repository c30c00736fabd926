import { message } from '../../text/message';
import { keyPolicy } from '../examples';
import { analyzerCheck, effectOfRemovingIdle, removeMember } from '../facts';
import type { Rule } from '../rule';

export const federatedPrincipalNotSupported: Rule = {
  code: 'federated-principal-not-supported',
  severity: 'error',
  summary: 'Only a role trusts an identity provider',
  why: 'An identity provider is a principal in role trust policies alone: people sign in through it, become sessions of a role, and that role is the principal everywhere else.',
  source: analyzerCheck('error', 'federated-principal-not-supported'),
  kinds: ['key', 'resource'],
  check(policy, report) {
    for (const statement of policy.statements) {
      const { principal } = statement;
      for (const entry of principal?.value.entries ?? []) {
        if (entry.name !== 'Federated') {
          continue;
        }
        report({
          at: entry.key,
          message: message(
            'Only a role trust policy can name an identity provider. Name the role that its users assume.',
          ),
          fixes:
            (principal?.value.entries.length ?? 0) > 1
              ? [removeMember(entry, effectOfRemovingIdle({ statement, not: false }))]
              : [],
        });
      }
    }
  },
  wrong: [
    keyPolicy(
      '{"Effect": "Deny", "Principal": {"AWS": "arn:aws:iam::111122223333:role/app", «"Federated"»: "arn:aws:iam::111122223333:saml-provider/corp"}, "Action": "kms:Decrypt", "Resource": "*"}',
    ),
  ],
  right: [
    keyPolicy(
      '{"Effect": "Deny", "Principal": {"AWS": "arn:aws:iam::111122223333:role/app"}, "Action": "kms:Decrypt", "Resource": "*"}',
    ),
  ],
};
