import {
  documentElements,
  isBlankJson,
  locate,
  type LocatedKind,
  type LocatedPolicy,
  mayHoldPolicy,
  membersOf,
  spanInPolicy,
} from '../../policy';
import { isRegion } from '../../reference';
import { isAccountId, keyAccountOf } from '../../rules/facts';
import { slotOf, statementAt, withoutIntrinsics } from '../place';
import type { Places } from '../snippets';
import { actionsFor } from './actions';
import type { Candidate, Knowledge, Request } from './candidate';
import { conditionKeysFor, conditionValuesFor, operatorsFor } from './conditions';
import { cursorIn } from './cursor';
import { effects, policyElementsFor, statementElementsFor, versions } from './elements';
import { type Completion, fit, pseudoParameters } from './fit';
import { principalsFor, principalTypes } from './principals';
import { resourcesFor } from './resources';
import { inOrder, type Ordered } from './order';
import { policiesToStart, statementsFor, type WholePolicy } from './statements';
import { isPolicyToBe, startsPolicy, type Surroundings, welcomesSnippets } from './welcome';

export type { Knowledge } from './candidate';
export type { Ordered } from './order';
export * from './schemas';
export type { Surroundings } from './welcome';
export * from './seen';

/** A JSON document to type in. */
export interface WrittenDocument {
  readonly text: string;
  /** Its policies, found by `locate`. */
  readonly policies: readonly LocatedPolicy[];
  /** Finds the policies of a text as they would be found in the document. */
  readonly locate: (text: string) => readonly LocatedPolicy[];
  readonly surroundings: Surroundings;
}

/**
 * What can be typed at an offset of a JSON document, best first; also in half-typed text and in policies written as strings. Nothing
 * outside of policies, but whole policies in an empty document, and where its name or somebody says that it is to be one. Never throws.
 */
export function complete(document: WrittenDocument, offset: number, known: Knowledge): Ordered[] {
  const { text, policies, surroundings } = document;
  const policy = policyAt(policies, offset) ?? withoutWord(document, offset) ?? policyToBe(document, offset);
  const inside = policy === undefined ? [] : completeIn(policy, text, offset, known);
  const welcome =
    inside.some(isSnippet) && !welcomesSnippets(text, surroundings) ? inside.filter(c => !isSnippet(c)) : inside;
  const whole = startsPolicy(text, surroundings) ? policiesToStart(text, offset, known) : [];
  const kind = policy?.kind ?? surroundings.settled;
  return inOrder([...welcome, ...ofKind(whole, kind, surroundings.settled !== undefined)], isBlankJson(text));
}

function isSnippet({ kind }: Completion): boolean {
  return kind === 'snippet';
}

/** Those of a kind first; alone when somebody settled it. */
function ofKind(wholes: readonly WholePolicy[], kind: LocatedKind | undefined, settled: boolean): Completion[] {
  const fitting = wholes.filter(w => w.policyKind === kind);
  return settled && kind !== 'unknown' ? fitting : [...fitting, ...wholes.filter(w => w.policyKind !== kind)];
}

function completeIn(policy: LocatedPolicy, text: string, offset: number, known: Knowledge): Completion[] {
  const at =
    policy.source.kind === 'text'
      ? offset
      : spanInPolicy({ ...policy, document: { ...policy.document, node: whole(policy) } }, { offset, length: 0 })
          ?.offset;
  // Between the two characters of an escape nothing can be typed.
  const inEscape = at !== undefined && policy.source.toDocument({ offset: at, length: 0 }).offset !== offset;
  const request = at === undefined || inEscape ? undefined : requestAt(policy, at, known);
  if (request === undefined) {
    return [];
  }
  const template = isTemplate(text);
  return candidatesFor(request.request).flatMap(
    candidate => fit(candidate, request.request, request.inSub, template) ?? [],
  );
}

/** The object that is to become the policy of a document whose name says so: as long as it has no members but a policy's. */
function policyToBe({ text, policies, surroundings }: WrittenDocument, offset: number): LocatedPolicy | undefined {
  if (policies.length > 0 || text.length > longestBeginning || !isPolicyToBe(text, surroundings)) {
    return undefined;
  }
  const found = locate(text, { path: surroundings.path, isPolicy: true });
  const isBegun = ({ document: { node } }: LocatedPolicy): boolean =>
    membersOf(node).every(m => m.node === undefined || documentElements.includes(m.name));
  return policyAt(found.filter(isBegun), offset);
}

/** Characters: what is longer and still holds no policy has become something else. */
const longestBeginning = 4096;

