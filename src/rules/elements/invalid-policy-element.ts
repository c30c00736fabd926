import { documentElements, type Element, type Node, statementElements } from '../../policy';
import { asCode, asName, message } from '../../text/message';
import { identityPolicy } from '../examples';
import { analyzerCheck, meantElement, removeMember, rename } from '../facts';
import { everyKind, type Report, type Rule } from '../rule';

export const invalidPolicyElement: Rule = {
  code: 'invalid-policy-element',
  severity: 'error',
  summary: 'The policy language has no such element',
  why: 'Element names are matched letter by letter, capitals included. AWS refuses a policy that holds any other member, comments included.',
  source: analyzerCheck('error', 'invalid-policy-element'),
  kinds: everyKind,
  check(policy, report) {
    checkMembers(policy.document.unknown, documentElements, report);
    for (const { unknown } of policy.statements) {
      checkMembers(unknown, statementElements, report);
    }
  },
  // What the misspelt element holds was never read as what it is.
  mayReveal: [
    'invalid-action',
    'invalid-effect',
    'missing-action',
    'missing-resource',
    'missing-effect',
    'missing-principal',
    'missing-statement',
    'data-type-mismatch',
  ],
  wrong: [
    identityPolicy('{"Effect": "Allow", «"action"»: "kms:ListAliases", "Resource": "*"}'),
    identityPolicy('{"Effect": "Allow", "Action": "kms:ListAliases", "Resource": "*", «"Comment"»: "for the console"}'),
  ],
  right: [identityPolicy('{"Effect": "Allow", "Action": "kms:ListAliases", "Resource": "*"}')],
};

function checkMembers(
  members: readonly Element<Node | undefined>[],
  elements: readonly string[],
  report: Report,
): void {
  for (const member of members) {
    // Key and value are still being typed, or a template's condition stands in place of a member.
    if (member.name === '' || member.name.startsWith('Fn::')) {
      continue;
    }
    const meant = meantElement(member.name, elements);
    report({
      at: member.key,
      message:
        meant === undefined
          ? message('A policy has no element {name} here.', { name: asName(JSON.stringify(member.name)) })
          : message('A policy has no element {name} here. Did you mean {meant}?', {
              name: asName(JSON.stringify(member.name)),
              meant: asCode(meant),
            }),
      // AWS refuses the policy as it stands: without this it is in force.
      fixes: [...(meant === undefined ? [] : rename(member, meant, 'widens')), removeMember(member, 'widens')],
    });
  }
}
