import { asCode, message } from '../../text/message';
import { identityPolicy } from '../examples';
import { analyzerCheck, effectOfRepair, removeMember } from '../facts';
import { everyKind, type Rule } from '../rule';

export const unsupportedElementCombination: Rule = {
  code: 'unsupported-element-combination',
  severity: 'error',
  summary: 'Two elements exclude each other',
  why: 'A statement has either Action or NotAction, either Resource or NotResource, either Principal or NotPrincipal, never both of a pair.',
  source: analyzerCheck('error', 'unsupported-element-combination'),
  kinds: everyKind,
  check(policy, report) {
    for (const s of policy.statements) {
      for (const [one, other] of [
        [s.action, s.notAction],
        [s.resource, s.notResource],
        [s.principal, s.notPrincipal],
      ] as const) {
        if (one === undefined || other === undefined) {
          continue;
        }
        report({
          at: other.key,
          message: message('{one} and {other} cannot stand in the same statement.', {
            one: asCode(one.name),
            other: asCode(other.name),
          }),
          related: [{ ...one.key, message: message('{one} stands here.', { one: asCode(one.name) }) }],
          fixes: [other, one].map(element => removeMember(element, effectOfRepair({ statement: s }))),
        });
      }
    }
  },
  wrong: [
    identityPolicy('{"Effect": "Deny", "Action": "kms:ListAliases", «"NotAction"»: "kms:ListKeys", "Resource": "*"}'),
  ],
  right: [identityPolicy('{"Effect": "Deny", "NotAction": "kms:ListKeys", "Resource": "*"}')],
};
