import { spellOperator } from '../../policy';
import { asCode, asName, message } from '../../text/message';
import { identityPolicy } from '../examples';
import { everyKind, type Rule } from '../rule';
import { analyzerCheck, effectOfLess, keyFact } from '../facts';
import { moveToOperator } from './edit-operator';

export const forallvaluesWithSingleValuedKey: Rule = {
  code: 'forallvalues-with-single-valued-key',
  severity: 'warning',
  summary: 'ForAllValues on a key with one value',
  why: 'ForAllValues is also true when the key is absent, so the condition lets more through than it seems. A key with one value needs no qualifier. KMS refuses ForAllValues on kms:EncryptionContext and aws:RequestTag.',
  source: analyzerCheck('security-warning', 'forallvalues-with-single-valued-key'),
  kinds: everyKind,
  check(policy, report) {
    for (const use of policy.conditions) {
      const fact = use.qualifier === 'ForAllValues' && use.family !== 'Null' ? keyFact(policy, use) : undefined;
      if (fact === undefined || fact.multiValued || fact.type === '' || use.name === undefined) {
        continue;
      }
      const name = spellOperator({ ...use, qualifier: undefined }, use.name);
      const changes = moveToOperator(use, name);
      report({
        at: use.operator.key,
        ...(/^(kms:encryptioncontext:|aws:requesttag\/)/.test(use.lower) && policy.kind === 'key'
          ? { severity: 'error' }
          : {}),
        message: message('{key} has one value: ForAllValues is also true when it is absent.', {
          key: asName(use.key.name),
        }),
        fixes:
          changes.length === 0
            ? []
            : [
                {
                  title: message('Use {operator}', { operator: asCode(name) }),
                  changes,
                  effect: effectOfLess(use.statement),
                },
              ],
      });
    }
  },
  mayReveal: ['unsupported-action-for-condition-key'],
  wrong: [
    identityPolicy(
      '{"Effect": "Deny", "Action": "kms:Decrypt", "Resource": "*", "Condition": {«"ForAllValues:StringEquals"»: {"aws:PrincipalOrgID": "o-exampleorgid"}}}',
    ),
  ],
  right: [
    identityPolicy(
      '{"Effect": "Deny", "Action": "kms:Decrypt", "Resource": "*", "Condition": {"StringEquals": {"aws:PrincipalOrgID": "o-exampleorgid"}}}',
    ),
  ],
};
