import {
  type ConditionKey,
  type ConditionOperator,
  isMetWithoutKey,
  type OperatorTest,
  readOperator,
  type Statement,
} from '../../policy';

/** One line of a Condition: this operator on this key. */
export interface ConditionTest extends OperatorTest {
  readonly statement: Statement;
  readonly operator: ConditionOperator;
  readonly key: ConditionKey;
  /** The key's name in lower case, as AWS compares it. */
  readonly lower: string;
}

interface Tests {
  readonly all: readonly ConditionTest[];
  readonly byName: ReadonlyMap<string, readonly ConditionTest[]>;
}

const none: Tests = { all: [], byName: new Map() };
const cache = new WeakMap<Statement, Tests>();

/** All tests of a statement's Condition, in order. */
export function testsOf(statement: Statement): readonly ConditionTest[] {
  return readTests(statement).all;
}

function readTests(statement: Statement): Tests {
  if (statement.condition === undefined) {
    return none;
  }
  let tests = cache.get(statement);
  if (tests === undefined) {
    const all = statement.condition.value.operators.flatMap(operator => {
      const test = readOperator(operator.name);
      return operator.value.map(key => ({
        ...test,
        statement,
        operator,
        key,
        lower: key.name.toLowerCase(),
      }));
    });
    const byName = new Map<string, ConditionTest[]>();
    for (const test of all) {
      const others = byName.get(test.lower);
      if (others === undefined) {
        byName.set(test.lower, [test]);
      } else {
        others.push(test);
      }
    }
    tests = { all, byName };
    cache.set(statement, tests);
  }
  return tests;
}

/** The statement's tests on any of these keys, in lower case. */
export function testsOn(statement: Statement, ...names: readonly string[]): readonly ConditionTest[] {
  const { byName } = readTests(statement);
  const found = names.filter(name => byName.has(name));
  return found.length === 0 ? none.all : found.flatMap(name => byName.get(name) ?? none.all);
}

/** Whether the test can only be true when the key is in the request: no negation, no IfExists, no ForAllValues, no `Null: true`. */
export function needsKey(test: ConditionTest): boolean {
  if (test.family === 'Null') {
    return test.key.value.strings.every(s => s.value.toLowerCase() === 'false');
  }
  return !test.negated && !isMetWithoutKey(test);
}

/** Whether a request that does not carry the key meets the test. */
export function isTrueWithoutKey(test: ConditionTest): boolean {
  return test.family === 'Null'
    ? test.key.value.strings.some(s => s.value.toLowerCase() === 'true')
    : isMetWithoutKey(test);
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

/** Every operator of every Condition, with its statement. */
export function operatorsOf({
  statements,
}: {
  readonly statements: readonly Statement[];
}): { readonly statement: Statement; readonly operator: ConditionOperator }[] {
  return statements.flatMap(statement =>
    (statement.condition?.value.operators ?? []).map(operator => ({ statement, operator })),
  );
}
