import type { JsonMembers, JsonValue } from './json';

/** A text that is the same for values that are the same JSON: white space and the order of members aside. */
export function canonicalJson(value: JsonValue): string {
  return textOf(value, { list: items => `[${items.join(',')}]`, scalar: scalar => JSON.stringify(scalar) });
}

/**
 * A text that is the same for values that mean the same in a policy: members in any order, lists as sets, one value or a list of it, and
 * `true` or `"true"` (IAM User Guide, "Grammar of the IAM JSON policy language": where a list may stand, so may its one value, and values
 * other than strings may stand in quotation marks). What stands in a template's function keeps its order, for there it counts. Empty for
 * an element that is not there.
 */
export function canonicalElement(value: JsonValue | undefined): string {
  return value === undefined
    ? ''
    : textOf(value, { list: asSet, scalar: scalar => JSON.stringify(String(scalar)), functions: true });
}

/**
 * A text that is the same for statements that say the same, whatever their Sids: elements as in {@link canonicalElement}, and the case of
 * actions and condition keys does not count (IAM User Guide, "IAM JSON policy elements: Action" and "Condition").
 */
export function canonicalStatement(statement: JsonMembers): string {
  const said = Object.entries(statement).filter(([name]) => name !== 'Sid');
  return membersText(
    Object.fromEntries(said),
    name => name,
    (name, value) => {
      switch (name) {
        case 'Action':
        case 'NotAction':
          return canonicalElement(withoutCase(value));
        case 'Condition':
          return conditionText(value);
        default:
          return canonicalElement(value);
      }
    },
  );
}

function withoutCase(value: JsonValue): JsonValue {
  if (typeof value === 'string') {
    return value.toLowerCase();
  }
  return isObject(value) && isList(value) ? value.map(v => (typeof v === 'string' ? v.toLowerCase() : v)) : value;
}

function conditionText(condition: JsonValue): string {
  if (!isObject(condition) || isList(condition) || isFunction(condition)) {
    return canonicalElement(condition);
  }
  return membersText(
    condition,
    operator => operator,
    (_, keys) =>
      !isObject(keys) || isList(keys) || isFunction(keys)
        ? canonicalElement(keys)
        : membersText(
            keys,
            key => key.toLowerCase(),
            (_key, values) => canonicalElement(values),
          ),
  );
}

function membersText(
  members: JsonMembers,
  name: (name: string) => string,
  write: (name: string, value: JsonValue) => string,
): string {
  const texts = Object.entries(members).map(([n, value]) => `${JSON.stringify(name(n))}:${write(n, value)}`);
  return `{${texts.sort().join(',')}}`;
}

/** Whether an object is one of a template's functions, in which the order of a list counts. */
function isFunction(value: JsonMembers): boolean {
  return Object.keys(value).some(name => name.startsWith('Fn::'));
}

function asSet(items: readonly string[]): string {
  const [only = '', ...others] = [...new Set(items)].sort();
  return items.length > 0 && others.length === 0 ? only : `[${[only, ...others].join(',')}]`;
}

/** How the parts of a value are written whose form may differ. */
interface Style {
  readonly list: (items: readonly string[]) => string;
  readonly scalar: (value: string | number | boolean | null) => string;
  /** A template's functions (`Fn::Join`) are written as they stand. */
  readonly functions?: boolean;
}

function textOf(value: JsonValue, style: Style): string {
  if (!isObject(value)) {
    return style.scalar(value);
  }
  if (isList(value)) {
    return style.list(value.map(item => textOf(item, style)));
  }
  if (style.functions === true && isFunction(value)) {
    return canonicalJson(value);
  }
  return membersText(
    value,
    name => name,
    (_, item) => textOf(item, style),
  );
}

function isObject(value: JsonValue): value is readonly JsonValue[] | JsonMembers {
  return typeof value === 'object' && value !== null;
}

function isList(value: readonly JsonValue[] | JsonMembers): value is readonly JsonValue[] {
  return Array.isArray(value);
}
