import { isRegion, regions } from '../../reference';
import { asCode, message } from '../../text/message';
import { identityPolicy } from '../examples';
import { analyzerCheck, changeTo, effectOfRepair, nearest, resourceArns, withField } from '../facts';
import type { Rule } from '../rule';

export const invalidArnRegion: Rule = {
  code: 'invalid-arn-region',
  severity: 'error',
  summary: 'There is no such Region',
  why: 'The fourth field of an ARN is the Region of the resource. With a Region that does not exist the ARN matches nothing.',
  source: analyzerCheck('error', 'invalid-arn-region'),
  kinds: ['identity', 'resource', 'scp', 'rcp', 'unknown'],
  check(policy, report) {
    for (const arn of resourceArns(policy)) {
      const { region, string } = arn;
      if (arn.count < 6 || region.open || region.text === '' || isRegion(region.text)) {
        continue;
      }
      const meant = nearest(region.text, regions);
      const fixed = meant === undefined ? undefined : withField(arn, 3, meant);
      report({
        at: string,
        message:
          meant === undefined
            ? message('There is no Region {region}.', { region: asCode(JSON.stringify(region.text)) })
            : message('There is no Region {region}. Did you mean {meant}?', {
                region: asCode(JSON.stringify(region.text)),
                meant: asCode(meant),
              }),
        fixes: fixed === undefined ? [] : changeTo(string, fixed, effectOfRepair(arn)),
      });
    }
  },
  mayReveal: ['arn-region-not-allowed'],
  wrong: [
    identityPolicy(
      '{"Effect": "Deny", "Action": "kms:Decrypt", "Resource": «"arn:aws:kms:eu-wset-1:111122223333:key/*"»}',
    ),
  ],
  right: [
    identityPolicy('{"Effect": "Deny", "Action": "kms:Decrypt", "Resource": "arn:aws:kms:eu-*:111122223333:key/*"}'),
  ],
};
