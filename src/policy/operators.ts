const families = {
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
} as const;

/** A family of condition operators (IAM User Guide, "IAM JSON policy elements: Condition operators"). */
export type OperatorFamily = keyof typeof families;

/** A condition operator as AWS writes it, without qualifier and suffix. */
export type OperatorName = (typeof families)[OperatorFamily][number];

/** What stands before an operator on a key with several values (IAM User Guide, "Set operators for multivalued context keys"). */
export type SetQualifier = 'ForAllValues' | 'ForAnyValue';

/**
 * Whether AWS has an operator. `case`: it has it, spelled with other capitals. Its page writes each name in one spelling and says only
 * of condition keys that case does not count. IAM refused `stringEquals` in a trust policy ("Invalid Condition type : stringEquals",
 * ministryofjustice/modernisation-platform-environments, pull request 8893); what KMS does is not known. So such an operator is reported,
 * and what it would decide is unknown.
 */
export type OperatorValidity = 'valid' | 'case' | 'none';

/** A condition operator taken apart. Where capitals are wrong, it is read as the one that was meant. */
export interface OperatorTest {
  readonly qualifier: SetQualifier | undefined;
  /** `StringLike` in the spelling of the documentation; undefined when there is no such operator. */
  readonly name: OperatorName | undefined;
  readonly family: OperatorFamily | undefined;
  /** True for the operators that are true when no value matches. */
  readonly negated: boolean;
  /** True when `*` and `?` in values are wildcards. */
  readonly wildcards: boolean;
  readonly ifExists: boolean;
  readonly validity: OperatorValidity;
  /** All of it as AWS writes it: `ForAnyValue:StringLike`; undefined when there is no such operator. */
  readonly spelling: string | undefined;
}

/** Every operator, without qualifier and suffix. */
export const operatorNames: readonly OperatorName[] = Object.values(families).flat();

/** Both qualifiers, as AWS writes them (IAM User Guide, "Set operators for multivalued context keys"). */
export const setQualifiers: readonly SetQualifier[] = ['ForAllValues', 'ForAnyValue'];

const byName = new Map(
  (Object.keys(families) as OperatorFamily[]).flatMap(family =>
    families[family].map(name => [name.toLowerCase(), { name, family }] as const),
  ),
);

// The same few names stand in every policy.
const read = new Map<string, OperatorTest>();
const mostRead = 500;

/**
 * Takes an operator's name apart, in whatever case it is written. Of what is no operator, `validity` is `none` and
 * `spelling` undefined.
 */
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
  const qualifier = setQualifiers.find(q => q.toLowerCase() === prefix);
  const rest = qualifier === undefined ? lower : lower.slice(colon + 1);
  const ifExists = rest.endsWith('ifexists');
  const found = byName.get(ifExists ? rest.slice(0, -'ifexists'.length) : rest);
  const parts = { qualifier, name: found?.name, family: found?.family, ifExists };
  const spelling = found && spellOperator({ qualifier, ifExists }, found.name);
  return {
    ...parts,
    negated: found?.name.includes('Not') ?? false,
    wildcards: found !== undefined && (found.family === 'Arn' || found.name.endsWith('Like')),
    validity: validityOf(written, found?.name === 'Null' && ifExists ? undefined : spelling),
    spelling,
  };
}

/** IfExists goes with any operator "except the Null condition" (IAM User Guide, "…IfExists condition operators"). */
function validityOf(written: string, spelling: string | undefined): OperatorValidity {
  if (spelling === undefined) {
    return 'none';
  }
  return written === spelling ? 'valid' : 'case';
}

/** A name with the qualifier and the suffix of an operator: `ForAnyValue:StringEqualsIfExists` → `ForAnyValue:ArnLikeIfExists`. */
export function spellOperator(
  { qualifier, ifExists }: Pick<OperatorTest, 'qualifier' | 'ifExists'>,
  name: string,
): string {
  return `${qualifier === undefined ? '' : `${qualifier}:`}${name}${ifExists ? 'IfExists' : ''}`;
}

/**
 * Whether an operator other than Null is met by a request that does not carry the key: with IfExists, ForAllValues (which no value
 * contradicts), or when it is negated, but not with ForAnyValue, which wants a value (IAM User Guide, "IAM JSON policy elements:
 * Condition operators", "Set operators for multivalued context keys").
 */
export function isMetWithoutKey({ qualifier, ifExists, negated }: OperatorTest): boolean {
  return ifExists || qualifier === 'ForAllValues' || (negated && qualifier === undefined);
}
