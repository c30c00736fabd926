import type { ConditionKey, ConditionOperator, Statement } from '../../../policy';
import { type OperatorTest, readOperator } from '../../operators';

/** One line of a Condition: this operator on this key. */
export interface ConditionTest extends OperatorTest {
  readonly statement: Statement;
  readonly operator: ConditionOperator;
  readonly key: ConditionKey;
  /** The key's name in lower case, as AWS compares it. */
  readonly lower: string;
}

const cache = new WeakMap<Statement, readonly ConditionTest[]>();

/** All tests of a statement's Condition, in order. */
export function testsOf(statement: Statement): readonly ConditionTest[] {
  let tests = cache.get(statement);
  if (tests === undefined) {
    tests = (statement.condition?.value.operators ?? []).flatMap(operator => {
      const test = readOperator(operator.name);
      return operator.value.map(key => ({ ...test, statement, operator, key, lower: key.name.toLowerCase() }));
    });
    cache.set(statement, tests);
  }
  return tests;
}

/** The statement's tests on any of these keys, in lower case; a name that ends in `:` or `/` stands for its family. */
export function testsOn(statement: Statement, ...names: readonly string[]): readonly ConditionTest[] {
  return testsOf(statement).filter(t => names.some(n => (/[:/]$/.test(n) ? t.lower.startsWith(n) : t.lower === n)));
}

/** Whether the test can only be true when the key is in the request: no negation, no IfExists, no ForAllValues, no `Null: true`. */
export function needsKey(test: ConditionTest): boolean {
  if (test.family === 'Null') { return test.key.value.strings.every(s => s.value.toLowerCase() === 'false'); }
  return !test.negated && !test.ifExists && test.qualifier !== 'ForAllValues';
}

/** Whether the statement has no condition at all, nor a template that may bring one. */
export function isUnconditional(statement: Statement): boolean {
  return statement.condition === undefined || (statement.condition.value.complete && testsOf(statement).length === 0);
}

/** Whether a Condition is, or may be, more than the tests that can be read. */
export function hasUnknownCondition(statement: Statement): boolean {
  const block = statement.condition?.value;
  return block !== undefined && (!block.complete || block.misfits.length > 0);
}
