import { asName, asText, message } from '../../text/message';
import { identityPolicy } from '../examples';
import { analyzerCheck, effectOfRepair, operatorsOf, removeMember } from '../facts';
import { everyKind, type Rule } from '../rule';

export const duplicateKeysWithDifferentCase: Rule = {
  code: 'duplicate-keys-with-different-case',
  severity: 'error',
  summary: 'A condition key stands twice, in different capitals',
  why: 'Condition keys are compared without regard to case, so the two are the same key, and AWS refuses the policy. Put all values into one list.',
  source: analyzerCheck('error', 'duplicate-keys-with-different-case'),
  kinds: everyKind,
  check(policy, report) {
    for (const { statement, operator } of operatorsOf(policy)) {
      const firsts = new Map<string, (typeof operator.value)[number]>();
      for (const key of operator.value) {
        const first = firsts.get(key.name.toLowerCase());
        if (first === undefined) {
          firsts.set(key.name.toLowerCase(), key);
          continue;
        }
        if (first.name === key.name) {
          continue;
        }
        report({
          at: key.key,
          message: message('{key} is the same condition key as {first}.', {
            key: asName(key.name),
            first: asText(first.name),
          }),
          related: [{ ...first.key, message: message('It stands here too.') }],
          fixes: [removeMember(key, effectOfRepair({ statement }))],
        });
      }
    }
  },
  wrong: [
    identityPolicy(
      '{"Effect": "Deny", "Action": "kms:Decrypt", "Resource": "*", "Condition": {"StringEquals": {"aws:PrincipalTag/team": "red", «"aws:principaltag/team"»: "blue"}}}',
    ),
  ],
  right: [
    identityPolicy(
      '{"Effect": "Deny", "Action": "kms:Decrypt", "Resource": "*", "Condition": {"StringEquals": {"aws:PrincipalTag/team": ["red", "blue"]}}}',
    ),
  ],
};
