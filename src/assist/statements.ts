import { describeStatement } from '../access';
import { type LocatedPolicy, nameOfStatement, type Span, spanInDocument, type Statement } from '../policy';
import { keyAccountOf } from '../rules/facts';
import { asCodes, asSeries, asText, type Message, message, type Piece, verbatim } from '../text/message';

/** A statement as a list shows it. */
export interface ListedStatement extends Span {
  /** Its Sid, else its number. */
  readonly name: Message;
  readonly says: Message;
  /** Where its policy stands in the document, when that holds several. */
  readonly pointer: string;
}

/** All statements of a document's policies, in order. */
export function listStatements(policies: readonly LocatedPolicy[]): ListedStatement[] {
  return policies.flatMap(policy =>
    policy.document.statements.map(statement => ({
      ...spanInDocument(policy, {
        offset: statement.offset,
        length: statement.length < 0 ? policy.document.text.length - statement.offset : statement.length,
      }),
      name: named(statement),
      says: says(policy, statement),
      pointer: policies.length > 1 ? policy.pointer : '',
    })),
  );
}

function named(statement: Statement): Message {
  const name = nameOfStatement(statement);
  return 'sid' in name ? verbatim(asText(name.sid)) : message('Statement {number}', { number: name.number });
}

function says(policy: LocatedPolicy, statement: Statement): Message {
  if (policy.kind === 'key') {
    return describeStatement(statement, keyAccountOf(policy.document)?.account);
  }
  const { effect, action, notAction, resource, notResource } = statement;
  const list = (of: typeof action) => {
    const strings = of?.value.strings.map(s => s.value) ?? [];
    return strings.length <= 3 ? asCodes(strings) : asSeries([asCodes(strings.slice(0, 3)), asText('…')], ' ');
  };
  const but = (names: Piece, not: boolean) => (not ? message('all but {names}', { names }) : names);
  const args = {
    effect: asText(effect?.value?.value ?? '?'),
    actions: but(list(action ?? notAction), action === undefined && notAction !== undefined),
  };
  return (resource ?? notResource)
    ? message('{effect} {actions} on {resources}', {
        ...args,
        resources: but(list(resource ?? notResource), resource === undefined),
      })
    : message('{effect} {actions}', args);
}
