import { asCode, message } from '../../text/message';
import { identityPolicy } from '../examples';
import { everyKind, type Rule } from '../rule';
import { analyzerCheck } from '../facts';
import { findVariables } from './find';

export const invalidVariableForOperator: Rule = {
  code: 'invalid-variable-for-operator',
  severity: 'error',
  summary: 'A policy variable under an operator that takes none',
  why: 'Policy variables work under the String and Arn operators. Numbers, dates, booleans and addresses must be written out.',
  source: analyzerCheck('error', 'invalid-variable-for-operator'),
  kinds: everyKind,
  check(policy, report) {
    for (const { variable, condition, offset, length } of findVariables(policy)) {
      const family = condition?.family;
      if (!variable || family === undefined || family === 'String' || family === 'Arn') {
        continue;
      }
      report({
        at: { offset, length },
        message: message('{operator} takes no policy variables: only String and Arn operators do.', {
          operator: asCode(condition?.operator.name ?? ''),
        }),
      });
    }
  },
  noFix: 'Which value the variable would have is not known here.',
  wrong: [
    identityPolicy(
      '{"Effect": "Deny", "Action": "kms:Decrypt", "Resource": "*", "Condition": {"DateGreaterThan": {"aws:CurrentTime": "«${aws:TokenIssueTime}»"}}}',
    ),
  ],
  right: [
    identityPolicy(
      '{"Effect": "Deny", "Action": "kms:Decrypt", "Resource": "*", "Condition": {"StringEquals": {"aws:PrincipalTag/team": "${aws:username}"}}}',
    ),
  ],
};
