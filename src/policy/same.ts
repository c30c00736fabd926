import { getNodeValue } from 'jsonc-parser';
import type { ConditionBlock, Element, PolicyDocument, PrincipalSet, Statement, StringSet } from './document';
import { matchesWildcard } from './wildcard';
import type { PolicyString } from './text';

/** `perhaps`: the same as soon as a template's holes are filled in accordingly. */
export type Sameness = 'same' | 'perhaps' | 'different';

/** Two policies held against each other, statement by statement. */
export interface PolicyComparison {
  readonly sameness: Sameness;
  /** Statements of the first with one of the second that says the same. */
  readonly pairs: ReadonlyMap<Statement, Statement>;
  readonly onlyFirst: readonly Statement[];
  readonly onlySecond: readonly Statement[];
  /** The Version elements say different things, which decides whether `${…}` are policy variables. */
  readonly otherVersion: boolean;
}

/**
 * Compares what two policies say, not how they are written. Without meaning are: the order of statements and lists, repetitions, one
 * value or a list of one, Sid and Id, the case of actions and condition keys, and whether an account is named by its number or by
 * the ARN of its root, as which AWS stores it (IAM User Guide, "AWS JSON policy elements: Principal").
 */
export function comparePolicies(first: PolicyDocument, second: PolicyDocument): PolicyComparison {
  const pairs = new Map<Statement, Statement>();
  const met = new Set<Statement>();
  let sameness: Sameness = first.incomplete || second.incomplete ? 'perhaps' : 'same';
  const others = second.statements.map(s => [s, shapeOf(s)] as const);
  for (const statement of first.statements) {
    const shape = shapeOf(statement);
    const found = best(others, ([, other]) => sameShape(shape, other));
    if (found === undefined) {
      continue;
    }
    // Every copy is met: a statement that stands twice says nothing more.
    for (const [other, otherShape] of others) {
      if (sameShape(shape, otherShape) !== 'different') {
        met.add(other);
      }
    }
    pairs.set(statement, found.item[0]);
    sameness = least(sameness, found.sameness);
  }
  const onlyFirst = first.statements.filter(s => !pairs.has(s));
  const onlySecond = second.statements.filter(s => !met.has(s));
  const otherVersion = versionOf(first) !== versionOf(second);
  const differ =
    otherVersion || (onlyFirst.length > 0 && !second.incomplete) || (onlySecond.length > 0 && !first.incomplete);
  return { sameness: differ ? 'different' : sameness, pairs, onlyFirst, onlySecond, otherVersion };
}

// Without a Version the older one counts (IAM User Guide, "AWS JSON policy elements: Version").
function versionOf({ version }: PolicyDocument): string {
  return version?.value?.value ?? '2008-10-17';
}

/** What a statement says: named sets of texts, in which a hole is one private-use character. */
type Shape = ReadonlyMap<string, Texts>;

interface Texts {
  readonly all: readonly string[];
  /** False when a template may bring in more. */
  readonly complete: boolean;
}

const hole = '\uE000';
const literalStar = '\uE001';
const literalMark = '\uE002';

function shapeOf(statement: Statement): Shape {
  const shape = new Map<string, Texts>();
  const put = (name: string, set: StringSet | undefined, fold: (text: string) => string = text => text): void => {
    if (set) {
      shape.set(name, texts(set, fold));
    }
  };
  shape.set('Effect', { all: [statement.effect?.value ? textOf(statement.effect.value) : ''], complete: true });
  putPrincipals(shape, 'Principal', statement.principal);
  putPrincipals(shape, 'NotPrincipal', statement.notPrincipal);
  put('Action', statement.action?.value, text => text.toLowerCase());
  put('NotAction', statement.notAction?.value, text => text.toLowerCase());
  put('Resource', statement.resource?.value);
  put('NotResource', statement.notResource?.value);
  putConditions(shape, statement.condition?.value);
  for (const { name, node } of statement.unknown) {
    shape.set(name, { all: [JSON.stringify(node && getNodeValue(node))], complete: true });
  }
  return shape;
}

