import { insertMembers, type JsonValue, type PolicyString, type Statement, setValue } from '../../policy';
import { asName, message } from '../../text/message';
import { keyPolicy } from '../examples';
import { type Fix, type Rule, withPrincipals } from '../rule';
import { effectOfMore, type PrincipalUse } from '../facts';

export const unsupportedWildcardInPrincipal: Rule = {
  code: 'unsupported-wildcard-in-principal',
  severity: 'error',
  summary: 'A principal has a wildcard inside',
  why: 'A principal is either "*", everybody, or exactly one: part of its name cannot be a wildcard. To mean several, write "*" and limit it with a condition on aws:PrincipalArn, which takes wildcards, and on the account.',
  source: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html',
  kinds: withPrincipals,
  check(policy, report) {
    for (const use of policy.principals) {
      const { string, type, entry } = use;
      const literal = string.parts.filter(p => typeof p === 'string').join('');
      if (
        !/[*?]/.test(literal) ||
        (literal === '*' && type !== 'Service' && type !== 'Federated') ||
        entry === undefined
      ) {
        continue;
      }
      report({
        at: string,
        message: message('A principal is "*" or exactly one: the wildcard in {principal} matches nobody.', {
          principal: asName(string.value),
        }),
        fixes: asCondition(use),
      });
    }
  },
  mayReveal: ['star-principal-allow'],
  wrong: [
    keyPolicy(
      '{"Effect": "Deny", "Principal": {"AWS": «"arn:aws:iam::111122223333:role/app-*"»}, "Action": "kms:ScheduleKeyDeletion", "Resource": "*"}',
    ),
  ],
  right: [
    keyPolicy(
      '{"Effect": "Deny", "Principal": "*", "Action": "kms:ScheduleKeyDeletion", "Resource": "*", "Condition": {"ArnLike": {"aws:PrincipalArn": "arn:aws:iam::111122223333:role/app-*"}}}',
    ),
  ],
};

/** Principal "*" with a condition that says the same: offered where the statement has this principal alone and no condition yet. */
function asCondition({ string, statement, not, type }: PrincipalUse): Fix[] {
  const node = statement.principal?.node;
  if (
    not ||
    node === undefined ||
    type !== 'AWS' ||
    statement.condition ||
    !string.known ||
    !isOnly(statement, string)
  ) {
    return [];
  }
  const account = /^arn:[^:]*:[^:]*::(\d{12}):/.exec(string.value)?.[1];
  const condition: JsonValue = {
    ArnLike: { 'aws:PrincipalArn': string.value },
    ...(account === undefined ? {} : { StringEquals: { 'aws:PrincipalAccount': account } }),
  };
  return [
    {
      title: message('Write "*" and a condition on aws:PrincipalArn'),
      changes: [setValue(node, { AWS: '*' }), insertMembers(statement.node, { Condition: condition })],
      effect: effectOfMore(statement),
    },
  ];
}

function isOnly(statement: Statement, string: PolicyString): boolean {
  const entries = statement.principal?.value.entries ?? [];
  return entries.length === 1 && entries[0]?.value.strings.length === 1 && entries[0].value.strings[0] === string;
}
