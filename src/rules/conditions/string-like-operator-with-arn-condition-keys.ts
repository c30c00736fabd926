import { spellOperator } from '../../policy';
import { asCode, asName, message } from '../../text/message';
import { identityPolicy } from '../examples';
import { everyKind, type Fix, type Rule } from '../rule';
import { analyzerCheck, type ConditionTest, effectOfFewerValues, familyOf, keyFact } from '../facts';
import { moveToOperator } from './edit-operator';

export const stringLikeOperatorWithArnConditionKeys: Rule = {
  code: 'string-like-operator-with-arn-condition-keys',
  severity: 'warning',
  summary: 'StringLike compares an ARN without minding its fields',
  why: 'Under StringLike a * may run over the colons of an ARN and match another account or Region than meant. ArnLike compares field by field.',
  source: analyzerCheck('security-warning', 'string-like-operator-with-arn-condition-keys'),
  kinds: everyKind,
  check(policy, report) {
    for (const use of policy.conditions) {
      if (use.family !== 'String' || !use.wildcards || familyOf(keyFact(policy, use)?.type ?? '') !== 'Arn') {
        continue;
      }
      // Nothing but a wildcard has no field to run over; without one the operator only says less than it could.
      const telling = use.key.value.strings.filter(s => s.known && s.value !== '*');
      if (telling.length === 0) {
        continue;
      }
      const runsOver = telling.some(s => /[*?]/.test(s.value));
      const name = spellOperator(use, use.negated ? 'ArnNotLike' : 'ArnLike');
      report({
        at: use.operator.key,
        ...(runsOver ? {} : { severity: 'information' }),
        message: runsOver
          ? message('{operator} lets * run over the fields of the ARN in {key}: use {meant}.', {
              operator: asCode(use.operator.name),
              key: asName(use.key.name),
              meant: asCode(name),
            })
          : message('{key} holds an ARN: {meant} compares it field by field.', {
              key: asName(use.key.name),
              meant: asCode(name),
            }),
        fixes: changeOperator(use, name),
      });
    }
  },
  wrong: [
    identityPolicy(
      '{"Effect": "Deny", "Action": "kms:Decrypt", "Resource": "*", "Condition": {«"StringNotLike"»: {"aws:PrincipalArn": "arn:aws:iam::111122223333:role/app"}}}',
    ),
    identityPolicy(
      '{"Effect": "Deny", "Action": "kms:Decrypt", "Resource": "*", "Condition": {«"StringNotLike"»: {"aws:PrincipalArn": "arn:aws:iam::111122223333:role/app-*"}}}',
    ),
  ],
  right: [
    identityPolicy(
      '{"Effect": "Deny", "Action": "kms:Decrypt", "Resource": "*", "Condition": {"ArnNotLike": {"aws:PrincipalArn": "arn:aws:iam::111122223333:role/app-*"}}}',
    ),
  ],
};

/** Moves the key under another operator, where all of its values are ARNs. */
function changeOperator(use: ConditionTest, operator: string): Fix[] {
  const areArns = use.key.value.strings.every(s => s.value === '*' || /^arn:([^:]*:){4}/.test(s.value));
  const changes = areArns ? moveToOperator(use, operator) : [];
  return changes.length === 0
    ? []
    : [
        {
          title: message('Use {operator}', { operator: asCode(operator) }),
          changes,
          effect: effectOfFewerValues(use),
        },
      ];
}
