import { isMetWithoutKey } from '../../policy';
import { asCode, asName, message } from '../../text/message';
import { identityPolicy, keyPolicy } from '../examples';
import {
  type ActionUse,
  type ConditionTest,
  effectOfRemoving,
  isTagKey,
  type PolicyView,
  serviceFacts,
  takeOut,
} from '../facts';
import type { Rule, Severity } from '../rule';
import { carriesConditionKey } from '../../reference';

export const unsupportedActionForConditionKey: Rule = {
  code: 'unsupported-action-for-condition-key',
  severity: 'error',
  summary: 'Requests for the action never carry the condition key',
  why: 'A plain test of a key that the request does not carry is false, so the statement never applies to this action: an Allow is idle, a Deny protects nothing. Put the action into a statement of its own without this condition. A negated test, one with IfExists or with ForAllValues is true then: it limits nothing.',
  source: 'https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html',
  kinds: ['key', 'identity', 'resource', 'scp', 'rcp', 'unknown'],
  check(policy, report) {
    for (const condition of policy.conditions) {
      if (!mustBePresent(condition)) {
        if (passesWithoutKey(condition) && isIdle(policy, condition)) {
          report({
            at: condition.key.key,
            message: message(
              'Requests for these actions never carry {key}, and without it {operator} is true: the condition limits nothing.',
              { key: asName(condition.key.name), operator: asCode(condition.operator.name) },
            ),
            // No more than that: AWS's lists of which requests carry a key lag behind its examples.
            severity: 'information',
          });
        }
        continue;
      }
      for (const action of policy.actionsOf(condition.statement)) {
        if (!isExact(action) || carries(policy, action, condition) !== false) {
          continue;
        }
        report({
          at: action.string,
          severity: severityFor(policy, action, condition),
          message: message('Requests for {action} never carry {key}: this statement does not apply to them.', {
            action: asCode(action.string.value),
            key: asName(condition.key.name),
          }),
          related: [{ ...condition.key.key, message: message('The condition key stands here.') }],
          fixes: takeOut(action.string, effectOfRemoving(action)),
        });
      }
    }
  },
  wrong: [
    keyPolicy(
      '{"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::111122223333:role/app"}, "Action": ["kms:CreateGrant", «"kms:Decrypt"»], "Resource": "*", "Condition": {"Bool": {"kms:GrantIsForAWSResource": "true"}}}',
    ),
    identityPolicy(
      '{"Effect": "Deny", "Action": ["s3:ListBucket", «"s3:GetObject"»], "Resource": "*", "Condition": {"StringLike": {"s3:delimiter": "/"}}}',
    ),
    identityPolicy(
      '{"Effect": "Allow", "Action": ["s3:ListBucket", "s3:GetObject"], "Resource": "*", "Condition": {"StringEqualsIfExists": {«"ec2:InstanceType"»: "t3.micro"}}}',
    ),
    identityPolicy(
      '{"Effect": "Allow", "Action": «"lambda:AddPermission"», "Resource": "*", "Condition": {"StringEquals": {"aws:RequestTag/owner": "red"}}}',
    ),
  ],
  right: [
    keyPolicy(
      '{"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::111122223333:role/app"}, "Action": ["kms:CreateGrant", "kms:ListGrants"], "Resource": "*", "Condition": {"Bool": {"kms:GrantIsForAWSResource": "true"}}}',
    ),
  ],
};

function severityFor(policy: PolicyView, { service, name }: ActionUse, condition: ConditionTest): Severity {
  if (service !== 'kms') {
    return isIdle(policy, condition) ? 'error' : 'warning';
  }
  // AWS's own examples have kms:DescribeKey beside an encryption context; there it does no harm.
  if (name === 'describekey') {
    return 'information';
  }
  return condition.lower === 'kms:grantisforawsresource' ? 'error' : 'warning';
}

/** An action without wildcards: only then it is this one action that the condition cannot fit. */
function isExact({ string, not, lower, service }: ActionUse): boolean {
  return !not && string.known && service !== '' && !/[*?$]/.test(lower);
}

/** Whether no action of the statement carries the key, so that the whole statement is idle, or the condition is. */
function isIdle(policy: PolicyView, condition: ConditionTest): boolean {
  const actions = policy.actionsOf(condition.statement).slice(0, 50);
  return actions.length > 0 && actions.every(action => isExact(action) && carries(policy, action, condition) === false);
}

/** Whether the condition is false when the key is absent. */
function mustBePresent({ family, negated, ifExists, qualifier, key }: ConditionTest): boolean {
  return (
    family !== undefined &&
    !negated &&
    !ifExists &&
    qualifier !== 'ForAllValues' &&
    (family !== 'Null' || key.value.strings.every(s => s.value.toLowerCase() === 'false'))
  );
}

/** Whether the condition is true when the key is absent. */
function passesWithoutKey(condition: ConditionTest): boolean {
  return condition.family !== undefined && condition.family !== 'Null' && isMetWithoutKey(condition);
}

/** The claims of identity providers (accounts.google.com:aud, SAML:aud) are no service's. */
function isOfNoService(prefix: string): boolean {
  return prefix === '' || prefix === 'saml' || prefix.includes('.');
}

/** Whether requests for the action carry the key; undefined when that cannot be told. */
function carries(policy: PolicyView, action: ActionUse, { lower }: ConditionTest): boolean | undefined {
  const { services } = policy.known;
  const prefix = lower.slice(0, lower.indexOf(':'));
  const tag = isTagKey(lower);
  if (prefix === 'kms' && action.service === 'kms' && !tag) {
    return carriesConditionKey(action.lower, lower);
  }
  // Global keys are in every request or depend on who asks; only those about tags belong to certain actions.
  const global = services?.globalKey(lower) !== undefined && !tag;
  if (global || isOfNoService(prefix)) {
    return undefined;
  }
  const facts = services?.service(action.service);
  if (facts === undefined || !facts.hasAction(action.name)) {
    return undefined;
  }
  const key = facts.conditionKey(lower);
  if (key !== undefined) {
    return facts.carries(action.name, key);
  }
  // A service that has no such tag key at all is the business of the rules about tags; another service's key never comes along.
  return tag || serviceFacts(policy, prefix)?.conditionKey(lower) === undefined ? undefined : false;
}
