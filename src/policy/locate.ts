import type { Node, ParseError } from 'jsonc-parser';
import type { PolicyDocument } from './document';
import { holderOf } from './holder';
import { jsonPointer, type JsonTree, parseJson, pathOf } from './json';
import { kindOf } from './kind';
import type { LocatedKind, LocatedPolicy } from './located';
import { isOfOtherCloud, isOtherDocument, isProperties, mayBeOfOtherCloud } from './otherLanguages';
import { itemsOf, type Member, membersOf, readPolicy } from './parse';
import { type Source, stringSource, textSource } from './source';
import { firstIndex } from '../text/binarySearch';
import { message } from '../text/message';

/** What the caller knows about the document besides its text. */
export interface LocateOptions {
  /** Its path or name: evidence where the content leaves the kind open. */
  readonly path?: string;
  /** A kind that the user settled for the whole document. */
  readonly kind?: LocatedKind;
  /** Something says that this very document is a policy: where none is found, its object counts as one, whatever it looks like. */
  readonly isPolicy?: boolean;
}

/**
 * Finds every policy of a JSON or JSONC document, in order: the whole file, a lone statement, policies inside templates, dumps and
 * API answers, also those written as strings. Never throws. A text without any costs a few searches.
 */
export function locate(text: string, options: LocateOptions = {}): LocatedPolicy[] {
  const found = mayHoldPolicy(text) ? policiesIn({ source: textSource(text), pointer: '', depth: 0 }, options) : [];
  return found.length === 0 && options.isPolicy ? wholeDocument(text, options) : found;
}

function wholeDocument(text: string, { kind, path }: LocateOptions): LocatedPolicy[] {
  const { root, errors } = parseJson(text);
  if (root?.type !== 'object') {
    return [];
  }
  const document = readPolicy(text, root, errors);
  const found = kind === undefined ? kindOf(document, undefined, path) : { kind, why: youSaidSo };
  return [{ ...found, pointer: '', document, source: textSource(text) }];
}

const youSaidSo = message('You said so.');

/** Whether a text is worth parsing: without these words it holds no policy in any form. */
export function mayHoldPolicy(text: string): boolean {
  return (
    text.includes('tatement') ||
    text.includes('-10-1') ||
    (text.includes('"Effect"') && (text.includes('"Allow"') || text.includes('"Deny"'))) ||
    (text.includes('Action"') &&
      (text.includes('"Effect"') || text.includes('"Principal"') || text.includes('"Resource"')))
  );
}

/** A text being searched: the document, or a string inside it. */
interface Searched {
  readonly source: Source;
  readonly pointer: string;
  readonly depth: number;
  /** The string node that holds the text. */
  readonly around?: Node;
}

// A string in a string in a string: nobody goes deeper.
const deepest = 3;

function policiesIn(searched: Searched, options: LocateOptions): LocatedPolicy[] {
  const { source, depth } = searched;
  const { json: text } = source;
  const tree = parseJson(text);
  const { root, errors } = tree;
  if (root === undefined) {
    return [];
  }
  if (depth === 0 && isEventPattern(root)) {
    return [];
  }
  const foreign = options.kind === undefined && mayBeOfOtherCloud(text);
  const found: LocatedPolicy[] = [];
  const stack = [root];
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    if (node.type === 'object' && isPolicy(node, depth === 0 && isOutermost(node, root))) {
      if (!isOtherDocument(node) && !(foreign && isOfOtherCloud(text, node))) {
        const document = readPolicy(text, node, node === root ? errors : errorsIn(node, errors));
        found.push(located(searched, node, document, options));
      }
    } else if (node.type === 'string') {
      for (const policy of policiesInString(searched, node, options)) {
        found.push(policy);
      }
    } else {
      pushChildren(stack, node);
    }
  }
  return withErrorsAround(found, source, tree);
}

/** Whether a node is the whole text, or an item of the list that the text is. */
function isOutermost(node: Node, root: Node): boolean {
  return node === root || (node.parent === root && root.type === 'array');
}

