import { message } from '../../text/message';
import { identityPolicy } from '../examples';
import { rename } from '../fixes';
import { nearest } from '../nearest';
import { operatorNames, readOperator } from '../operators';
import { everyKind, type Rule } from '../rule';

export const invalidConditionOperator: Rule = {
  code: 'invalid-condition-operator',
  severity: 'error',
  summary: 'There is no such condition operator',
  why: 'The members of Condition are operators such as StringEquals or ArnLike, with ForAllValues: or ForAnyValue: before and IfExists behind where wanted. AWS refuses any other name.',
  source: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html',
  kinds: everyKind,
  check(policy, report) {
    for (const { condition } of policy.statements) {
      for (const operator of condition?.value.operators ?? []) {
        if (
          operator.name === '' ||
          operator.name.startsWith('Fn::') ||
          readOperator(operator.name).name !== undefined
        ) {
          continue;
        }
        const { qualifier, ifExists } = readOperator(operator.name);
        const base = operator.name.replace(/^[^:]*:/, '').replace(/ifexists$/i, '');
        const meant = nearest(base, operatorNames);
        const name = meant && `${qualifier === undefined ? '' : `${qualifier}:`}${meant}${ifExists ? 'IfExists' : ''}`;
        report({
          at: operator.key,
          message:
            name === undefined
              ? message('There is no condition operator {operator}.', { operator: operator.name })
              : message('There is no condition operator {operator}. Did you mean {meant}?', {
                  operator: operator.name,
                  meant: name,
                }),
          fixes: name === undefined ? [] : rename(operator, name, 'review'),
        });
      }
    }
  },
  mayReveal: ['missing-qualifier', 'type-mismatch-ip-range', 'invalid-variable-for-operator', 'private-ip-address'],
  wrong: [
    identityPolicy(
      '{"Effect": "Deny", "Action": "kms:Decrypt", "Resource": "*", "Condition": {«"StringEqual"»: {"aws:PrincipalTag/team": "red"}}}',
    ),
  ],
  right: [
    identityPolicy(
      '{"Effect": "Deny", "Action": "kms:Decrypt", "Resource": "*", "Condition": {"StringEqualsIfExists": {"aws:PrincipalTag/team": "red"}}}',
    ),
  ],
};
