import { asCode, message } from '../../text/message';
import { identityPolicy } from '../examples';
import { everyKind, type Rule } from '../rule';
import { analyzerCheck } from '../facts';
import { findVariables } from './find';

export const variableUnsupportedInElement: Rule = {
  code: 'variable-unsupported-in-element',
  severity: 'error',
  summary: 'A policy variable outside Resource and Condition',
  why: 'Policy variables work in Resource and in the values of Condition. Elsewhere ${…} is plain text that matches nothing.',
  source: analyzerCheck('error', 'variable-unsupported-in-element'),
  kinds: everyKind,
  check(policy, report) {
    for (const { variable, element, inside, offset, length } of findVariables(policy)) {
      if (!variable || element !== 'other') {
        continue;
      }
      report({
        at: { offset, length },
        message: message('Policy variables work in Resource and Condition only; {variable} is plain text here.', {
          variable: asCode(`\${${inside}}`),
        }),
      });
    }
  },
  noFix: 'What should stand there instead only the author knows.',
  wrong: [identityPolicy('{"Effect": "Deny", "Action": "kms:«${aws:PrincipalTag/action}»", "Resource": "*"}')],
  right: [
    identityPolicy(
      '{"Effect": "Deny", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::example/${aws:username}/*"}',
    ),
  ],
};
