import { getNodeValue } from 'jsonc-parser';
import { canonicalStatement, type JsonMembers, remove, type Statement, type StringSet } from '../../policy';
import { message } from '../../text/message';
import { identityPolicy } from '../examples';
import { everyKind, type Rule } from '../rule';
import { analyzerCheck, effectOfLess } from '../facts';

export const redundantStatement: Rule = {
  code: 'redundant-statement',
  severity: 'information',
  summary: 'Another statement says the same',
  why: 'Two statements that differ at most in their Sid say the same thing twice.',
  source: analyzerCheck('suggestion', 'redundant-statement'),
  kinds: everyKind,
  check(policy, report) {
    const alike = new Map<string, Statement[]>();
    // One that a template's function chooses is not there for certain.
    for (const statement of policy.statements.filter(s => s.node.parent === policy.document.statement?.node)) {
      const look = lookOf(statement);
      const others = alike.get(look);
      if (others) {
        others.push(statement);
      } else {
        alike.set(look, [statement]);
      }
    }
    const seen = new Map<string, Statement>();
    for (const statement of [...alike.values()].flatMap(group => (group.length > 1 ? group : []))) {
      const said = canonicalStatement(getNodeValue(statement.node) as JsonMembers);
      const first = seen.get(said);
      if (first === undefined) {
        seen.set(said, statement);
        continue;
      }
      report({
        at: statement,
        tag: 'unnecessary',
        message: message('Another statement already says this.'),
        related: [{ offset: first.offset, length: first.length, message: message('It stands here.') }],
        fixes: [
          {
            title: message('Remove this statement'),
            changes: [remove(statement.node)],
            // What is still to be filled in may become another name in each.
            effect: isFilledInLater(statement) ? effectOfLess(statement) : 'safe',
          },
        ],
      });
    }
  },
  wrong: [
    identityPolicy(
      '{"Sid": "One", "Effect": "Allow", "Action": "kms:ListKeys", "Resource": "*"}, «{"Sid": "Two", "Effect": "Allow", "Resource": "*", "Action": "kms:ListKeys"}»',
    ),
    identityPolicy(
      '{"Effect": "Allow", "Action": ["s3:GetObject", "s3:PutObject"], "Resource": "arn:aws:s3:::example/*", "Condition": {"StringEquals": {"aws:PrincipalTag/team": "red"}}}, «{"Effect": "Allow", "Action": ["s3:PutObject", "s3:getobject"], "Resource": ["arn:aws:s3:::example/*"], "Condition": {"StringEquals": {"aws:PrincipalTag/team": ["red"]}}}»',
    ),
  ],
  right: [
    identityPolicy(
      '{"Effect": "Allow", "Action": "kms:ListKeys", "Resource": "*"}, {"Effect": "Deny", "Action": "kms:ListAliases", "Resource": "*"}',
    ),
  ],
};

/** Statements that say the same have the same look; it costs little to tell. */
function lookOf({ effect, principal, action, resource, condition }: Statement): string {
  const values = condition?.value.operators.flatMap(o => o.value.map(k => k.value)) ?? [];
  return [
    effect?.value?.value,
    ...[action?.value, resource?.value, ...(principal?.value.entries.map(e => e.value) ?? [])].map(least),
    ...values.map(least).sort(),
  ].join('\n');
}

/** The first of a list's values in the order of the alphabet: the same for lists that hold the same. */
function least(set: StringSet | undefined): string {
  let low = '';
  for (const { value } of set?.strings ?? []) {
    const folded = value.toLowerCase();
    if (low === '' || folded < low) {
      low = folded;
    }
  }
  return low;
}

/** Whether a person, and no program, has to write some of the statement's names: `<account-id>`, YOUR_BUCKET. */
function isFilledInLater({ principal, notPrincipal, resource, notResource, condition }: Statement): boolean {
  const principals = [principal, notPrincipal].flatMap(p => p?.value.entries ?? []);
  const tests = condition?.value.operators.flatMap(o => o.value) ?? [];
  return [...principals, resource, notResource, ...tests].some(element =>
    element?.value.strings.some(s => s.parts.some(p => typeof p !== 'string' && /^[<A-Zx*\u2026]/i.test(p.hole))),
  );
}
