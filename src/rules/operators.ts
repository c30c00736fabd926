/** A family of condition operators (IAM User Guide, "IAM JSON policy elements: Condition operators"). */
export type OperatorFamily = 'String' | 'Numeric' | 'Date' | 'Bool' | 'Binary' | 'IpAddress' | 'Arn' | 'Null';

/** A condition operator's name taken apart. */
export interface OperatorTest {
  readonly qualifier: 'ForAllValues' | 'ForAnyValue' | undefined;
  /** `StringLike` in the spelling of the documentation; undefined when there is no such operator. */
  readonly name: string | undefined;
  readonly family: OperatorFamily | undefined;
  /** True for the operators that are true when no value matches. */
  readonly negated: boolean;
  /** True when `*` and `?` in values are wildcards. */
  readonly wildcards: boolean;
  readonly ifExists: boolean;
}

const families: Readonly<Record<OperatorFamily, readonly string[]>> = {
  String: [
    'StringEquals',
    'StringNotEquals',
    'StringEqualsIgnoreCase',
    'StringNotEqualsIgnoreCase',
    'StringLike',
    'StringNotLike',
  ],
  Numeric: [
    'NumericEquals',
    'NumericNotEquals',
    'NumericLessThan',
    'NumericLessThanEquals',
    'NumericGreaterThan',
    'NumericGreaterThanEquals',
  ],
  Date: [
    'DateEquals',
    'DateNotEquals',
    'DateLessThan',
    'DateLessThanEquals',
    'DateGreaterThan',
    'DateGreaterThanEquals',
  ],
  Bool: ['Bool'],
  Binary: ['BinaryEquals'],
  IpAddress: ['IpAddress', 'NotIpAddress'],
  Arn: ['ArnEquals', 'ArnLike', 'ArnNotEquals', 'ArnNotLike'],
  Null: ['Null'],
};

/** Every operator, without qualifier and suffix. */
export const operatorNames: readonly string[] = Object.values(families).flat();

// Operator names match without regard to case.
const byName = new Map(
  (Object.keys(families) as OperatorFamily[]).flatMap(family =>
    families[family].map(name => [name.toLowerCase(), { name, family }] as const),
  ),
);

const qualifiers: ReadonlyMap<string, OperatorTest['qualifier']> = new Map([
  ['forallvalues', 'ForAllValues'],
  ['foranyvalue', 'ForAnyValue'],
]);

// The same few names stand in every policy.
const read = new Map<string, OperatorTest>();
const mostRead = 500;

/** Takes an operator's name apart. */
export function readOperator(written: string): OperatorTest {
  let test = read.get(written);
  if (test === undefined) {
    if (read.size >= mostRead) {
      read.clear();
    }
    read.set(written, (test = takeApart(written)));
  }
  return test;
}

function takeApart(written: string): OperatorTest {
  const lower = written.toLowerCase();
  const colon = lower.indexOf(':');
  const prefix = lower.slice(0, Math.max(colon, 0));
  const qualifier = qualifiers.get(prefix);
  const rest = qualifier === undefined ? lower : lower.slice(colon + 1);
  const ifExists = rest.endsWith('ifexists');
  const found = byName.get(ifExists ? rest.slice(0, -'ifexists'.length) : rest);
  return {
    qualifier,
    name: found?.name,
    family: found?.family,
    negated: found?.name.includes('Not') ?? false,
    wildcards: found !== undefined && (found.family === 'Arn' || found.name.endsWith('Like')),
    ifExists,
  };
}
