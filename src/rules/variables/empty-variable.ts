import { message } from '../../text/message';
import { identityPolicy } from '../examples';
import { everyKind, type Rule } from '../rule';
import { analyzerCheck } from '../facts';
import { findVariables } from './find';

export const emptyVariable: Rule = {
  code: 'empty-variable',
  severity: 'error',
  summary: 'A policy variable is empty',
  why: 'Between the braces of a policy variable stands the name of a condition key, such as ${aws:username}.',
  source: analyzerCheck('error', 'empty-variable'),
  kinds: everyKind,
  check(policy, report) {
    for (const { inside, closed, offset, length } of findVariables(policy)) {
      if (closed && inside.trim() === '') {
        report({ at: { offset, length }, message: message('The policy variable is empty.') });
      }
    }
  },
  noFix: 'Which variable is meant only the author knows.',
  wrong: [identityPolicy('{"Effect": "Deny", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::example/«${}»/*"}')],
  right: [
    identityPolicy(
      '{"Effect": "Deny", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::example/${aws:username}/*"}',
    ),
  ],
};
