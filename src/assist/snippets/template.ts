import { type JsonValue, printJson } from '../../policy';

/**
 * A JSON value in whose strings `{account}` and the like stand for what a person fills in. The same name is the same place: filled in
 * once, it changes everywhere.
 */
export type Template = JsonValue;

/** A statement in whose strings `{account}` and the like stand for what a person fills in. Member order is the order on the screen. */
export interface StatementTemplate {
  readonly Sid: string;
  readonly Effect: 'Allow' | 'Deny';
  readonly Principal?: '*' | Readonly<Record<string, string | readonly string[]>>;
  readonly Action: string | readonly string[];
  readonly Resource?: string | readonly string[];
  readonly Condition?: Readonly<Partial<Record<string, Readonly<Record<string, string | readonly string[]>>>>>;
}

/** What a place means before somebody fills it in. Defaults are AWS's own example values, or `*` where a condition beside it is what narrows. */
const defaults = {
  partition: 'aws',
  account: '111122223333',
  otherAccount: '444455556666',
  region: 'us-east-1',
  role: 'MyRole',
  administrator: 'KeyAdministrator',
  organization: 'o-a1b2c3d4e5',
  keyId: '1234abcd-12ab-34cd-56ef-1234567890ab',
  alias: 'alias/my-key',
  sender: 'sns',
  contextKey: 'purpose',
  contextValue: 'orders',
  oidcProvider: 'token.actions.githubusercontent.com',
  repository: 'my-organization/my-repository',
  service: 'lambda',
  user: 'MyUser',
  samlProvider: 'MyProvider',
  effect: 'Allow',
  cursor: '',
  any: '*',
} as const;

/** The name of a place in a template, as `{account}`. */
export type PlaceName = keyof typeof defaults;

/** What is known of the places; lists are offered to choose from. */
export type Places = Readonly<Partial<Record<PlaceName, string | readonly string[]>>>;

const place = /\{([a-zA-Z]+)\}/g;

function isPlace(name: string): name is PlaceName {
  return Object.hasOwn(defaults, name);
}

/** The value with every place filled in, by `places` or by its default. Nothing of the template itself changes. */
export function fill<T extends Template>(template: T, places: Places = {}): T {
  return mapStrings(template, text =>
    text.replace(place, (whole, name: string) => (isPlace(name) ? (first(places[name]) ?? defaults[name]) : whole)),
  ) as T;
}

function first(value: string | readonly string[] | undefined): string | undefined {
  return typeof value === 'string' ? value : value?.[0];
}

function mapStrings(value: JsonValue, map: (text: string) => string): JsonValue {
  if (typeof value === 'string') {
    return map(value);
  }
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  if (Array.isArray(value)) {
    return (value as readonly JsonValue[]).map(item => mapStrings(item, map));
  }
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [map(name), mapStrings(item, map)]));
}

/** How a template is written down. */
export interface Writing {
  /** One step of indentation; empty = everything on one line. */
  readonly step: string;
  /** Writes text the way the surroundings need it: JSON escapes when the policy is itself a string. */
  readonly encode?: (text: string) => string;
  /** Leave the outermost braces out: they stand there already. */
  readonly bare?: boolean;
}

/** A template as the text of a snippet in VS Code's syntax: its places are tab stops that hold their default or a choice. */
export function snippetText(template: Template, places: Places, { step, encode, bare = false }: Writing): string {
  const text = printJson(template, step);
  return tabStops(bare ? inside(text, step) : text, places, encode);
}

function inside(text: string, step: string): string {
  return text.slice(1, -1).trim().replaceAll(`\n${step}`, '\n');
}

/** Turns text with `{name}` places into a snippet; everything else in it is literal. */
export function tabStops(text: string, places: Places, encode: (text: string) => string = plain => plain): string {
  const numbers = new Map<PlaceName, number>();
  let count = 0;
  let result = '';
  let last = 0;
  for (const match of text.matchAll(place)) {
    const name = match[1] ?? '';
    if (!isPlace(name)) {
      continue;
    }
    result += literal(encode(text.slice(last, match.index)));
    last = match.index + match[0].length;
    const known = places[name];
    const seen = numbers.get(name);
    if (name === 'partition' || typeof known === 'string') {
      result += literal(encode(first(known) ?? defaults[name]));
    } else if (seen !== undefined) {
      result += `\${${seen}}`;
    } else {
      count++;
      // Each `*` is a place of its own: narrowing one says nothing about another.
      if (name !== 'any') {
        numbers.set(name, count);
      }
      result += stop(count, (known ?? [defaults[name]]).map(encode));
    }
  }
  return result + literal(encode(text.slice(last)));
}

function stop(number: number, choices: readonly string[]): string {
  return choices.length > 1
    ? `\${${number}|${choices.map(c => c.replace(/[\\$},|]/g, '\\$&')).join(',')}|}`
    : `\${${number}:${literal(choices[0] ?? '')}}`;
}

/** Text that a snippet inserts as it stands. */
export function literal(text: string): string {
  return text.replace(/[\\$}]/g, '\\$&');
}
