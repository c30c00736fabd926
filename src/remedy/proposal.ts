import { applyEdits, format, getNodeValue, modify } from 'jsonc-parser';
import { parsePolicy, type PolicyDocument, type Span } from '../policy';
import type { StatementJson } from './statements';

const formatting = { tabSize: 2, insertSpaces: true, eol: '\n' };

/** A live key policy beside the policy we propose, formatted alike so that their difference is the change alone. */
export interface Proposal {
  readonly live: string;
  readonly proposed: string;
  readonly statement: StatementJson;
  /** Where the new statement stands in {@link proposed}. */
  readonly at: Span;
}

/** Lays out policy text as both sides of the diff show it; nothing but white space changes. */
export function layOut(text: string): string {
  return `${applyEdits(text, format(text, undefined, formatting)).trim()}\n`;
}

/** Appends a statement to a live policy. Undefined when the text holds no policy to add to. */
export function propose(liveText: string, statement: StatementJson): Proposal | undefined {
  const live = layOut(liveText);
  const policy = parsePolicy(live);
  if (policy.node === undefined || policy.errors.length > 0) { return undefined; }
  const single = policy.statement?.node?.type === 'object';
  const edits = single
    ? modify(live, ['Statement'], [singleStatement(live), statement], { formattingOptions: formatting })
    : modify(live, ['Statement', -1], statement, { isArrayInsertion: true, formattingOptions: formatting });
  const proposed = layOut(applyEdits(live, edits));
  const { offset, length } = parsePolicy(proposed).statements.at(-1) ?? { offset: 0, length: 0 };
  return { live, proposed, statement, at: { offset, length } };
}

function singleStatement(live: string): unknown {
  return (JSON.parse(live) as { Statement: unknown }).Statement;
}

/** The Sids that a policy uses already. */
export function sidsOf(policy: PolicyDocument): ReadonlySet<string> {
  return new Set(policy.statements.flatMap(s => s.sid?.value?.value ?? []));
}

/** The text of the statements that stand in `proposed` and not in `live`, joined by commas; empty when there are none. */
export function addedStatements(live: string, proposed: string): string {
  const before = new Set(statementTexts(live));
  return statementTexts(proposed).filter(s => !before.has(s)).map(s => JSON.stringify(JSON.parse(s), undefined, 2)).join(',\n');
}

function statementTexts(text: string): string[] {
  return parsePolicy(text).statements.map(({ node }) => JSON.stringify(getNodeValue(node)));
}
