import { message } from '../../text/message';
import { identityPolicy } from '../examples';
import { everyKind, type Rule } from '../rule';
import { analyzerCheck, effectOfRepair } from '../facts';
import { findVariables, rewriteVariable } from './find';

export const unsupportedSpaceInVariable: Rule = {
  code: 'unsupported-space-in-variable',
  severity: 'error',
  summary: 'A space in the name of a policy variable',
  why: 'The name of a policy variable has no spaces around or inside it; a tag key may have some.',
  source: analyzerCheck('error', 'unsupported-space-in-variable'),
  kinds: everyKind,
  check(policy, report) {
    for (const use of findVariables(policy)) {
      const { closed, variable, inside, offset, length } = use;
      const name = inside.split(',')[0] ?? '';
      const beforeTag = name.includes('/') ? name.slice(0, name.indexOf('/')) : name;
      if (!closed || !variable || (!/\s/.test(beforeTag) && !/\s$/.test(name))) {
        continue;
      }
      const better = name.trim().replace(/^[^/]*/, before => before.replace(/\s/g, ''));
      report({
        at: { offset, length },
        message: message('A policy variable has no spaces in its name.'),
        fixes: [
          {
            title: message('Remove the space'),
            changes: [rewriteVariable(use, 2, name.length, better)],
            effect: effectOfRepair(use),
          },
        ],
      });
    }
  },
  wrong: [
    identityPolicy(
      '{"Effect": "Deny", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::example/«${ aws:username}»/*"}',
    ),
  ],
  right: [
    identityPolicy(
      '{"Effect": "Deny", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::example/${aws:username}/*"}',
    ),
  ],
};
