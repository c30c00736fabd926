import type { Element, Node, Statement } from '../../policy';
import { asCode, message } from '../../text/message';
import { identityPolicy, keyPolicy } from '../examples';
import { everyKind, type Rule, withPrincipals } from '../rule';
import { analyzerCheck } from '../facts';

interface EmptyList {
  readonly code: string;
  readonly what: string;
  readonly kinds: Rule['kinds'];
  readonly elements: (statement: Statement) => readonly (Element<unknown> | undefined)[];
  readonly wrong: Rule['wrong'];
  readonly right: Rule['right'];
}

/** A rule about a list that is empty, so that its statement applies to nothing. */
function emptyList({ code, what, kinds, elements, wrong, right }: EmptyList): Rule {
  return {
    code,
    severity: 'information',
    summary: `The statement lists no ${what}`,
    why: `A statement with an empty list of ${what} applies to nothing: it allows nothing and denies nothing.`,
    source: analyzerCheck('suggestion', code),
    kinds,
    check(policy, report) {
      for (const element of policy.statements.flatMap(elements)) {
        if (element && isEmpty(element.node)) {
          report({
            at: element.key,
            tag: 'unnecessary',
            message: message('The list is empty, so the statement applies to nothing.'),
          });
        }
      }
    },
    noFix: 'Only the author knows what belongs into the list, or whether the statement can go.',
    wrong,
    right,
  };
}

function isEmpty(node: Node | undefined): boolean {
  return node?.type === 'array' && node.children?.length === 0;
}

export const emptyArrayAction = emptyList({
  code: 'empty-array-action',
  what: 'actions',
  kinds: everyKind,
  elements: s => [s.action, s.notAction],
  wrong: [identityPolicy('{"Effect": "Deny", «"Action"»: [], "Resource": "*"}')],
  right: [identityPolicy('{"Effect": "Deny", "Action": ["kms:ListKeys"], "Resource": "*"}')],
});

export const emptyArrayResource = emptyList({
  code: 'empty-array-resource',
  what: 'resources',
  kinds: everyKind,
  elements: s => [s.resource, s.notResource],
  wrong: [identityPolicy('{"Effect": "Deny", "Action": "kms:ListKeys", «"Resource"»: []}')],
  right: [identityPolicy('{"Effect": "Deny", "Action": ["kms:ListKeys"], "Resource": "*"}')],
});

export const emptyArrayPrincipal = emptyList({
  code: 'empty-array-principal',
  what: 'principals',
  kinds: withPrincipals,
  elements: s => [...(s.principal?.value.entries ?? []), ...(s.notPrincipal?.value.entries ?? [])],
  wrong: [
    keyPolicy('{"Effect": "Deny", "Principal": {«"AWS"»: []}, "Action": "kms:ScheduleKeyDeletion", "Resource": "*"}'),
  ],
  right: [
    keyPolicy(
      '{"Effect": "Deny", "Principal": {"AWS": "arn:aws:iam::111122223333:role/app"}, "Action": "kms:ScheduleKeyDeletion", "Resource": "*"}',
    ),
  ],
});

export const emptyObjectPrincipal: Rule = {
  code: 'empty-object-principal',
  severity: 'information',
  summary: 'The statement names no principals',
  why: 'A statement with an empty Principal is about nobody: it allows nothing and denies nothing.',
  source: analyzerCheck('suggestion', 'empty-object-principal'),
  kinds: withPrincipals,
  check(policy, report) {
    for (const element of policy.statements.flatMap(s => [s.principal, s.notPrincipal])) {
      if (element?.node?.type === 'object' && element.node.children?.length === 0) {
        report({
          at: element.key,
          tag: 'unnecessary',
          message: message('{element} is empty, so the statement is about nobody.', { element: asCode(element.name) }),
        });
      }
    }
  },
  noFix: 'Only the author knows who is meant.',
  wrong: [keyPolicy('{"Effect": "Deny", «"Principal"»: {}, "Action": "kms:ScheduleKeyDeletion", "Resource": "*"}')],
  right: [
    keyPolicy(
      '{"Effect": "Deny", "Principal": {"AWS": "arn:aws:iam::111122223333:role/app"}, "Action": "kms:ScheduleKeyDeletion", "Resource": "*"}',
    ),
  ],
};
