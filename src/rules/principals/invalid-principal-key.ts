import { asCodes, asName, message } from '../../text/message';
import { keyPolicy } from '../examples';
import { effectOfRepair, nearest, removeMember, rename } from '../facts';
import { type Rule, withPrincipals } from '../rule';

const types = ['AWS', 'Service', 'Federated', 'CanonicalUser'];

export const invalidPrincipalKey: Rule = {
  code: 'invalid-principal-key',
  severity: 'error',
  summary: 'There is no such kind of principal',
  why: 'A Principal names principals under AWS, Service, Federated or CanonicalUser, written exactly so.',
  source: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html',
  kinds: withPrincipals,
  check(policy, report) {
    for (const statement of policy.statements) {
      for (const element of [statement.principal, statement.notPrincipal]) {
        for (const entry of element?.value.entries ?? []) {
          if (types.includes(entry.name) || entry.name === '' || entry.name.startsWith('Fn::')) {
            continue;
          }
          const meant = nearest(entry.name, types);
          report({
            at: entry.key,
            message: message('There is no kind of principal {name}. It is one of {types}.', {
              name: asName(JSON.stringify(entry.name)),
              types: asCodes(types),
            }),
            fixes: [
              ...(meant === undefined
                ? []
                : rename(entry, meant, effectOfRepair({ statement, not: element === statement.notPrincipal }))),
              ...((element?.value.entries.length ?? 0) > 1 ? [removeMember(entry, effectOfRepair({ statement }))] : []),
            ],
          });
        }
      }
    }
  },
  mayReveal: ['root-arn-typo', 'unsupported-wildcard-in-principal'],
  wrong: [
    keyPolicy(
      '{"Effect": "Deny", "Principal": {«"aws"»: "arn:aws:iam::111122223333:role/app"}, "Action": "kms:ScheduleKeyDeletion", "Resource": "*"}',
    ),
  ],
  right: [
    keyPolicy(
      '{"Effect": "Deny", "Principal": {"AWS": "arn:aws:iam::111122223333:role/app"}, "Action": "kms:ScheduleKeyDeletion", "Resource": "*"}',
    ),
  ],
};
