import { applyEdits, format, getNodeValue, modify } from 'jsonc-parser';
import { applyEdits as applyAtOnce, parsePolicy, type PolicyDocument, type Span } from '../policy';
import type { StatementJson } from './statements';

const formatting = { tabSize: 2, insertSpaces: true, eol: '\n' };

/** One step from the live key policy to the proposed one. */
export type PolicyChange =
  | { readonly kind: 'add'; readonly statement: StatementJson }
  /** Sets a part of the statement with this index, such as `['Principal', 'AWS']`; undefined takes it out. */
  | {
      readonly kind: 'set';
      readonly index: number;
      readonly path: readonly string[];
      readonly value: string | readonly string[] | undefined;
    }
  | { readonly kind: 'remove'; readonly index: number };

/** A live key policy beside the policy we propose, formatted alike so that their difference is the change alone. */
export interface Proposal {
  readonly live: string;
  readonly proposed: string;
  /** The new and the changed statements as they stand in {@link proposed}; never empty. */
  readonly statements: readonly StatementJson[];
  /** Where the first of them stands in {@link proposed}. */
  readonly at: Span;
}

/** Lays out policy text as both sides of the diff show it; nothing but white space changes. */
export function layOut(text: string): string {
  // At once: jsonc-parser copies the whole text for each of the thousands of edits.
  const edits = format(text, undefined, formatting).map(({ content, ...span }) => ({ ...span, newText: content }));
  return `${applyAtOnce(text, edits).trim()}\n`;
}

/** Applies changes, whose indexes are those of the live policy. Undefined when the text holds no policy that can be changed. */
export function propose(liveText: string, changes: readonly PolicyChange[]): Proposal | undefined {
  const live = layOut(liveText);
  const policy = parsePolicy(live);
  if (policy.node === undefined || policy.errors.length > 0) {
    return undefined;
  }
  const proposed = layOut(inOrder(changes).reduce(applyChange, live));
  const before = new Set(statementTexts(live));
  const changed = parsePolicy(proposed).statements.filter(
    ({ node }) => !before.has(JSON.stringify(getNodeValue(node))),
  );
  const [first] = changed;
  return (
    first && {
      live,
      proposed,
      statements: changed.map(s => JSON.parse(JSON.stringify(getNodeValue(s.node))) as StatementJson),
      at: { offset: first.offset, length: first.length },
    }
  );
}

// Each statement keeps its index until its turn comes.
function inOrder(changes: readonly PolicyChange[]): readonly PolicyChange[] {
  const removed = changes.filter(c => c.kind === 'remove').sort((a, b) => b.index - a.index);
  return [...changes.filter(c => c.kind === 'set'), ...removed, ...changes.filter(c => c.kind === 'add')];
}

function applyChange(text: string, change: PolicyChange): string {
  const single = parsePolicy(text).statement?.node?.type === 'object';
  const options = { formattingOptions: formatting };
  if (change.kind === 'set') {
    return applyEdits(
      text,
      modify(text, ['Statement', ...(single ? [] : [change.index]), ...change.path], change.value, options),
    );
  }
  if (change.kind === 'remove') {
    return applyEdits(text, modify(text, ['Statement', change.index], undefined, options));
  }
  return applyEdits(
    text,
    single
      ? modify(text, ['Statement'], [singleStatement(text), change.statement], options)
      : modify(text, ['Statement', -1], change.statement, { ...options, isArrayInsertion: true }),
  );
}

function singleStatement(live: string): unknown {
  const [statement] = parsePolicy(live).statements;
  return statement && getNodeValue(statement.node);
}

/** The Sids that a policy uses already. */
export function sidsOf(policy: PolicyDocument): ReadonlySet<string> {
  return new Set(policy.statements.flatMap(s => s.sid?.value?.value ?? []));
}

/** The text of the statements that stand in `proposed` and not in `live`, joined by commas; empty when there are none. */
export function addedStatements(live: string, proposed: string): string {
  const before = new Set(statementTexts(live));
  return statementTexts(proposed)
    .filter(s => !before.has(s))
    .map(s => JSON.stringify(JSON.parse(s), undefined, 2))
    .join(',\n');
}

function statementTexts(text: string): string[] {
  return parsePolicy(text).statements.map(({ node }) => JSON.stringify(getNodeValue(node)));
}
