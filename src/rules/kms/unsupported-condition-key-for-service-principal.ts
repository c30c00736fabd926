import { renameKey, type Change, setValue } from '../../policy';
import { asName, message } from '../../text/message';
import { keyPolicy, policyOf } from '../examples';
import type { Fix, Rule } from '../rule';
import {
  addTest,
  askAccount,
  type ConditionTest,
  effectOfMore,
  hasEffect,
  keyAccount,
  namesOnlyServices,
  needsKey,
  type PolicyView,
  removeTest,
  testsOf,
  type NewTest,
  isSameName,
} from '../facts';

export const unsupportedConditionKeyForServicePrincipal: Rule = {
  code: 'unsupported-condition-key-for-service-principal',
  severity: 'error',
  summary: 'A service principal never sends this condition key',
  why: 'When a service calls as itself, it belongs to no account and no organization, and a request to KMS has no kms:ViaService and no kms:CallerAccount. An Allow for service principals that asks for one of these keys never applies. For whom the service acts is in aws:SourceAccount, aws:SourceArn and aws:SourceOrgID. (kms:ViaService belongs to statements for the roles and users that use the service.)',
  source: 'https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-via-service',
  kinds: ['key', 'resource'],
  check(policy, report) {
    for (const statement of policy.statements) {
      if (!hasEffect(statement, 'Allow') || !namesOnlyServices(statement)) {
        continue;
      }
      for (const test of testsOf(statement)) {
        if (!(test.lower in replacements) && !test.lower.startsWith('aws:principaltag/')) {
          continue;
        }
        if (!needsKey(test) || (policy.kind !== 'key' && test.lower.startsWith('kms:'))) {
          continue;
        }
        report({
          at: test.key.key,
          message: message('Calls of a service principal never carry {key}, so this statement never applies.', {
            key: asName(test.key.name),
          }),
          severity: test.lower.startsWith('kms:') ? 'error' : 'warning',
          fixes: cures(policy, test),
        });
      }
    }
  },
  wrong: [
    keyPolicy(
      '{"Effect": "Allow", "Principal": {"Service": "sns.amazonaws.com"}, "Action": ["kms:Decrypt", "kms:GenerateDataKey*"], "Resource": "*", "Condition": {"StringEquals": {«"kms:ViaService"»: "sns.eu-west-1.amazonaws.com", "aws:SourceAccount": "111122223333"}}}',
    ),
    keyPolicy(
      '{"Effect": "Allow", "Principal": {"Service": "cloudfront.amazonaws.com"}, "Action": ["kms:Decrypt"], "Resource": "*", "Condition": {"StringEquals": {«"kms:CallerAccount"»: "111122223333"}}}',
      { besides: ['restrict-access-to-service-principal'] },
    ),
    keyPolicy(
      '{"Effect": "Allow", "Principal": {"Service": "cloudtrail.amazonaws.com"}, "Action": ["kms:GenerateDataKey*"], "Resource": "*", "Condition": {"StringEquals": {«"aws:PrincipalOrgID"»: "o-a1b2c3d4e5"}}}',
      { besides: ['restrict-access-to-service-principal'] },
    ),
    policyOf(
      'resource',
      '{"Effect": "Allow", "Principal": {"Service": "sns.amazonaws.com"}, "Action": "sqs:SendMessage", "Resource": "arn:aws:sqs:eu-west-1:111122223333:orders", "Condition": {"StringEquals": {«"aws:PrincipalOrgID"»: "o-a1b2c3d4e5", "aws:SourceAccount": "111122223333"}}}',
    ),
  ],
  right: [
    policyOf(
      'resource',
      '{"Effect": "Allow", "Principal": {"Service": "sns.amazonaws.com"}, "Action": "sqs:SendMessage", "Resource": "arn:aws:sqs:eu-west-1:111122223333:orders", "Condition": {"StringEquals": {"aws:SourceOrgID": "o-a1b2c3d4e5"}}}',
    ),
    keyPolicy(
      '{"Effect": "Allow", "Principal": {"Service": "sns.amazonaws.com"}, "Action": ["kms:Decrypt", "kms:GenerateDataKey*"], "Resource": "*", "Condition": {"StringEquals": {"aws:SourceAccount": "111122223333"}}}',
    ),
    keyPolicy(
      '{"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::111122223333:role/app"}, "Action": ["kms:Decrypt", "kms:GenerateDataKey*"], "Resource": "*", "Condition": {"StringEquals": {"kms:ViaService": "s3.eu-west-1.amazonaws.com"}}}',
    ),
    keyPolicy(
      '{"Effect": "Allow", "Principal": {"Service": "sns.amazonaws.com"}, "Action": ["kms:Decrypt", "kms:GenerateDataKey*"], "Resource": "*", "Condition": {"StringEquals": {"aws:SourceAccount": "111122223333"}, "StringEqualsIfExists": {"kms:ViaService": "sns.eu-west-1.amazonaws.com"}}}',
    ),
  ],
};

// The key that says the same about the resource for which the service calls.
const replacements: Readonly<Record<string, string | undefined>> = {
  'kms:viaservice': undefined,
  'kms:calleraccount': 'aws:SourceAccount',
  'aws:principalaccount': 'aws:SourceAccount',
  'aws:principalorgid': 'aws:SourceOrgID',
  'aws:principalorgpaths': 'aws:SourceOrgPaths',
};

function cures(policy: PolicyView, test: ConditionTest): Fix[] {
  const { statement } = test;
  const effect = effectOfMore(statement);
  const replacement = replacements[test.lower];
  const others = testsOf(statement).filter(t => t !== test);
  const restricted = others.some(t => t.lower.startsWith('aws:source'));
  if (
    replacement !== undefined &&
    !others.some(t => t.operator === test.operator && t.lower === replacement.toLowerCase())
  ) {
    return [
      {
        title: message('Ask for {key} instead', { key: asName(replacement) }),
        changes: [renameKey(test.key.property, replacement)],
        effect,
      },
    ];
  }
  if (restricted) {
    return [
      {
        title: message('Remove {key}: the other conditions stay', { key: asName(test.key.name) }),
        changes: removeTest(test),
        effect,
      },
    ];
  }
  // The key's place is taken by the account for which the service acts.
  const account = keyAccount(policy)?.account;
  const ask = askAccount(policy);
  const changes = inPlaceOf(test, { operator: 'StringEquals', key: 'aws:SourceAccount', value: account ?? ask.token });
  return changes.length === 0
    ? []
    : [
        {
          title: message('Ask for aws:SourceAccount instead of {key}', { key: asName(test.key.name) }),
          changes,
          effect,
          ...(account === undefined ? { ask } : {}),
        },
      ];
}

/** Another test takes the place of one; no changes when the statement has one of its key already. */
function inPlaceOf({ statement, operator, key }: ConditionTest, wanted: NewTest): Change[] {
  const isSameOperator = isSameName(operator.name, wanted.operator);
  const isThere = statement.condition?.value.operators.find(o => o !== operator && isSameName(o.name, wanted.operator));
  if (
    isSameOperator
      ? operator.value.every(k => !isSameName(k.name, wanted.key))
      : operator.value.length === 1 && !isThere
  ) {
    return [
      renameKey(key.property, wanted.key),
      ...(isSameOperator ? [] : [renameKey(operator.property, wanted.operator)]),
      ...(key.node ? [setValue(key.node, wanted.value)] : []),
    ];
  }
  const added = addTest(statement, wanted);
  return added.length === 0 ? [] : [...removeTest({ statement, operator, key }), ...added];
}
