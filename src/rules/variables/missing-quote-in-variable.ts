import { message } from '../../text/message';
import { identityPolicy } from '../examples';
import { everyKind, type Rule } from '../rule';
import { analyzerCheck, effectOfRepair } from '../facts';
import { findVariables, rewriteVariable } from './find';

export const missingQuoteInVariable: Rule = {
  code: 'missing-quote-in-variable',
  severity: 'error',
  summary: 'The default of a policy variable is not in quotes',
  why: "The default value of a policy variable stands in single quotes: ${aws:PrincipalTag/team, 'none'}.",
  source: analyzerCheck('error', 'missing-quote-in-variable'),
  kinds: everyKind,
  check(policy, report) {
    for (const use of findVariables(policy)) {
      const { closed, variable, inside, offset, length } = use;
      const [, name = '', value = ''] = /^([^,]*),\s*(.*)$/s.exec(inside) ?? [];
      if (!closed || !variable || name === '' || /^'[^']*'$/.test(value.trim())) {
        continue;
      }
      report({
        at: { offset, length },
        message: message('The default value must stand in single quotes.'),
        fixes: [
          {
            title: message('Put it in quotes'),
            changes: [rewriteVariable(use, 0, inside.length + 3, `\${${name}, '${value.trim().replaceAll("'", '')}'}`)],
            effect: effectOfRepair(use),
          },
        ],
      });
    }
  },
  wrong: [
    identityPolicy(
      '{"Effect": "Deny", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::example/«${aws:PrincipalTag/team, none}»/*"}',
    ),
  ],
  right: [
    identityPolicy(
      '{"Effect": "Deny", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::example/${aws:PrincipalTag/team, \'none\'}/*"}',
    ),
  ],
};
