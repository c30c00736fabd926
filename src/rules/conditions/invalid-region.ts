import { isPlaceholderWord } from '../../policy';
import { isRegion, regions } from '../../reference';
import { asCode, message } from '../../text/message';
import { identityPolicy } from '../examples';
import { analyzerCheck, changeTo, effectOfRepair, nearest } from '../facts';
import { everyKind, type Rule } from '../rule';

export const invalidRegion: Rule = {
  code: 'invalid-region',
  severity: 'error',
  summary: 'A condition names a Region that does not exist',
  why: 'A Region that does not exist is never requested, so the value never matches.',
  source: analyzerCheck('error', 'invalid-region'),
  kinds: everyKind,
  check(policy, report) {
    for (const { statement, lower, key, family } of policy.conditions) {
      if (lower !== 'aws:requestedregion' || family !== 'String') {
        continue;
      }
      for (const string of key.value.strings) {
        if (
          !string.known ||
          isRegion(string.value) ||
          /[*?$]/.test(string.value) ||
          string.value === 'aws-global' ||
          isPlaceholderWord(string.value)
        ) {
          continue;
        }
        const meant = nearest(string.value, regions);
        report({
          at: string,
          message:
            meant === undefined
              ? message('There is no Region {region}.', { region: asCode(JSON.stringify(string.value)) })
              : message('There is no Region {region}. Did you mean {meant}?', {
                  region: asCode(JSON.stringify(string.value)),
                  meant: asCode(meant),
                }),
          fixes: meant === undefined ? [] : changeTo(string, meant, effectOfRepair({ statement })),
        });
      }
    }
  },
  wrong: [
    identityPolicy(
      '{"Effect": "Deny", "Action": "kms:Decrypt", "Resource": "*", "Condition": {"StringEquals": {"aws:RequestedRegion": «"eu-wst-1"»}}}',
    ),
  ],
  right: [
    identityPolicy(
      '{"Effect": "Deny", "Action": "kms:Decrypt", "Resource": "*", "Condition": {"StringEquals": {"aws:RequestedRegion": ["eu-west-1", "your-region", "REGION"]}}}',
    ),
  ],
};