/**
 * Whether an object is an event pattern: it says in an event's words, a policy's among them, which events are meant, each value a list
 * (Amazon EventBridge User Guide, "Creating Amazon EventBridge event patterns").
 */
function isEventPattern(node: Node | undefined): boolean {
  const members = membersOf(node);
  return (
    members.some(m => m.name === 'source' || m.name === 'detail-type') &&
    members.every(m => patternNames.has(m.name) && (m.node?.type === 'array' || m.name === 'detail'))
  );
}

const patternNames: ReadonlySet<string> = new Set(
  'version id detail-type source account time region resources detail $or'.split(' '),
);
const patternHolders: ReadonlySet<string> = new Set(['EventPattern', 'eventPattern', 'event_pattern']);

/** Puts a node's children, of a property its value, on the stack, the first one on top. */
function pushChildren(stack: Node[], node: Node): void {
  if (node.type === 'property' && patternHolders.has(String(node.children?.[0]?.value))) {
    return;
  }
  const children = node.type === 'property' ? (node.children?.slice(1) ?? []) : (node.children ?? []);
  for (let i = children.length - 1; i >= 0; i--) {
    const child = children[i];
    if (child) {
      stack.push(child);
    }
  }
}

function located(searched: Searched, node: Node, document: PolicyDocument, options: LocateOptions): LocatedPolicy {
  const settled = options.kind && { kind: options.kind, why: youSaidSo };
  return {
    ...(settled ?? kindOf(document, holderOf(node) ?? (searched.around && holderOf(searched.around)), options.path)),
    pointer: searched.pointer + pointerOf(node),
    document,
    source: searched.source,
  };
}

/** Gives the first policy the text's errors that lie in none of its policies. */
function withErrorsAround(found: LocatedPolicy[], source: Source, { root, errors }: JsonTree): LocatedPolicy[] {
  const [first, ...others] = found;
  if (first === undefined || errors.length === 0 || first.source !== source || first.document.node === root) {
    return found;
  }
  const inside = new Set(found.flatMap(p => (p.source === source ? p.document.errors : [])));
  return [{ ...first, around: errors.filter(e => !inside.has(e)) }, ...others];
}

/** The errors that lie in a node; they come in the order of their places. */
function errorsIn({ offset, length }: Node, errors: readonly ParseError[]): readonly ParseError[] {
  return errors.length === 0 ? errors : errors.slice(firstFrom(offset, errors), firstFrom(offset + length, errors));
}

function firstFrom(offset: number, errors: readonly ParseError[]): number {
  return firstIndex(errors.length, i => (errors[i]?.offset ?? 0) >= offset);
}

function policiesInString(searched: Searched, node: Node, options: LocateOptions): LocatedPolicy[] {
  const { source, pointer, depth } = searched;
  if (depth >= deepest || node.length < 20 || !mayHoldPolicy(String(node.value))) {
    return [];
  }
  const inside = stringSource(source, node);
  return inside === undefined
    ? []
    : policiesIn({ source: inside, pointer: pointer + pointerOf(node), depth: depth + 1, around: node }, options);
}

/** Where a node stands in its own text, as a JSON pointer (RFC 6901); empty for the root. */
export function pointerOf(node: Node): string {
  return jsonPointer(pathOf(node));
}

const policyVersion = /^20\d\d-10-1\d$/;
const statementWords = new Set([
  'Effect',
  'Action',
  'NotAction',
  'Principal',
  'NotPrincipal',
  'Resource',
  'NotResource',
]);

/** Whether an object is a policy. `outermost` ones may be less complete: people write in them. */
function isPolicy(node: Node, outermost: boolean): boolean {
  const members = membersOf(node);
  if (members.length === 0) {
    return false;
  }
  if (isStatementOfProperties(node)) {
    return isStatement(node);
  }
  const versioned = members.some(m => m.name === 'Version' && policyVersion.test(String(m.node?.value)));
  const statement =
    members.find(m => m.name === 'Statement') ??
    (versioned ? members.find(m => /^statements?$/i.test(m.name)) : undefined);
  if (statement) {
    return (
      (hasStatements(statement.node, versioned) && (versioned || !isProperties(node))) ||
      (outermost &&
        members.every(m => m.name === 'Version' || m.name === 'Id' || m === statement) &&
        (versioned || isBeginning(members, statement)))
    );
  }
  if (!outermost) {
    return false;
  }
  return (versioned && members.every(m => m.name === 'Version' || m.name === 'Id')) || isLoneStatement(node);
}

