import { remove, type Statement } from '../../policy';
import { message } from '../../text/message';
import { identityPolicy } from '../examples';
import { minify } from './minify';
import { everyKind, type Rule } from '../rule';
import { analyzerCheck } from '../sources';

export const redundantStatement: Rule = {
  code: 'redundant-statement',
  severity: 'information',
  summary: 'Another statement says the same',
  why: 'Two statements that differ at most in their Sid say the same thing twice.',
  source: analyzerCheck('suggestion', 'redundant-statement'),
  kinds: everyKind,
  check(policy, report) {
    const alike = new Map<string, Statement[]>();
    for (const statement of policy.statements) {
      const look = lookOf(statement);
      const others = alike.get(look);
      if (others) { others.push(statement); } else { alike.set(look, [statement]); }
    }
    const seen = new Map<string, Statement>();
    for (const statement of [...alike.values()].flatMap(group => (group.length > 1 ? group : []))) {
      const said = essence(policy.text, statement);
      const first = seen.get(said);
      if (first === undefined) { seen.set(said, statement); continue; }
      report({
        at: statement,
        tag: 'unnecessary',
        message: message('Another statement already says this.'),
        related: [{ offset: first.offset, length: first.length, message: message('It stands here.') }],
        fixes: [{ title: message('Remove this statement'), edits: remove(policy.text, statement.node), effect: 'safe' }],
      });
    }
  },
  wrong: [identityPolicy('{"Sid": "One", "Effect": "Allow", "Action": "kms:ListKeys", "Resource": "*"}, «{"Sid": "Two", "Effect": "Allow", "Resource": "*", "Action": "kms:ListKeys"}»')],
  right: [identityPolicy('{"Effect": "Allow", "Action": "kms:ListKeys", "Resource": "*"}, {"Effect": "Deny", "Action": "kms:ListAliases", "Resource": "*"}')],
};

/** Statements that say the same have the same look; it costs little to tell. */
function lookOf({ effect, action, resource, condition }: Statement): string {
  const values = [effect?.value, action?.value.strings[0], action?.value.strings.at(-1), resource?.value.strings[0], condition?.value.operators[0]?.value[0]?.value.strings[0]];
  return values.map(string => string?.value).join('\n');
}

/** What a statement says, whatever its Sid and the order of its members. */
function essence(text: string, { node }: Statement): string {
  const members = (node.children ?? []).filter(p => p.children?.[0]?.value !== 'Sid');
  return members.map(p => minify(text.slice(p.offset, p.offset + p.length))).sort().join(',');
}
