import { findNodeAtLocation, parse } from 'jsonc-parser';
import picomatch from 'picomatch';
import {
  insertItem,
  insertMembers,
  type LocatedKind,
  locatedKinds,
  parseJson,
  pointerOf,
  setValue,
  type Change,
  textSource,
  type TextEdit,
  withComments,
} from '../policy';
import { firstIndex } from '../text/binarySearch';
import { asCode, asCodes, asName, type Message, message } from '../text/message';
import { rules as allRules } from '.';
import { nearest } from './facts';
import type { Finding, Severity } from './rule';

/** Name of the file that editor and command line share; the nearest one upwards from a document counts. */
export const configName = '.double-lock.json';

/** What `.double-lock.json` says. Globs are relative to its folder. */
export interface Config {
  readonly rules: Readonly<Record<string, Severity | 'off'>>;
  /** Glob → kind; the first that fits counts. */
  readonly kinds: readonly { readonly glob: string; readonly kind: LocatedKind }[];
  readonly ignore: readonly Ignore[];
}

/** One accepted finding. What is left out fits everything; `reason` is for people. */
export interface Ignore {
  readonly file?: string;
  readonly code?: string;
  readonly sid?: string;
  readonly reason?: string;
}

export const emptyConfig: Config = { rules: {}, kinds: [], ignore: [] };

const severities: readonly string[] = ['error', 'warning', 'information', 'hint', 'off'];

/** Reads a configuration (JSON with comments). What is wrong with it is said, and left out of what is returned. */
export function readConfig(text: string): { readonly config: Config; readonly problems: readonly Message[] } {
  const problems: Message[] = [];
  const { root, errors } = parseJson(text, withComments);
  if (errors.length > 0) {
    problems.push(message('{file} has a syntax error: only a part of it counts.', { file: asName(configName) }));
  }
  if (root?.type !== 'object') {
    return { config: emptyConfig, problems: [message('{file} holds no JSON object.', { file: asName(configName) })] };
  }
  const value = parse(text) as Record<string, unknown>;
  const rules: Record<string, Severity | 'off'> = {};
  for (const [code, severity] of entries(value['rules'], 'rules', problems)) {
    if (isUnknown(code)) {
      problems.push(unknownRule('rules', code));
    } else if (typeof severity === 'string' && severities.includes(severity)) {
      rules[code] = severity as Severity | 'off';
    } else {
      problems.push(
        message('rules: {code} must be one of {values}.', { code: asCode(code), values: asCodes(severities) }),
      );
    }
  }
  const kinds = entries(value['kinds'], 'kinds', problems).flatMap(([glob, kind]) => {
    if ((locatedKinds as readonly unknown[]).includes(kind)) {
      return [{ glob, kind: kind as LocatedKind }];
    }
    problems.push(
      message('kinds: {glob} must be one of {values}.', { glob: asCode(glob), values: asCodes(locatedKinds) }),
    );
    return [];
  });
  const list: unknown = value['ignore'] ?? [];
  const ignore = (Array.isArray(list) ? (list as unknown[]) : [undefined]).flatMap((item): Ignore[] => {
    if (
      isRecord(item) &&
      Object.values(item).every(v => typeof v === 'string') &&
      (item['code'] ?? item['file']) !== undefined
    ) {
      const accepted = item as Ignore;
      if (accepted.code !== undefined && isUnknown(accepted.code)) {
        problems.push(unknownRule('ignore', accepted.code));
      }
      return [accepted];
    }
    problems.push(message('ignore must be a list of objects with file, code, sid and reason.'));
    return [];
  });
  return { config: { rules, kinds, ignore }, problems };
}

const codes = new Set(allRules.map(({ code }) => code));

function isUnknown(code: string): boolean {
  return !codes.has(code);
}

// A slip in a code would leave a rule as it is, and nobody would know.
function unknownRule(name: string, code: string): Message {
  const meant = nearest(code, codes);
  return meant === undefined
    ? message('{name}: there is no rule {code}.', { name: asName(name), code: asCode(code) })
    : message('{name}: there is no rule {code}. Did you mean {meant}?', {
        name: asName(name),
        code: asCode(code),
        meant: asCode(meant),
      });
}

/**
 * The kind that the configuration settles for a file other than itself; undefined when it settles none. `path` is
 * relative to the configuration's folder, with slashes.
 */
