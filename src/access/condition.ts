import {
  type ConditionBlock,
  type ConditionKey,
  type ConditionOperator,
  isMetWithoutKey,
  type OperatorTest,
  readOperator,
  type SetQualifier,
  type StringSet,
} from '../policy';
import { asCode, asName, message, type Message } from '../text/message';
import type { ContextValue, RequestContext } from './context';
import { type CompileValue, comparisonOf, type ValueRules, type ValueTest } from './comparisons';
import { and, Maybe, No, not, or, type Truth, truth, Yes } from './truth';

/** A condition block ready for requests. */
export interface CompiledCondition {
  /** What AWS would refuse in it. */
  readonly problem: Message | undefined;
  readonly tests: readonly KeyTest[];
  /** False when a template adds conditions that do not stand here. */
  readonly complete: boolean;
}

/** One condition key under one operator. */
export interface KeyTest {
  readonly key: ConditionKey;
  readonly test: (context: RequestContext) => Truth;
}

/** The condition of a statement without one: it is always met. */
export const noCondition: CompiledCondition = { problem: undefined, tests: [], complete: true };

/** Prepares a condition block. `variables` = policy variables count (version 2012-10-17). */
export function compileCondition(block: ConditionBlock, variables: boolean): CompiledCondition {
  let problem =
    block.misfits.length > 0 ? message('its Condition is not a map of operators to condition keys') : undefined;
  const tests: KeyTest[] = [];
  for (const operator of block.operators) {
    problem ??= differsInCaseOnly(operator);
    for (const key of operator.value) {
      const test = compileKey(operator.name, key, variables);
      if (typeof test === 'function') {
        tests.push({ key, test });
      } else {
        problem ??= test;
      }
    }
    if (operator.value.length === 0 && operator.complete) {
      problem ??= unknownOperator(operator.name);
    }
  }
  return { problem, tests, complete: block.complete };
}

/** All operators and keys must hold (IAM User Guide, "Conditions with multiple context keys or values"). */
export function testCondition(condition: CompiledCondition, context: RequestContext): Truth {
  let all: Truth = condition.complete ? Yes : Maybe;
  for (const { test } of condition.tests) {
    all = and(all, test(context));
    if (all === No) {
      return No;
    }
  }
  return all;
}

// Access Analyzer: "Duplicate keys with different case" is an error.
function differsInCaseOnly(operator: ConditionOperator): Message | undefined {
  const names = operator.value.map(k => k.name.toLowerCase());
  return new Set(names).size < names.length
    ? message('the same condition key stands twice under {operator}', { operator: asCode(operator.name) })
    : undefined;
}

function unknownOperator(name: string): Message | undefined {
  return readOperator(name).validity === 'none'
    ? message('there is no condition operator {operator}', { operator: asCode(name) })
    : undefined;
}

function compileKey(operatorName: string, key: ConditionKey, variables: boolean): KeyTest['test'] | Message {
  if (key.value.misfits.length > 0) {
    return message('a value of {key} is no string', { key: asName(key.name) });
  }
  const unknown = unknownOperator(operatorName);
  if (unknown !== undefined) {
    return unknown;
  }
  const operator = readOperator(operatorName);
  const test = operator.name === 'Null' ? compileNull(operator, key) : compileComparison(operator, key, variables);
  if (test === undefined) {
    return message('a value of {key} is not of the type that {operator} compares', {
      key: asName(key.name),
      operator: asCode(operatorName),
    });
  }
  // Whether AWS takes other capitals is not known: such a test may be met where the one that was meant is.
  return operator.validity === 'valid' ? test : context => and(test(context), Maybe);
}

function compileComparison(operator: OperatorTest, key: ConditionKey, variables: boolean): KeyTest['test'] | undefined {
  const { name, qualifier, negated } = operator;
  const matcher =
    name === undefined || name === 'Null'
      ? undefined
      : compileValues(comparisonOf(name), key.value, { variables, negated });
  if (matcher === undefined) {
    return undefined;
  }
  const one: ValueTest = negated ? (value, context) => not(matcher(value, context)) : matcher;
  const absent = truth(isMetWithoutKey(operator));
  return context => {
    const value = context.lookup(key.name);
    if (value === 'unknown') {
      return Maybe;
    }
    if (value === undefined) {
      return absent;
    }
    return testValues(qualifier, value, one, context);
  };
}

function testValues(
  set: SetQualifier | undefined,
  values: Exclude<ContextValue, 'unknown' | undefined>,
  one: ValueTest,
  context: RequestContext,
): Truth {
  if (set !== undefined && values.every(v => v === '')) {
    return truth(set === 'ForAllValues');
  }
  const results = values.map(v => one(v, context));
  const all = results.reduce<Truth>(and, Yes);
  const any = results.reduce<Truth>(or, No);
  if (set === undefined) {
    return all === any ? all : Maybe;
  }
  return set === 'ForAllValues' ? all : any;
}

/**
 * With a qualifier Null asks nothing: it is always true under ForAllValues, always false under ForAnyValue (IAM User Guide, "IAM policy
 * validation check reference", "Null with qualifier").
 */
function compileNull({ qualifier }: OperatorTest, key: ConditionKey): KeyTest['test'] | undefined {
  const wanted = key.value.strings.map(s => (s.known ? s.value : undefined));
  if (wanted.some(w => w !== undefined && w !== 'true' && w !== 'false')) {
    return undefined;
  }
  if (qualifier !== undefined) {
    return () => truth(qualifier === 'ForAllValues');
  }
  const vague = !key.value.complete || wanted.includes(undefined);
  return context => {
    const value = context.lookup(key.name);
    if (value === 'unknown') {
      return Maybe;
    }
    if (wanted.includes(String(value === undefined))) {
      return Yes;
    }
    return vague ? Maybe : No;
  };
}

/** Whether a value of the request fits any value of the policy. */
function compileValues(
  compile: CompileValue,
  { strings, complete }: StringSet,
  rules: ValueRules,
): ValueTest | undefined {
  const tests: ValueTest[] = [];
  for (const string of strings) {
    const test = compile(string, rules);
    if (test === undefined) {
      return undefined;
    }
    tests.push(test);
  }
  // What a negated operator without values means is not documented; a plain one never matches (Access Analyzer, "Empty array condition").
  const none: Truth = complete && (strings.length > 0 || !rules.negated) ? No : Maybe;
  return (value, context) => {
    let result = none;
    for (const test of tests) {
      result = or(result, test(value, context));
      if (result === Yes) {
        return Yes;
      }
    }
    return result;
  };
}
