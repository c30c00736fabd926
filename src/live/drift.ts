import { getNodeValue, type Node } from 'jsonc-parser';
import {
  addValue,
  changeJson,
  comparePolicies,
  insertMembers,
  type JsonValue,
  parsePolicy,
  type PolicyDocument,
  remove,
  setValue,
  type Sameness,
  type Statement,
  type ValueChange,
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
    ours.node === undefined || ours.errors.length > 0 || ours.incomplete ? undefined : inTheShapeOf(ours, theirs);
  return { sameness, live: shaped ?? layOut(live) };
}

/** Edits the file, step by step, until it says what the live policy says; undefined where it cannot be edited. */
function inTheShapeOf(file: PolicyDocument, live: PolicyDocument): string | undefined {
  const missing = comparePolicies(file, live).onlySecond.map(valueOf);
  let text = withVersion(file, live);
  for (let left = file.statements.length; left > 0 && text !== undefined; left--) {
    const next = parsePolicy(text);
    const extra = comparePolicies(next, live).onlyFirst[0];
    if (extra === undefined) {
      break;
    }
    // A statement of the same name is most likely the same one, changed.
    const same = missing.findIndex(m => m['Sid'] !== undefined && m['Sid'] === extra.sid?.value?.value);
    const [changed] = same < 0 ? [] : missing.splice(same, 1);
    text = changeJson(text, [changed ? setValue(extra.node, changed) : withoutStatement(next, extra)]);
  }
  for (const statement of missing) {
    const node = text === undefined ? undefined : parsePolicy(text).statement?.node;
    text = text === undefined || node === undefined ? undefined : changeJson(text, [addValue(node, statement)]);
  }
  return text;
}

type StatementValue = Readonly<Record<string, JsonValue>>;

function valueOf({ node }: Statement): StatementValue {
  return getNodeValue(node) as StatementValue;
}

function withoutStatement(policy: PolicyDocument, { node }: Statement): ValueChange {
  return policy.statement?.node?.type === 'array' ? remove(node) : setValue(node, []);
}

function withVersion({ text, node, version }: PolicyDocument, live: PolicyDocument): string | undefined {
  const wanted = live.version?.value?.value;
  if (node === undefined || wanted === version?.value?.value) {
    return text;
  }
  return changeJson(text, [versionChange(node, version, wanted)]);
}

function versionChange(node: Node, version: PolicyDocument['version'], wanted: string | undefined): ValueChange {
  if (version === undefined || version.node === undefined) {
    return insertMembers(node, { Version: wanted ?? '' }, 'first');
  }
  return wanted === undefined ? remove(version.property) : setValue(version.node, wanted);
}
