import { asName, message } from '../../text/message';
import { identityPolicy } from '../examples';
import { everyKind, type Rule } from '../rule';
import { analyzerCheck, effectOfRepair } from '../facts';
import { findVariables, rewriteVariable } from './find';

export const missingBraceInVariable: Rule = {
  code: 'missing-brace-in-variable',
  severity: 'error',
  summary: 'A policy variable is not closed',
  why: 'A policy variable begins with ${ and ends with }. Without the brace it is refused or taken as text.',
  source: analyzerCheck('error', 'missing-brace-in-variable'),
  kinds: everyKind,
  check(policy, report) {
    for (const use of findVariables(policy)) {
      const { closed, offset, length, inside } = use;
      if (closed) {
        continue;
      }
      const name = /^\s*[A-Za-z][A-Za-z0-9-]*:[A-Za-z0-9-]+(\/[A-Za-z0-9_-]+)?/.exec(inside)?.[0];
      report({
        at: { offset, length },
        message: message('The policy variable lacks its closing brace.'),
        fixes:
          name !== undefined
            ? [
                {
                  title: message('Close it after {name}', { name: asName(name) }),
                  changes: [rewriteVariable(use, 2 + name.length, 0, '}')],
                  effect: effectOfRepair(use),
                },
              ]
            : [],
      });
    }
  },
  mayReveal: ['variable-unsupported-in-version'],
  wrong: [
    identityPolicy('{"Effect": "Deny", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::example/«${aws:username»"}'),
  ],
  right: [
    identityPolicy(
      '{"Effect": "Deny", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::example/${aws:username}/*"}',
    ),
  ],
};
