import { getNodeValue, type Node } from 'jsonc-parser';
import {
  applyEdits,
  comparePolicies,
  insertItem,
  insertMembers,
  type JsonValue,
  parsePolicy,
  type PolicyDocument,
  remove,
  replaceValue,
  type Sameness,
  type Statement,
  type TextEdit,
} from '../policy';
import { layOut } from '../diagnosis';

/** A key policy in a file held against the live one. */
export interface Drift {
  readonly sameness: Sameness;
  /** The live policy as the file would write it: what says the same stands as in the file, so that a diff shows the difference alone. */
  readonly live: string;
}

/** Compares the policy `file` holds with the live policy. A file that is no JSON is compared as far as it can be read. */
export function compareWithLive(file: string, live: string): Drift {
  const [ours, theirs] = [parsePolicy(file), parsePolicy(live)];
  const { sameness } = comparePolicies(ours, theirs);
  const shaped =
    ours.node === undefined || ours.errors.length > 0 || ours.incomplete ? layOut(live) : inTheShapeOf(ours, theirs);
  return { sameness, live: shaped };
}

/** Edits the file, step by step, until it says what the live policy says. */
function inTheShapeOf(file: PolicyDocument, live: PolicyDocument): string {
  const missing = comparePolicies(file, live).onlySecond.map(valueOf);
  let text = withVersion(file, live);
  for (let left = file.statements.length; left > 0; left--) {
    const next = parsePolicy(text);
    const extra = comparePolicies(next, live).onlyFirst[0];
    if (extra === undefined) {
      break;
    }
    // A statement of the same name is most likely the same one, changed.
    const same = missing.findIndex(m => m['Sid'] !== undefined && m['Sid'] === extra.sid?.value?.value);
    const [changed] = same < 0 ? [] : missing.splice(same, 1);
    text = applyEdits(text, changed ? [replaceValue(text, extra.node, changed)] : withoutStatement(text, next, extra));
  }
  for (const statement of missing) {
    const { node } = parsePolicy(text).statement ?? {};
    if (node === undefined) {
      return layOut(live.text);
    }
    text = applyEdits(text, [
      node.type === 'array'
        ? insertItem(text, node, statement)
        : replaceValue(text, node, [getNodeValue(node) as JsonValue, statement]),
    ]);
  }
  return text;
}

type StatementValue = Readonly<Record<string, JsonValue>>;

function valueOf({ node }: Statement): StatementValue {
  return getNodeValue(node) as StatementValue;
}

function withoutStatement(text: string, policy: PolicyDocument, { node }: Statement): readonly TextEdit[] {
  return policy.statement?.node?.type === 'array' ? remove(text, node) : [replaceValue(text, node, [])];
}

function withVersion({ text, node, version }: PolicyDocument, live: PolicyDocument): string {
  const wanted = live.version?.value?.value;
  if (node === undefined || wanted === version?.value?.value) {
    return text;
  }
  if (wanted === undefined) {
    return applyEdits(text, remove(text, version?.property as Node));
  }
  return applyEdits(text, [
    version?.node ? replaceValue(text, version.node, wanted) : insertMembers(text, node, { Version: wanted }, 'first'),
  ]);
}
