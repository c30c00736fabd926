import { setValue } from '../../policy';
import { asCode, message } from '../../text/message';
import { identityPolicy } from '../examples';
import { everyKind, type Rule } from '../rule';
import { analyzerCheck, effectOfRepair, isComplete } from '../facts';

export const invalidConditionMultipleBoolean: Rule = {
  code: 'invalid-condition-multiple-boolean',
  severity: 'error',
  summary: 'A boolean test has more than one value',
  why: 'A boolean is true or false: a list of both is always matched, a list of one twice says it twice. AWS refuses the list.',
  source: analyzerCheck('error', 'invalid-condition-multiple-boolean'),
  kinds: everyKind,
  check(policy, report) {
    for (const test of policy.conditions) {
      const { key, family } = test;
      if ((family !== 'Bool' && family !== 'Null') || key.value.strings.length < 2 || !key.node) {
        continue;
      }
      const distinct = [...new Set(key.value.strings.map(s => s.value.toLowerCase()))];
      report({
        at: key.node,
        message: message('A boolean test takes one value.'),
        fixes: (isComplete(key.value) ? distinct : []).map(value => ({
          title: message('Keep {value}', { value: asCode(value) }),
          changes: key.node ? [setValue(key.node, value)] : [],
          effect: distinct.length === 1 ? ('safe' as const) : effectOfRepair(test),
        })),
      });
    }
  },
  mayReveal: ['type-mismatch-boolean'],
  wrong: [
    identityPolicy(
      '{"Effect": "Deny", "Action": "kms:Decrypt", "Resource": "*", "Condition": {"Bool": {"aws:SecureTransport": «["true", "false"]»}}}',
    ),
  ],
  right: [
    identityPolicy(
      '{"Effect": "Deny", "Action": "kms:Decrypt", "Resource": "*", "Condition": {"Bool": {"aws:SecureTransport": "false"}}}',
    ),
  ],
};
