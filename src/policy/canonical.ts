import type { JsonValue } from './edit';

/** A text that is the same for values that are the same JSON: white space and the order of members aside. */
export function canonicalJson(value: JsonValue): string {
  return textOf(value, { list: items => `[${items.join(',')}]`, scalar: scalar => JSON.stringify(scalar) });
}

/**
 * A text that is the same for values that mean the same in a policy: members in any order, lists as sets, one value or a list of it, and
 * `true` or `"true"` (IAM User Guide, "Grammar of the IAM JSON policy language": where a list may stand, so may its one value, and values
 * other than strings may stand in quotation marks). Empty for an element that is not there.
 */
export function canonicalElement(value: JsonValue | undefined): string {
  return value === undefined ? '' : textOf(value, { list: asSet, scalar: scalar => JSON.stringify(String(scalar)) });
}

function asSet(items: readonly string[]): string {
  const [only = '', ...others] = [...new Set(items)].sort();
  return items.length > 0 && others.length === 0 ? only : `[${[only, ...others].join(',')}]`;
}

/** How the parts of a value are written whose form may differ. */
interface Style {
  readonly list: (items: readonly string[]) => string;
  readonly scalar: (value: string | number | boolean | null) => string;
}

function textOf(value: JsonValue, style: Style): string {
  if (typeof value !== 'object' || value === null) {
    return style.scalar(value);
  }
  if (isList(value)) {
    return style.list(value.map(item => textOf(item, style)));
  }
  const members = Object.entries(value).map(([name, item]) => `${JSON.stringify(name)}:${textOf(item, style)}`);
  return `{${members.sort().join(',')}}`;
}

function isList(value: Exclude<JsonValue, string | number | boolean | null>): value is readonly JsonValue[] {
  return Array.isArray(value);
}
