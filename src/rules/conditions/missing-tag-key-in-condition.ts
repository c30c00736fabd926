import { asCode, message } from '../../text/message';
import { identityPolicy } from '../examples';
import { everyKind, type Rule } from '../rule';
import { analyzerCheck } from '../facts';

export const missingTagKeyInCondition: Rule = {
  code: 'missing-tag-key-in-condition',
  severity: 'error',
  summary: 'The tag condition names no tag',
  why: "aws:PrincipalTag, aws:RequestTag and aws:ResourceTag are families: the tag's key follows after a slash, aws:PrincipalTag/team.",
  source: analyzerCheck('error', 'missing-tag-key-in-condition'),
  kinds: everyKind,
  check(policy, report) {
    for (const { key, lower } of policy.conditions) {
      if (!/^(aws:(principaltag|requesttag|resourcetag)|[a-z0-9-]+:(resourcetag|requesttag))\/?$/.test(lower)) {
        continue;
      }
      report({
        at: key.key,
        message: message('Say which tag: {family}/tag-key', { family: asCode(key.name.replace(/\/$/, '')) }),
      });
    }
  },
  noFix: 'Which tag is meant cannot be told.',
  wrong: [
    identityPolicy(
      '{"Effect": "Deny", "Action": "kms:Decrypt", "Resource": "*", "Condition": {"StringEquals": {«"aws:PrincipalTag/"»: "red"}}}',
    ),
  ],
  right: [
    identityPolicy(
      '{"Effect": "Deny", "Action": "kms:Decrypt", "Resource": "*", "Condition": {"StringEquals": {"aws:PrincipalTag/team": "red"}}}',
    ),
  ],
};
