import { setValue } from '../../policy';
import { asCode, message } from '../../text/message';
import { keyPolicy } from '../examples';
import { everyKind, type Rule } from '../rule';
import { testsOn, effectOfRepair } from '../facts';

export const numberAccountId: Rule = {
  code: 'number-account-id',
  severity: 'warning',
  summary: 'An account id is a string, not a number',
  why: 'Account ids have twelve digits, some of them leading zeros, which a JSON number loses. Write them in quotation marks.',
  source: 'https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-caller-account',
  kinds: everyKind,
  check(policy, report) {
    for (const statement of policy.statements) {
      for (const test of testsOn(
        statement,
        'kms:calleraccount',
        'aws:principalaccount',
        'aws:sourceaccount',
        'aws:resourceaccount',
        's3:resourceaccount',
      )) {
        const numbers = test.key.value.strings.filter(s => s.node.type === 'number' && /^\d{1,12}$/.test(s.value));
        // All of a list at once: its values must be of one type.
        const changes = numbers.flatMap(n => [setValue(n.node, n.value.padStart(12, '0'))]);
        const quoted = numbers.map(n => `"${n.value.padStart(12, '0')}"`).join(', ');
        for (const string of numbers) {
          const short = string.value.length < 12;
          report({
            at: string,
            message: short
              ? message('This number has fewer than twelve digits, so it is no account id: leading zeros are lost.')
              : message('Write the account id in quotation marks.'),
            severity: short ? 'error' : 'warning',
            fixes: [
              {
                title: message('Change to {quoted}', { quoted: asCode(quoted) }),
                changes,
                effect: numbers.every(n => n.value.length === 12) ? 'safe' : effectOfRepair(test),
              },
            ],
          });
        }
      }
    }
  },
  wrong: [
    keyPolicy(
      '{"Effect": "Allow", "Principal": {"AWS": "*"}, "Action": ["kms:Decrypt", "kms:DescribeKey"], "Resource": "*", "Condition": {"StringEquals": {"kms:CallerAccount": [«111122223333», «22223333»]}}}',
    ),
  ],
  right: [
    keyPolicy(
      '{"Effect": "Allow", "Principal": {"AWS": "*"}, "Action": ["kms:Decrypt", "kms:DescribeKey"], "Resource": "*", "Condition": {"StringEquals": {"kms:CallerAccount": "111122223333"}, "NumericLessThan": {"aws:MultiFactorAuthAge": 3600}}}',
    ),
  ],
};
