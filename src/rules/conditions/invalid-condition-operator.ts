import {
  type ConditionOperator,
  type LocatedKind,
  operatorNames,
  readOperator,
  setQualifiers,
  spellOperator,
  type Statement,
} from '../../policy';
import { asCode, message } from '../../text/message';
import { identityPolicy } from '../examples';
import { effectOfRepair, nearest, operatorsOf, rename } from '../facts';
import { everyKind, type Report, type Rule } from '../rule';

export const invalidConditionOperator: Rule = {
  code: 'invalid-condition-operator',
  severity: 'error',
  summary: 'There is no such condition operator',
  why: 'The members of Condition are operators such as StringEquals or ArnLike, with ForAllValues: or ForAnyValue: before and IfExists behind where wanted. IAM refuses any other name, also one that differs in upper and lower case only; whether KMS does is not known.',
  source: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html',
  kinds: everyKind,
  check(policy, report) {
    for (const { statement, operator } of operatorsOf(policy)) {
      if (operator.name === '' || operator.name.startsWith('Fn::')) {
        continue;
      }
      const { name, validity, spelling } = readOperator(operator.name);
      if (validity === 'case' && spelling !== undefined) {
        report({
          at: operator.key,
          ...(toIam.includes(policy.kind) ? {} : { severity: 'warning' }),
          message: message('AWS writes it {meant}, and IAM refuses {operator}.', {
            operator: asCode(operator.name),
            meant: asCode(spelling),
          }),
          fixes: rename(operator, spelling, effectOfRepair({ statement })),
        });
      } else if (name === undefined) {
        reportUnknown(statement, operator, report);
      }
    }
  },
  mayReveal: ['missing-qualifier', 'type-mismatch-ip-range', 'invalid-variable-for-operator', 'private-ip-address'],
  wrong: [
    identityPolicy(
      '{"Effect": "Deny", "Action": "kms:Decrypt", "Resource": "*", "Condition": {«"StringEqual"»: {"aws:PrincipalTag/team": "red"}}}',
    ),
    identityPolicy(
      '{"Effect": "Deny", "Action": "kms:Decrypt", "Resource": "*", "Condition": {«"ForAnyValues:StringEquals"»: {"aws:PrincipalOrgPaths": "o-a1b2c3d4e5/*"}}}',
    ),
    identityPolicy(
      '{"Effect": "Deny", "Action": "kms:Decrypt", "Resource": "*", "Condition": {«"stringEquals"»: {"aws:PrincipalTag/team": "red"}}}',
    ),
  ],
  right: [
    identityPolicy(
      '{"Effect": "Deny", "Action": "kms:Decrypt", "Resource": "*", "Condition": {"StringEqualsIfExists": {"aws:PrincipalTag/team": "red"}}}',
    ),
  ],
};

// The policies that IAM itself checks; of the others it is not known whether they are refused.
const toIam: readonly LocatedKind[] = ['identity', 'trust'];

function reportUnknown(statement: Statement, operator: ConditionOperator, report: Report): void {
  const meant = meantOperator(operator.name);
  report({
    at: operator.key,
    message:
      meant === undefined
        ? message('There is no condition operator {operator}.', { operator: asCode(operator.name) })
        : message('There is no condition operator {operator}. Did you mean {meant}?', {
            operator: asCode(operator.name),
            meant: asCode(meant),
          }),
    fixes: meant === undefined ? [] : rename(operator, meant, effectOfRepair({ statement })),
  });
}

/** The operator that a misspelt one was most likely meant to be, each part by itself; undefined when none is near. */
function meantOperator(written: string): string | undefined {
  const [, prefix = '', base = '', ifExists] = /^(?:([^:]*):)?(.*?)(ifexists)?$/i.exec(written) ?? [];
  const name = nearest(base, operatorNames);
  return (
    name &&
    spellOperator(
      { qualifier: nearest(prefix, setQualifiers), ifExists: ifExists !== undefined && name !== 'Null' },
      name,
    )
  );
}
