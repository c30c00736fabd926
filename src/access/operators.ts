import { inNetwork, parseAddress, parseNetwork, type PolicyString } from '../policy';
import { compileString, matchesArn, matchesPattern, type Pattern, type StringRules } from './pattern';
import type { RequestContext } from './context';
import { Maybe, No, type Truth, truth } from './truth';

/** Whether a value of the request fits one value of the policy. */
export type ValueTest = (value: string, context: RequestContext) => Truth;

/** A condition operator without prefix and suffix (IAM User Guide, "IAM JSON policy elements: Condition operators"). */
export interface Operator {
  readonly negated: boolean;
  /** Makes the test for one value of the policy; undefined when the value is not of the operator's type. */
  readonly compile: (string: PolicyString, variables: boolean) => ValueTest | undefined;
}

/** An operator as written: `ForAllValues:StringLikeIfExists`. */
export interface OperatorName {
  readonly base: string;
  readonly set: 'ForAnyValue' | 'ForAllValues' | undefined;
  readonly ifExists: boolean;
}

/** Takes an operator's name apart. */
export function parseOperator(name: string): OperatorName {
  const colon = name.indexOf(':');
  const prefix = name.slice(0, Math.max(colon, 0));
  const set = prefix === 'ForAnyValue' || prefix === 'ForAllValues' ? prefix : undefined;
  const rest = set === undefined ? name : name.slice(colon + 1);
  const ifExists = rest.endsWith('IfExists');
  return { base: ifExists ? rest.slice(0, -'IfExists'.length) : rest, set, ifExists };
}

/** The operator of that name; undefined when AWS has none. `Null` is not among them: it asks for the key, not for its value. */
export function operatorOf(base: string): Operator | undefined {
  return operators.get(base);
}

type Compare = (pattern: Pattern, value: string) => Truth;

const strings =
  (rules: Omit<StringRules, 'variables'>, compare: Compare = matchesPattern) =>
  (negated: boolean): Operator => ({
    negated,
    compile: (string, variables) => {
      const compiled = compileString(string, { ...rules, variables });
      return (value, context) => {
        const pattern = compiled(context);
        // "If AWS cannot resolve a variable, this might cause the entire statement to be invalid" (IAM User Guide, "IAM policy
        // elements: Variables and tags").
        return pattern === undefined
          ? incomparable(negated)
          : compare(pattern, rules.fold === true ? value.toLowerCase() : value);
      };
    },
  });

/** An operator on values of a type; `read` gives undefined for a text that is not of the type. */
const typed =
  <P, V>(
    readPolicy: (text: string) => P | undefined,
    readValue: (text: string) => V | undefined,
    fits: (value: V, policy: P) => boolean,
  ) =>
  (negated: boolean): Operator => ({
    negated,
    compile: (string, variables) => {
      if (!string.known || (variables && string.value.includes('${'))) {
        return () => Maybe;
      }
      const policy = readPolicy(string.value);
      if (policy === undefined) {
        return undefined;
      }
      return text => {
        const value = readValue(text);
        return value === undefined ? incomparable(negated) : truth(fits(value, policy));
      };
    },
  });

/** Nothing equals what is no value of the type; whether everything differs from it is left open. */
function incomparable(negated: boolean): Truth {
  return negated ? Maybe : No;
}

const same = <T>(read: (text: string) => T | undefined, fits: (value: T, policy: T) => boolean) =>
  typed(read, read, fits);

function readNumber(text: string): number | undefined {
  return /^[+-]?\d+(\.\d+)?$/.test(text) ? Number(text) : undefined;
}

// ISO 8601 as in the W3C note on date and time formats, or seconds since 1970 (same page, "Date condition operators").
function readDate(text: string): number | undefined {
  if (/^\d{5,}$/.test(text)) {
    return Number(text) * 1000;
  }
  const match = /^\d{4}(-\d\d(-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)?)?)?)?$/.exec(text);
  if (match === null) {
    return undefined;
  }
  const time = Date.parse(match[3] !== undefined && match[6] === undefined ? `${text}Z` : text);
  return Number.isNaN(time) ? undefined : time;
}

function readBool(text: string): boolean | undefined {
  switch (text.toLowerCase()) {
    case 'true':
      return true;
    case 'false':
      return false;
    default:
      return undefined;
  }
}

const equal = strings({ wildcards: false });
const equalIgnoringCase = strings({ wildcards: false, fold: true });
const like = strings({ wildcards: true });
const arnLike = strings({ wildcards: true }, matchesArn);
const numeric = (fits: (value: number, policy: number) => boolean) => same(readNumber, fits);
const date = (fits: (value: number, policy: number) => boolean) => same(readDate, fits);
const address = typed(parseNetwork, parseAddress, inNetwork);

const operators: ReadonlyMap<string, Operator> = new Map([
  ['StringEquals', equal(false)],
  ['StringNotEquals', equal(true)],
  ['StringEqualsIgnoreCase', equalIgnoringCase(false)],
  ['StringNotEqualsIgnoreCase', equalIgnoringCase(true)],
  ['StringLike', like(false)],
  ['StringNotLike', like(true)],
  ['NumericEquals', numeric((v, p) => v === p)(false)],
  ['NumericNotEquals', numeric((v, p) => v === p)(true)],
  ['NumericLessThan', numeric((v, p) => v < p)(false)],
  ['NumericLessThanEquals', numeric((v, p) => v <= p)(false)],
  ['NumericGreaterThan', numeric((v, p) => v > p)(false)],
  ['NumericGreaterThanEquals', numeric((v, p) => v >= p)(false)],
  ['DateEquals', date((v, p) => v === p)(false)],
  ['DateNotEquals', date((v, p) => v === p)(true)],
  ['DateLessThan', date((v, p) => v < p)(false)],
  ['DateLessThanEquals', date((v, p) => v <= p)(false)],
  ['DateGreaterThan', date((v, p) => v > p)(false)],
  ['DateGreaterThanEquals', date((v, p) => v >= p)(false)],
  ['Bool', same(readBool, (v, p) => v === p)(false)],
  [
    'BinaryEquals',
    same(
      text => (/^[A-Za-z0-9+/]*={0,2}$/.test(text) ? text : undefined),
      (v, p) => v === p,
    )(false),
  ],
  ['IpAddress', address(false)],
  ['NotIpAddress', address(true)],
  // ArnEquals and ArnLike behave identically (same page, "Amazon Resource Name (ARN) condition operators").
  ['ArnEquals', arnLike(false)],
  ['ArnNotEquals', arnLike(true)],
  ['ArnLike', arnLike(false)],
  ['ArnNotLike', arnLike(true)],
]);
