import { setValue } from '../../policy';
import { asCode, message } from '../../text/message';
import { identityPolicy } from '../examples';
import { everyKind, type Rule } from '../rule';
import { analyzerCheck } from '../facts';

export const redundantConditionValueNum: Rule = {
  code: 'redundant-condition-value-num',
  severity: 'information',
  summary: 'Of several numbers only one counts',
  why: 'The values of a key are alternatives: below 5 or below 10 is below 10. One value says the same.',
  source: analyzerCheck('suggestion', 'redundant-condition-value-num'),
  kinds: everyKind,
  check(policy, report) {
    for (const { name, key } of policy.conditions) {
      const less = name?.startsWith('NumericLessThan');
      if ((!less && !name?.startsWith('NumericGreaterThan')) || key.value.strings.length < 2 || !key.node) {
        continue;
      }
      const numbers = key.value.strings.map(s => ({
        text: s.value,
        number: s.known && isDecimal(s.value) ? Number(s.value) : NaN,
      }));
      if (!key.value.complete || numbers.some(n => Number.isNaN(n.number))) {
        continue;
      }
      const { text: value } = numbers.reduce((best, n) =>
        (less ? n.number > best.number : n.number < best.number) ? n : best,
      );
      report({
        at: key.node,
        message: message('Only {value} counts here.', { value: asCode(value) }),
        fixes: [
          {
            title: message('Keep {value}', { value: asCode(value) }),
            changes: [setValue(key.node, value)],
            effect: 'safe',
          },
        ],
      });
    }
  },
  wrong: [
    identityPolicy(
      '{"Effect": "Deny", "Action": "s3:ListBucket", "Resource": "*", "Condition": {"NumericGreaterThan": {"s3:max-keys": «["10", "20"]»}}}',
    ),
  ],
  right: [
    identityPolicy(
      '{"Effect": "Deny", "Action": "s3:ListBucket", "Resource": "*", "Condition": {"NumericGreaterThan": {"s3:max-keys": "10"}}}',
    ),
  ],
};

/** A number as people write it, of which a computer loses no digit. */
function isDecimal(text: string): boolean {
  return /^-?\d{1,15}(\.\d+)?$/.test(text) && text.length < 17;
}
