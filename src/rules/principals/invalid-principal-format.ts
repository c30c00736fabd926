import { intrinsicName, replace } from '../../policy';
import { message } from '../../text/message';
import { keyPolicy } from '../examples';
import { effectOfRepair } from '../facts';
import { type Rule, withPrincipals } from '../rule';

export const invalidPrincipalFormat: Rule = {
  code: 'invalid-principal-format',
  severity: 'error',
  summary: 'Principal is neither "*" nor an object',
  why: 'A Principal is "*" or an object that names the kind of principal: {"AWS": "arn:…"}, {"Service": "s3.amazonaws.com"}. A bare ARN or account id is refused.',
  source: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html',
  kinds: withPrincipals,
  check(policy, report) {
    for (const statement of policy.statements) {
      for (const element of [statement.principal, statement.notPrincipal]) {
        const node = element?.node;
        if (node === undefined || node.type === 'object' || intrinsicName(node) !== undefined) {
          continue;
        }
        if (node.type === 'string' && (element?.value.star?.value === '*' || element?.value.star?.known === false)) {
          continue;
        }
        const written = policy.text.slice(node.offset, node.offset + node.length);
        const type = /^"[a-z0-9.-]+\.amazonaws\.com(\.cn)?"$/.test(written) ? 'Service' : 'AWS';
        const named =
          node.type === 'string' ? String(node.value) !== '' : node.type === 'array' && node.children?.length !== 0;
        report({
          at: node,
          message: message('Principal must be "*" or an object such as {"AWS": "arn:…"}.'),
          fixes: named
            ? [
                {
                  title: message('Write it under {type}', { type: JSON.stringify(type) }),
                  edits: [replace(node, `{"${type}": ${written}}`)],
                  effect: effectOfRepair({ statement, not: element === statement.notPrincipal }),
                },
              ]
            : [],
        });
      }
    }
  },
  mayReveal: ['root-arn-typo', 'unsupported-wildcard-in-principal', 'data-type-mismatch'],
  wrong: [
    keyPolicy(
      '{"Effect": "Deny", "Principal": «"arn:aws:iam::111122223333:role/app"», "Action": "kms:ScheduleKeyDeletion", "Resource": "*"}',
    ),
  ],
  right: [
    keyPolicy(
      '{"Effect": "Deny", "Principal": {"AWS": "arn:aws:iam::111122223333:role/app"}, "Action": "kms:ScheduleKeyDeletion", "Resource": "*"}',
    ),
  ],
};