/** Whether the value of a Statement has statements; beside a Version, objects that may become some are enough. */
function hasStatements(node: Node | undefined, versioned: boolean): boolean {
  const items = itemsOf(node);
  return items.some(isStatement) || (versioned && (items.length === 0 || items.some(i => i.type === 'object')));
}

/** Whether an object is a statement among the properties of a template's resource, which is a policy by itself then. */
function isStatementOfProperties({ parent }: Node): boolean {
  const property = parent?.type === 'array' ? parent.parent : parent;
  return (
    property?.type === 'property' && property.children?.[0]?.value === 'Statement' && isProperties(property.parent)
  );
}

/** Whether members without a policy's version may become a policy: `Statement` with its colon, and beside it texts. */
function isBeginning(members: readonly Member[], statement: Member): boolean {
  return (
    statement.property.colonOffset !== undefined &&
    members.every(m => m === statement || m.node === undefined || m.node.type === 'string') &&
    mayHoldStatements(statement.node)
  );
}

/** Whether a value may become a policy's statements: nothing, or objects in which every name is an element's. Bank accounts have statements too. */
function mayHoldStatements(node: Node | undefined): boolean {
  return (
    node === undefined ||
    ((node.type === 'array' || node.type === 'object') &&
      itemsOf(node).every(item => item.type === 'object' && membersOf(item).every(isOfStatement)))
  );
}

const lowerCaseElements = ['sid', 'condition', ...[...statementWords].map(word => word.toLowerCase())];

/** Whether a member belongs into a statement: an element, however it is spelt, a name that may become one, or a template's function. */
function isOfStatement({ name, node }: Member): boolean {
  const lower = name.toLowerCase();
  return (
    lowerCaseElements.includes(lower) ||
    (node === undefined && lowerCaseElements.some(element => element.startsWith(lower))) ||
    /^(Fn::|Ref$)/.test(name)
  );
}

function isStatement(node: Node): boolean {
  const members = membersOf(node);
  const effect = members.find(m => m.name === 'Effect')?.node;
  // In patterns and filters every value is a list.
  return (
    effect?.type !== 'array' &&
    (members.filter(m => statementWords.has(m.name)).length >= 2 || /^(Allow|Deny)$/i.test(String(effect?.value)))
  );
}

function isLoneStatement(node: Node): boolean {
  const members = membersOf(node);
  const action = members.find(m => m.name === 'Action' || m.name === 'NotAction');
  const effect = members.find(m => m.name === 'Effect');
  // Other tools write rules in these words too; their actions are plain verbs.
  if (
    action &&
    members.some(m => m.name === 'Resource' || !isOfStatement(m)) &&
    stringsIn(action.node).every(a => a !== '' && a !== '*' && !/[:$<{#]/.test(a))
  ) {
    return false;
  }
  if (effect && /^(Allow|Deny)$/.test(String(effect.node?.value))) {
    return (
      members.every(m => statementWords.has(m.name) || m.name === 'Sid' || m.name === 'Condition') ||
      action !== undefined
    );
  }
  return (
    /^[a-z0-9-]+:[A-Za-z*]+$/.test(stringsIn(action?.node)[0] ?? '') &&
    members.some(m => m.name !== action?.name && statementWords.has(m.name)) &&
    members.every(isOfStatement) // the arguments of `aws lambda add-permission` have an Action and a Principal too
  );
}

function stringsIn(node: Node | undefined): string[] {
  return itemsOf(node).flatMap(item => (item.type === 'string' ? [String(item.value)] : []));
}
