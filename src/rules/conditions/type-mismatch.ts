import { type OperatorFamily, spellOperator } from '../../policy';
import { asCode, asName, message } from '../../text/message';
import { identityPolicy } from '../examples';
import { everyKind, type Rule } from '../rule';
import { type ConditionTest, effectOfRepair, familyOf, keyFact } from '../facts';
import { moveToOperator } from './edit-operator';

export const typeMismatch: Rule = {
  code: 'type-mismatch',
  severity: 'warning',
  summary: 'The operator does not fit the type of the condition key',
  why: 'Each condition key has a type, and each operator compares one type. With another the values are compared as text, or never match. String and ARN operators may both stand with ARNs.',
  source: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html',
  kinds: everyKind,
  check(policy, report) {
    for (const use of policy.conditions) {
      const found = use.family;
      const wanted = familyOf(keyFact(policy, use)?.type ?? '');
      if (
        found === undefined ||
        wanted === undefined ||
        found === 'Null' ||
        found === wanted ||
        bothFit(found, wanted, use)
      ) {
        continue;
      }
      const name = substitute(use, wanted);
      const changes = name === undefined ? [] : moveToOperator(use, name);
      report({
        at: use.operator.key,
        message: message('{key} wants a {type} operator, not {operator}.', {
          key: asName(use.key.name),
          type: asCode(wanted),
          operator: asCode(use.operator.name),
        }),
        fixes:
          name === undefined || changes.length === 0
            ? []
            : [{ title: message('Use {operator}', { operator: asCode(name) }), changes, effect: effectOfRepair(use) }],
      });
    }
  },
  mayReveal: [
    'type-mismatch-ip-range',
    'unsupported-action-for-condition-key',
    'invalid-condition-multiple-boolean',
    'private-ip-address',
    'private-not-ip-address',
  ],
  wrong: [
    identityPolicy(
      '{"Effect": "Deny", "Action": "kms:Decrypt", "Resource": "*", "Condition": {«"StringEquals"»: {"aws:SourceIp": "203.0.113.7"}}}',
    ),
  ],
  right: [
    identityPolicy(
      '{"Effect": "Deny", "Action": "kms:Decrypt", "Resource": "*", "Condition": {"StringEquals": {"aws:PrincipalArn": "arn:aws:iam::111122223333:role/app"}, "Bool": {"aws:SecureTransport": "false"}}}',
    ),
  ],
};

/** Pairs that AWS's own examples use: ARNs compared as strings and strings as ARNs, and times in both date types. */
function bothFit(found: OperatorFamily, wanted: OperatorFamily, { lower, key }: ConditionTest): boolean {
  if ((found === 'String' && wanted === 'Arn') || (found === 'Arn' && wanted === 'String')) {
    return true;
  }
  if (lower === 'aws:epochtime' || lower === 'aws:currenttime' || lower === 'aws:tokenissuetime') {
    return found === 'Date' || found === 'Numeric';
  }
  // A string compared with "true" or "false" is what many services document.
  return (
    (found === 'Bool' && wanted === 'String' && key.value.strings.every(s => /^(true|false)$/i.test(s.value))) ||
    (found === 'String' && wanted === 'Bool' && lower.startsWith('aws:principaltag'))
  );
}

function substitute(use: ConditionTest, wanted: OperatorFamily): string | undefined {
  const { negated, name = '' } = use;
  if (wanted === 'Bool') {
    return negated ? undefined : spellOperator(use, 'Bool');
  }
  if (wanted === 'IpAddress') {
    return spellOperator(use, negated ? 'NotIpAddress' : 'IpAddress');
  }
  if (wanted === 'String' || wanted === 'Arn') {
    return spellOperator(use, `${wanted}${negated ? 'Not' : ''}${use.wildcards ? 'Like' : 'Equals'}`);
  }
  const comparison = /(Not)?Equals$|(Less|Greater)Than(Equals)?$/.exec(name)?.[0];
  return comparison === undefined || wanted === 'Null' || wanted === 'Binary'
    ? undefined
    : spellOperator(use, `${wanted}${comparison}`);
}