export function kindInConfig({ kinds }: Config, path: string): LocatedKind | undefined {
  return path.endsWith(configName) ? undefined : kinds.find(({ glob }) => fits(glob, path))?.kind;
}

/** Whether a finding in the file is accepted. */
export function isIgnored({ ignore }: Config, path: string, finding: Finding): boolean {
  return ignore.some(
    ({ file, code, sid }) =>
      (code === undefined || code === finding.code) &&
      (file === undefined || fits(file, path)) &&
      (sid === undefined || sid === sidOf(finding)),
  );
}

/**
 * The Sid of the statement that a finding is about; undefined when that has none, and for a finding about no statement.
 */
export function sidOf({ policy, inPolicy }: Finding): string | undefined {
  return policy.document.statements.find(s => s.offset <= inPolicy.offset && inPolicy.offset < s.offset + s.length)?.sid
    ?.value?.value;
}

/** The edits that add an ignore to a configuration's text; an empty text becomes a new configuration. Undefined where the text is broken. */
export function addIgnore(text: string, ignore: Ignore): readonly TextEdit[] | undefined {
  const { root } = parseJson(text);
  if (root?.type !== 'object') {
    return fresh(text, { ignore: [ignore] });
  }
  const list = findNodeAtLocation(root, ['ignore']);
  const entry = { ...ignore } as Record<string, string>;
  return changesOf(text, list?.type === 'array' ? insertItem(list, entry) : insertMembers(root, { ignore: [entry] }));
}

/**
 * The edits that settle the kind of the files of a glob in a configuration's text; an empty text becomes a new configuration.
 * Undefined where the text is broken.
 */
export function setKind(text: string, glob: string, kind: LocatedKind): readonly TextEdit[] | undefined {
  const { root } = parseJson(text);
  if (root?.type !== 'object') {
    return fresh(text, { kinds: { [glob]: kind } });
  }
  const kinds = findNodeAtLocation(root, ['kinds']);
  if (kinds?.type !== 'object') {
    return changesOf(text, insertMembers(root, { kinds: { [glob]: kind } }));
  }
  const known = findNodeAtLocation(kinds, [glob]);
  // The first glob that fits counts, so the new one comes first.
  return changesOf(text, known ? setValue(known, kind) : insertMembers(kinds, { [glob]: kind }, 'first'));
}

function changesOf(text: string, change: Change): readonly TextEdit[] | undefined {
  return textSource(text).edits([change]);
}

function fresh(text: string, config: object): readonly TextEdit[] {
  return [{ offset: 0, length: text.length, newText: `${JSON.stringify(config, null, 2)}\n` }];
}

/** JSON pointer of a finding: that of its policy, and from there on inside it. */
export function pointerOfFinding({ policy, inPolicy }: Finding): string {
  const { node } = policy.document;
  if (node === undefined) {
    return policy.pointer;
  }
  let at = node;
  for (let next = childAt(at, inPolicy.offset); next; next = childAt(at, inPolicy.offset)) {
    at = next;
  }
  return `${policy.source.kind === 'text' ? '' : policy.pointer}${pointerOf(at)}`;
}

function childAt(
  { children = [] }: { readonly children?: NonNullable<ReturnType<typeof findNodeAtLocation>>[] },
  offset: number,
) {
  const child = children[firstIndex(children.length, i => (children[i]?.offset ?? 0) > offset) - 1];
  return child !== undefined && offset < child.offset + child.length ? child : undefined;
}

const matchers = new Map<string, (path: string) => boolean>();

// A glob without a slash is about the file's name, wherever it lies, as in .gitignore.
function fits(glob: string, path: string): boolean {
  let matcher = matchers.get(glob);
  if (matcher === undefined) {
    matchers.set(
      glob,
      (matcher = picomatch(glob.includes('/') ? glob.replace(/^\.?\//, '') : `**/${glob}`, { dot: true })),
    );
  }
  return matcher(path);
}

function entries(value: unknown, name: string, problems: Message[]): [string, unknown][] {
  if (value === undefined) {
    return [];
  }
  if (isRecord(value)) {
    return Object.entries(value);
  }
  problems.push(message('{name} must be an object.', { name: asName(name) }));
  return [];
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
