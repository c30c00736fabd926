import { inNetwork, type OperatorName, parseAddress, parseNetwork, type PolicyString } from '../policy';
import { compileString, matchesArn, matchesPattern, type Pattern, type StringRules } from './pattern';
import type { RequestContext } from './context';
import { Maybe, No, type Truth, truth } from './truth';

/** Whether a value of the request fits one value of the policy. */
export type ValueTest = (value: string, context: RequestContext) => Truth;

/** How one value of a policy is to be read. */
export interface ValueRules {
  /** Policy variables count (version 2012-10-17). */
  readonly variables: boolean;
  /** The operator is true when no value matches. */
  readonly negated: boolean;
}

/** Makes the test for one value of the policy; undefined when the value is not of the operator's type. */
export type CompileValue = (string: PolicyString, rules: ValueRules) => ValueTest | undefined;

/** The operators that compare values: all but Null, which asks for the key. */
export type ComparingOperator = Exclude<OperatorName, 'Null'>;

/**
 * How an operator compares. A negated one compares as the one that it negates: turning the result round is left to the
 * caller.
 */
export function comparisonOf(name: ComparingOperator): CompileValue {
  return comparisons[name];
}

type Compare = (pattern: Pattern, value: string) => Truth;

const strings =
  (rules: Omit<StringRules, 'variables'>, compare: Compare = matchesPattern): CompileValue =>
  (string, { variables, negated }) => {
    const compiled = compileString(string, { ...rules, variables });
    return (value, context) => {
      const pattern = compiled(context);
      // "If AWS cannot resolve a variable, this might cause the entire statement to be invalid" (IAM User Guide, "IAM policy
      // elements: Variables and tags").
      return pattern === undefined
        ? incomparable(negated)
        : compare(pattern, rules.fold === true ? value.toLowerCase() : value);
    };
  };

/** An operator on values of a type; `read` gives undefined for a text that is not of the type. */
const typed =
  <P, V>(
    readPolicy: (text: string) => P | undefined,
    readValue: (text: string) => V | undefined,
    fits: (value: V, policy: P) => boolean,
  ): CompileValue =>
  (string, { variables, negated }) => {
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
  };

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

const numericEquals = numeric((v, p) => v === p);
const dateEquals = date((v, p) => v === p);

const comparisons: Readonly<Record<ComparingOperator, CompileValue>> = {
  StringEquals: equal,
  StringNotEquals: equal,
  StringEqualsIgnoreCase: equalIgnoringCase,
  StringNotEqualsIgnoreCase: equalIgnoringCase,
  StringLike: like,
  StringNotLike: like,
  NumericEquals: numericEquals,
  NumericNotEquals: numericEquals,
  NumericLessThan: numeric((v, p) => v < p),
  NumericLessThanEquals: numeric((v, p) => v <= p),
  NumericGreaterThan: numeric((v, p) => v > p),
  NumericGreaterThanEquals: numeric((v, p) => v >= p),
  DateEquals: dateEquals,
  DateNotEquals: dateEquals,
  DateLessThan: date((v, p) => v < p),
  DateLessThanEquals: date((v, p) => v <= p),
  DateGreaterThan: date((v, p) => v > p),
  DateGreaterThanEquals: date((v, p) => v >= p),
  Bool: same(readBool, (v, p) => v === p),
  BinaryEquals: same(
    text => (/^[A-Za-z0-9+/]*={0,2}$/.test(text) ? text : undefined),
    (v, p) => v === p,
  ),
  IpAddress: address,
  NotIpAddress: address,
  // ArnEquals and ArnLike behave identically (same page, "Amazon Resource Name (ARN) condition operators").
  ArnEquals: arnLike,
  ArnNotEquals: arnLike,
  ArnLike: arnLike,
  ArnNotLike: arnLike,
};
