import { spellOperator } from '../../policy';
import { asCode, message } from '../../text/message';
import { identityPolicy } from '../examples';
import { everyKind, type Rule } from '../rule';
import { moveToOperator } from './edit-operator';
import { effectOfMoreValues, familyOf, keyFact } from '../facts';

export const wildcardWithoutLikeOperator: Rule = {
  code: 'wildcard-without-like-operator',
  severity: 'warning',
  summary: 'A wildcard under an operator that compares exactly',
  why: 'StringEquals and StringNotEquals take * and ? literally: the value matches only a request that has an asterisk there. StringLike, or ArnLike for ARNs, takes them as wildcards.',
  source: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html',
  kinds: everyKind,
  check(policy, report) {
    for (const use of policy.conditions) {
      if (use.family !== 'String' || use.wildcards || use.name === undefined) {
        continue;
      }
      for (const string of use.key.value.strings) {
        const literal = string.parts
          .filter(p => typeof p === 'string')
          .join('\u0001')
          .replace(/\$\{[^}]*\}/g, '');
        if (!/[*?]/.test(literal)) {
          continue;
        }
        const arn = familyOf(keyFact(policy, use)?.type ?? '') === 'Arn' && string.value.startsWith('arn:');
        const name = spellOperator(use, likeOperator(arn, use.negated));
        const changes = moveToOperator(use, name);
        report({
          at: string,
          message: message('{operator} takes the wildcard in {value} literally.', {
            operator: asCode(use.operator.name),
            value: asCode(string.value),
          }),
          fixes:
            changes.length === 0
              ? []
              : [
                  {
                    title: message('Use {operator}', { operator: asCode(name) }),
                    changes,
                    effect: effectOfMoreValues(use),
                  },
                ],
        });
      }
    }
  },
  mayReveal: ['wildcard-usage-too-permissive'],
  wrong: [
    identityPolicy(
      '{"Effect": "Deny", "Action": "kms:Decrypt", "Resource": "*", "Condition": {"StringEquals": {"aws:PrincipalArn": «"arn:aws:iam::111122223333:role/app-*"»}}}',
    ),
  ],
  right: [
    identityPolicy(
      '{"Effect": "Deny", "Action": "kms:Decrypt", "Resource": "*", "Condition": {"ArnLike": {"aws:PrincipalArn": "arn:aws:iam::111122223333:role/app-*"}}}',
    ),
  ],
};

function likeOperator(arn: boolean, negated: boolean): string {
  if (arn) {
    return negated ? 'ArnNotLike' : 'ArnLike';
  }
  return negated ? 'StringNotLike' : 'StringLike';
}