/** The policy that is there but for the word being typed: `{"Version": "2012-10-17", "St` is one already. */
function withoutWord({ text, policies, locate }: WrittenDocument, offset: number): LocatedPolicy | undefined {
  if (!mayHoldPolicy(text)) {
    return undefined;
  }
  const before = /"?\w*$/.exec(text.slice(Math.max(0, offset - 100), offset))?.[0].length ?? 0;
  const after = /^\w*"?/.exec(text.slice(offset, offset + 100))?.[0].length ?? 0;
  // What has a colon and still makes no policy is a member of something else; not beside the version of a policy that is found nowhere.
  const isMember =
    (policies.length > 0 || !text.includes('-10-1')) && /^\w*"?\s*:/.test(text.slice(offset, offset + 100));
  if (before === 0 || isMember) {
    return undefined;
  }
  const policy = policyAt(
    locate(text.slice(0, offset - before) + ' '.repeat(before + after) + text.slice(offset + after)),
    offset,
  );
  return policy?.source.kind === 'text' ? { ...policy, document: { ...policy.document, text } } : undefined;
}

/** The innermost policy whose braces are around the offset; one that is still open reaches to the end of its text. */
function policyAt(policies: readonly LocatedPolicy[], offset: number): LocatedPolicy | undefined {
  return policies.findLast(({ document: { node, text }, source }) => {
    if (node === undefined) {
      return false;
    }
    const open = node.length < 0 || (node.offset + node.length === text.length && !text.endsWith('}'));
    const span = source.toDocument({
      offset: node.offset,
      length: (open ? text.length : node.offset + node.length) - node.offset,
    });
    const end = span.offset + span.length;
    // The text that is being typed may be longer than the one that was read.
    return span.offset < offset && (open ? offset <= end || source.kind === 'text' : offset < end);
  });
}

function whole({ document: { node }, source }: LocatedPolicy): LocatedPolicy['document']['node'] {
  return node && node.length < 0 ? { ...node, length: source.json.length - node.offset } : node;
}

function requestAt(
  policy: LocatedPolicy,
  offset: number,
  known: Knowledge,
): { readonly request: Request; readonly inSub: boolean } | undefined {
  const { document } = policy;
  const start = document.node?.offset ?? 0;
  const cursor = cursorIn(document.text, start, offset);
  if (cursor === undefined) {
    return undefined;
  }
  const { elements, intrinsic } = withoutIntrinsics(cursor.path);
  const inSub = intrinsic && /^Fn::Sub(,0)?$/.test(String(cursor.path.slice(elements.length)));
  if (intrinsic && (!inSub || cursor.atKey)) {
    return undefined;
  }
  const slot = slotOf(elements, cursor.atKey, document.loneStatement);
  if (slot === undefined) {
    return undefined;
  }
  const places = inSub ? pseudoParameters : placesOf(policy, known);
  const prefix = document.text.slice(cursor.typed.offset, offset);
  const statement = document.loneStatement || elements[0] === 'Statement' ? statementAt(document, offset) : undefined;
  return { request: { policy, statement, slot, cursor, prefix, places, known }, inSub };
}

function isTemplate(text: string): boolean {
  return text.includes('"AWSTemplateFormatVersion"') || /"Type"\s*:\s*"AWS::/.test(text);
}

/** What the policy, or what is known around it, tells of account, partition and Region. */
export function placesOf(policy: LocatedPolicy, { keyArn, accounts }: Knowledge): Places {
  const key = keyAccountOf(policy.document, keyArn);
  const region = keyArn?.split(':')[3] ?? onlyRegion(policy.document.text);
  const own = key && isAccountId(key.account) ? key.account : undefined;
  const account = own ?? (accounts.length > 0 ? accounts : undefined);
  return {
    ...(account !== undefined && { account }),
    ...(region !== undefined && { region }),
    ...(key && { partition: key.partition }),
  };
}

/** The Region that a text names, if it names exactly one. */
function onlyRegion(text: string): string | undefined {
  const named = new Set((text.slice(0, 100_000).match(/\b[a-z]{2,4}(?:-[a-z]+){1,3}-\d\b/g) ?? []).filter(isRegion));
  return named.size === 1 ? [...named][0] : undefined;
}

function candidatesFor(request: Request): Candidate[] {
  switch (request.slot.kind) {
    case 'policy-element':
      return policyElementsFor(request);
    case 'statement-element':
      return [...statementElementsFor(request)];
    case 'statement':
      return statementsFor(request);
    case 'version':
      return versions();
    case 'effect':
      return effects(request);
    case 'action':
      return actionsFor(request);
    case 'resource':
      return resourcesFor(request);
    case 'principal-type':
      return principalTypes(request);
    case 'principal':
      return principalsFor(request);
    case 'operator':
      return operatorsFor(request);
    case 'condition-key':
      return conditionKeysFor(request);
    case 'condition-value':
      return conditionValuesFor(request);
    case 'id':
    case 'sid':
      return [];
  }
}
