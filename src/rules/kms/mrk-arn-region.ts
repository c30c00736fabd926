import { effectOfRepair } from '../facts';
import { formatArn, parseKeyArn, setValue } from '../../policy';
import { asCode, message } from '../../text/message';
import { identityPolicy } from '../examples';
import type { Rule } from '../rule';

export const mrkArnRegion: Rule = {
  code: 'mrk-arn-region',
  severity: 'information',
  summary: 'A multi-Region key is named in one Region only',
  why: 'The replicas of a multi-Region key (mrk-…) have the same key id and another ARN, with their own Region. A statement that names one Region does not reach the replicas; with * as the Region it does.',
  source: 'https://docs.aws.amazon.com/kms/latest/developerguide/multi-region-keys-auth.html',
  kinds: ['identity', 'scp'],
  check(policy, report) {
    const arns = policy.resources.map(r => (r.string.known ? parseKeyArn(r.string.value) : undefined));
    for (const [i, { statement, string }] of policy.resources.entries()) {
      const arn = arns[i];
      if (
        arn?.keyId?.startsWith('mrk-') !== true ||
        /[*?]/.test(arn.keyId) ||
        !/^[a-z]{2}(-[a-z]+)+-\d$/.test(arn.region)
      ) {
        continue;
      }
      // Named in several Regions: somebody has thought of it.
      if (
        policy.resources.some(
          (r, j) => r.statement === statement && arns[j]?.keyId === arn.keyId && arns[j]?.region !== arn.region,
        )
      ) {
        continue;
      }
      const everywhere = formatArn({ ...arn, region: '*' });
      report({
        at: string,
        message: message('This names the multi-Region key in {region} only; its replicas have other ARNs.', {
          region: asCode(arn.region),
        }),
        fixes: [
          {
            title: message('Name it in every Region: {arn}', { arn: asCode(everywhere) }),
            changes: [setValue(string.node, everywhere)],
            effect: effectOfRepair({ statement }),
          },
        ],
      });
    }
  },
  wrong: [
    identityPolicy(
      '{"Effect": "Allow", "Action": ["kms:Decrypt", "kms:DescribeKey"], "Resource": «"arn:aws:kms:eu-west-1:111122223333:key/mrk-1234abcd12ab34cd56ef1234567890ab"»}',
    ),
  ],
  right: [
    identityPolicy(
      '{"Effect": "Allow", "Action": ["kms:Decrypt", "kms:DescribeKey"], "Resource": "arn:aws:kms:*:111122223333:key/mrk-1234abcd12ab34cd56ef1234567890ab"}',
    ),
    identityPolicy(
      '{"Effect": "Allow", "Action": ["kms:Decrypt", "kms:DescribeKey"], "Resource": ["arn:aws:kms:eu-west-1:111122223333:key/mrk-1234abcd12ab34cd56ef1234567890ab", "arn:aws:kms:us-east-1:111122223333:key/mrk-1234abcd12ab34cd56ef1234567890ab"]}',
    ),
  ],
};
