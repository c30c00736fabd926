import { remove, type Statement, type Change } from '../../policy';
import { asName, message } from '../../text/message';
import { keyPolicy } from '../examples';
import type { Fix, Rule } from '../rule';
import {
  addTest,
  appendStatement,
  type ConditionTest,
  hasEffect,
  hasUnknownCondition,
  isAdministrative,
  isEveryAction,
  isForeign,
  keyAccount,
  needsKey,
  operationsNamed,
  operationsOf,
  type PolicyView,
  principalsOf,
  statementValue,
  testsOf,
} from '../facts';

export const creategrantUnrestricted: Rule = {
  code: 'creategrant-unrestricted',
  severity: 'information',
  summary: 'Grants of any kind can be made',
  why: 'Whoever may call kms:CreateGrant without a condition can hand out every grant operation to anybody, also operations it may not use itself. For AWS services that make grants on behalf of a principal, kms:GrantIsForAWSResource limits it; kms:GrantOperations, kms:GranteePrincipal and kms:ViaService are other limits. kms:GrantIsForAWSResource does not work for creating Amazon EKS clusters.',
  source: 'https://docs.aws.amazon.com/kms/latest/developerguide/grants.html',
  kinds: ['key'],
  check(policy, report) {
    const key = keyAccount(policy);
    for (const statement of policy.statements) {
      if (!hasEffect(statement, 'Allow') || !operationsOf(statement).actions.has('kms:CreateGrant')) {
        continue;
      }
      const entry = statement.action?.value.strings.find(s => operationsNamed(s).includes('kms:CreateGrant'));
      // Who administers the key, or has all of it, is meant to make grants.
      if (entry === undefined || isEveryAction(entry) || [...operationsOf(statement).actions].some(isAdministrative)) {
        continue;
      }
      if (hasUnknownCondition(statement) || testsOf(statement).some(isLimit)) {
        continue;
      }
      const users = principalsOf(statement).filter(
        p => p.type === 'AWS' && (p.principal.kind !== 'account' || isForeign(p, key)) && p.principal.kind !== 'anyone',
      );
      if (users.length === 0) {
        continue;
      }
      const foreign = users.find(p => isForeign(p, key));
      report({
        at: entry,
        message: foreign
          ? message('{principal} of another account can make grants of any kind.', {
              principal: asName(foreign.string.value),
            })
          : message('{principal} can make grants of any kind, also for operations it may not use itself.', {
              principal: asName(users[0]?.string.value ?? ''),
            }),
        severity: foreign ? 'warning' : 'information',
        fixes: onlyForAwsResources(policy, statement, entry.node),
      });
    }
  },
  wrong: [
    keyPolicy(
      '{"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::111122223333:role/app"}, "Action": [«"kms:CreateGrant"», "kms:ListGrants", "kms:RevokeGrant"], "Resource": "*"}',
    ),
    keyPolicy(
      '{"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::444455556666:role/app"}, "Action": ["kms:Decrypt", "kms:DescribeKey", «"kms:CreateGrant"»], "Resource": "*"}',
      { besides: ['foreign-principal-hint'] },
    ),
  ],
  right: [
    keyPolicy(
      '{"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::111122223333:role/app"}, "Action": ["kms:CreateGrant", "kms:ListGrants", "kms:RevokeGrant"], "Resource": "*", "Condition": {"Bool": {"kms:GrantIsForAWSResource": "true"}}}',
    ),
    keyPolicy(
      '{"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::111122223333:role/admin"}, "Action": ["kms:Create*", "kms:Put*", "kms:ScheduleKeyDeletion"], "Resource": "*"}',
    ),
  ],
};

// CreateGrant always names operations, so that ForAllValues limits them too.
function isLimit(test: ConditionTest): boolean {
  return (
    limits.test(test.lower) &&
    (needsKey(test) || (test.lower === 'kms:grantoperations' && !test.negated && !test.ifExists))
  );
}

const limits =
  /^kms:(grant(isforawsresource|operations|eeprincipal|eeserviceprincipal|constraint.*)|retiring.*|viaservice|encryptioncontext.*)$/;

const grantActions = new Set(['kms:CreateGrant', 'kms:ListGrants', 'kms:RevokeGrant']);

function onlyForAwsResources(policy: PolicyView, statement: Statement, entry: Statement['node']): Fix[] {
  const alone = [...operationsOf(statement).actions].every(a => grantActions.has(a));
  const changes = alone
    ? addTest(statement, { operator: 'Bool', key: 'kms:GrantIsForAWSResource', value: 'true' })
    : moveApart(policy, statement, entry);
  return changes.length === 0
    ? []
    : [
        {
          title: alone
            ? message('Only grants for AWS services: adds kms:GrantIsForAWSResource (not for creating EKS clusters)')
            : message(
                'Only grants for AWS services: a statement of its own with kms:GrantIsForAWSResource (not for creating EKS clusters)',
              ),
          changes,
          effect: 'review',
        },
      ];
}

/** Moves kms:CreateGrant from a list of actions to a limited statement of its own, unless the statement has a Condition. */
function moveApart(policy: PolicyView, statement: Statement, entry: Statement['node']): Change[] {
  if (entry.value !== 'kms:CreateGrant' || entry.parent?.type !== 'array' || statement.condition !== undefined) {
    return [];
  }
  const appended = appendStatement(
    policy,
    statementValue(statement, {
      Sid: undefined,
      Action: 'kms:CreateGrant',
      Condition: { Bool: { 'kms:GrantIsForAWSResource': 'true' } },
    }),
  );
  return appended.length === 0 ? [] : [remove(entry), ...appended];
}