function putPrincipals(
  shape: Map<string, Texts>,
  element: string,
  principals: Element<PrincipalSet> | undefined,
): void {
  if (principals === undefined) {
    return;
  }
  const { star, entries, complete, misfits } = principals.value;
  // "*" and {"AWS": "*"} are the same (IAM User Guide, "AWS JSON policy elements: Principal").
  if (star) {
    shape.set(`${element} AWS`, { all: [account(textOf(star))], complete });
  }
  for (const { name, value } of entries) {
    shape.set(`${element} ${name}`, texts(value, name === 'AWS' ? account : text => text));
  }
  for (const misfit of misfits) {
    shape.set(element, { all: [JSON.stringify(getNodeValue(misfit))], complete: true });
  }
}

/** An account's number in place of the ARN of its root. */
function account(text: string): string {
  return /^arn:[^:]*:iam::([^:]*):root$/.exec(text)?.[1] ?? text;
}

function putConditions(shape: Map<string, Texts>, conditions: ConditionBlock | undefined): void {
  for (const operator of conditions?.operators ?? []) {
    for (const { name, value } of operator.value) {
      shape.set(`Condition ${operator.name} ${name.toLowerCase()}`, texts(value));
    }
    if (!operator.complete) {
      shape.set(`Condition ${operator.name}`, { all: [], complete: false });
    }
  }
}

function texts({ strings, complete, misfits }: StringSet, fold: (text: string) => string = text => text): Texts {
  return {
    all: [...strings.map(s => fold(textOf(s))), ...misfits.map(m => JSON.stringify(getNodeValue(m)))],
    complete,
  };
}

function textOf({ parts }: PolicyString): string {
  return parts.map(p => (typeof p === 'string' ? p : hole)).join('');
}

function sameShape(a: Shape, b: Shape): Sameness {
  let sameness: Sameness = 'same';
  for (const name of new Set([...a.keys(), ...b.keys()])) {
    const [one, other] = [a.get(name), b.get(name)];
    // A condition that only one side has is no condition met by a hole.
    sameness = least(sameness, one && other ? sameTexts(one, other) : 'different');
    if (sameness === 'different') {
      return sameness;
    }
  }
  return sameness;
}

function sameTexts(a: Texts, b: Texts): Sameness {
  const covered = (some: Texts, by: Texts): Sameness =>
    some.all.reduce<Sameness>(
      (sameness, text) =>
        least(
          sameness,
          best(by.all, other => sameText(text, other))?.sameness ?? (by.complete ? 'different' : 'perhaps'),
        ),
      'same',
    );
  return least(covered(a, b), covered(b, a));
}

function sameText(a: string, b: string): Sameness {
  if (a === b) {
    return a.includes(hole) ? 'perhaps' : 'same';
  }
  const fits = (pattern: string, text: string): boolean =>
    pattern.includes(hole) && matchesWildcard(escaped(pattern).replaceAll(hole, '*'), escaped(text));
  return fits(a, b) || fits(b, a) ? 'perhaps' : 'different';
}

function escaped(text: string): string {
  return text.replaceAll('*', literalStar).replaceAll('?', literalMark);
}

function best<T>(
  items: readonly T[],
  sameness: (item: T) => Sameness,
): { readonly item: T; readonly sameness: Sameness } | undefined {
  let perhaps: T | undefined;
  for (const item of items) {
    const found = sameness(item);
    if (found === 'same') {
      return { item, sameness: 'same' };
    }
    if (found === 'perhaps') {
      perhaps ??= item;
    }
  }
  return perhaps === undefined ? undefined : { item: perhaps, sameness: 'perhaps' };
}

function least(a: Sameness, b: Sameness): Sameness {
  if (a === 'different' || b === 'different') {
    return 'different';
  }
  return a === 'perhaps' || b === 'perhaps' ? 'perhaps' : 'same';
}
