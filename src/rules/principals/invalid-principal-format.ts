import { getNodeValue } from 'jsonc-parser';
import { intrinsicName, type Node, type Statement, setValue, type JsonValue } from '../../policy';
import { asCode, message } from '../../text/message';
import { keyPolicy } from '../examples';
import { effectOfRepair } from '../facts';
import { type Fix, type Rule, withPrincipals } from '../rule';

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
        if (element?.node === undefined || isWellFormed(element, element.node)) {
          continue;
        }
        report({
          at: element.node,
          message: message('Principal must be "*" or an object such as {"AWS": "arn:…"}.'),
          fixes: writeUnderType(statement, element.node),
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

/** `"*"`, an object, or what only a template's values will tell. */
function isWellFormed({ value }: NonNullable<Statement['principal']>, node: Node): boolean {
  if (node.type === 'object' || intrinsicName(node) !== undefined) {
    return true;
  }
  return node.type === 'string' && (value.star?.value === '*' || value.star?.known === false);
}

/** Wraps a name, or a list of names, in the object that it belongs into. */
function writeUnderType(statement: Statement, node: Node): Fix[] {
  const isNamed =
    node.type === 'string' ? String(node.value) !== '' : node.type === 'array' && node.children?.length !== 0;
  if (!isNamed) {
    return [];
  }
  const type = /^[a-z0-9.-]+\.amazonaws\.com(\.cn)?$/.test(String(node.value)) ? 'Service' : 'AWS';
  return [
    {
      title: message('Write it under {type}', { type: asCode(JSON.stringify(type)) }),
      changes: [setValue(node, { [type]: getNodeValue(node) as JsonValue })],
      effect: effectOfRepair({ statement, not: node === statement.notPrincipal?.node }),
    },
  ];
}
