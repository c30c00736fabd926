import data from './data/condition-keys.json';

/** One condition key, or a family such as `kms:EncryptionContext:<context-key>` (KMS Developer Guide, "AWS KMS condition keys"; IAM User Guide, "AWS global condition context keys"). */
export interface ConditionKeyFact {
  readonly key: string;
  /** What its value tells: one sentence. */
  readonly description: string;
  readonly type: string;
  readonly multiValued: boolean;
  /** KMS or IAM want `ForAnyValue:` or `ForAllValues:` before the operator. */
  readonly setOperatorRequired: boolean;
  /** The permissions whose requests carry the key, or a sentence that describes them. */
  readonly operations: readonly string[] | string;
  readonly policyType?: string;
  readonly values?: readonly string[];
  readonly operatorsSeenInDocs?: readonly string[];
  readonly deprecatedUse?: string | boolean;
  readonly global?: boolean;
  readonly availability?: string;
  readonly caveats?: readonly string[];
  readonly source: string;
}

/** A service name that `kms:ViaService` can have; `<region>` stands for a Region. */
export interface ViaServiceName {
  readonly service: string;
  readonly prefix: string;
  readonly value: string;
}

/** Every condition key that decides about KMS requests. */
export const conditionKeys: readonly ConditionKeyFact[] = data.keys as unknown as readonly ConditionKeyFact[];

/** The services that call KMS for a principal (KMS Developer Guide, "kms:ViaService"). */
export const viaServiceNames: readonly ViaServiceName[] = data.viaServiceNames as readonly ViaServiceName[];

const exact = new Map<string, ConditionKeyFact>();
const families: { readonly prefix: string; readonly fact: ConditionKeyFact }[] = [];
for (const fact of conditionKeys) {
  const name = fact.key.toLowerCase();
  const open = name.indexOf('<');
  if (open < 0) {
    exact.set(name, fact);
  } else {
    families.push({ prefix: name.slice(0, open), fact });
  }
}

/** The facts about a condition key, whatever its case; a member of a family gets the family's. Undefined when there is none. */
export function conditionKey(name: string): ConditionKeyFact | undefined {
  const folded = name.toLowerCase();
  return exact.get(folded) ?? families.find(f => folded.startsWith(f.prefix) && folded.length > f.prefix.length)?.fact;
}

/** Whether requests for `action` can carry the key; undefined when the documentation does not list its operations one by one. */
export function carriesConditionKey(action: string, name: string): boolean | undefined {
  const operations = conditionKey(name)?.operations;
  if (operations === undefined || typeof operations === 'string') {
    return undefined;
  }
  const folded = action.toLowerCase();
  return operations.some(o => o.toLowerCase() === folded);
}
