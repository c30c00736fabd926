/** What the Service Authorization Reference says about all services, for the rules that need it. */
export interface ServiceData {
  /** The day the data was read, `2026-09-26`. */
  readonly date: string;
  /** Every action prefix, in lower case. */
  readonly prefixes: readonly string[];
  /** Action prefixes of the services whose resources RCPs protect. */
  readonly rcpServices: ReadonlySet<string>;
  /** The service with this action prefix, in lower case; undefined when there is none. */
  service(prefix: string): ServiceFacts | undefined;
  /** A global condition key (`aws:…`) as AWS writes it, whatever its case; undefined when there is no such key. */
  globalKey(name: string): string | undefined;
  /** Every global condition key. */
  readonly globalKeys: readonly string[];
}

export interface ServiceFacts {
  readonly prefix: string;
  /** Action names as AWS writes them, without the prefix. */
  readonly actions: readonly string[];
  readonly conditionKeys: readonly ConditionKeyType[];
  /** ARN patterns of its resource types, such as `arn:${Partition}:s3:::${BucketName}`. */
  readonly resources: readonly string[];
  /** A condition key of the service, whatever its case. */
  conditionKey(name: string): ConditionKeyType | undefined;
  /** Whether there is an action of this name, in lower case. */
  hasAction(name: string): boolean;
  /** Action names in lower case. */
  readonly lowerActions: readonly string[];
  /** Whether requests for the action (lower case, without prefix) can carry the condition key; false for an unknown action. */
  carries(action: string, key: ConditionKeyType): boolean;
  /** ARN patterns of what the action (lower case, without prefix) acts on: none when only Resource "*" fits it; undefined for an unknown action. */
  actsOn(action: string): readonly string[] | undefined;
}

/** A condition key, and what its values are (Service Authorization Reference, each service’s "Condition keys"). */
export interface ConditionKeyType {
  /** As AWS writes it; a family ends in `${TagKey}` or `<key>`. */
  readonly key: string;
  /** `String`, `ARN`, `Bool`, `ArrayOfString` … */
  readonly type: string;
}

/** The file that `.tools/iamData.ts` writes. */
export interface CompactServices {
  readonly date: string;
  readonly global: readonly string[];
  readonly rcp: readonly string[];
  readonly services: Readonly<Record<string, CompactService>>;
}

/** One service in {@link CompactServices}. */
export interface CompactService {
  /** Action → the numbers (base 36) of the service's condition keys that its requests can carry, a slash, and those of the resource types it acts on. */
  readonly actions: Readonly<Record<string, string>>;
  /** Condition key → type. */
  readonly keys: Readonly<Record<string, string>>;
  readonly resources: readonly string[];
}

/** Makes the compact file answer questions; each service is unfolded when it is first asked for. */
export function readServiceData(file: CompactServices): ServiceData {
  const unfolded = new Map<string, ServiceFacts>();
  const findGlobal = lookup(file.global.map(key => ({ key, type: '' })));
  return {
    date: file.date,
    prefixes: Object.keys(file.services),
    rcpServices: new Set(file.rcp),
    globalKeys: file.global,
    globalKey: name => findGlobal(name)?.key,
    service(prefix) {
      const compact = Object.hasOwn(file.services, prefix) ? file.services[prefix] : undefined;
      if (compact === undefined) {
        return undefined;
      }
      let facts = unfolded.get(prefix);
      if (facts === undefined) {
        unfolded.set(prefix, (facts = unfold(prefix, compact)));
      }
      return facts;
    },
  };
}

function unfold(prefix: string, { actions, keys, resources }: CompactService): ServiceFacts {
  const conditionKeys = typesOf(keys);
  const numbers = new Map(conditionKeys.map((key, i) => [key, i.toString(36)]));
  const listed = (numbers = '') => (numbers === '' ? [] : numbers.split(' '));
  const known = new Map(Object.entries(actions).map(([name, numbers]) => [name.toLowerCase(), numbers.split('/')]));
  return {
    prefix,
    actions: Object.keys(actions),
    conditionKeys,
    resources,
    conditionKey: lookup(conditionKeys),
    hasAction: name => known.has(name),
    lowerActions: [...known.keys()],
    carries: (action, key) => listed(known.get(action)?.[0]).includes(numbers.get(key) ?? ''),
    actsOn: action =>
      known.has(action) ? listed(known.get(action)?.[1]).flatMap(n => resources[parseInt(n, 36)] ?? []) : undefined,
  };
}

function typesOf(keys: Readonly<Record<string, string>>): ConditionKeyType[] {
  return Object.entries(keys).map(([key, type]) => ({ key, type }));
}

/** Finds a key by its name, or the family it belongs to (`aws:ResourceTag/${TagKey}`). */
function lookup(keys: readonly ConditionKeyType[]): (name: string) => ConditionKeyType | undefined {
  const exact = new Map<string, ConditionKeyType>();
  const families: { readonly prefix: string; readonly key: ConditionKeyType }[] = [];
  for (const key of keys) {
    const lower = key.key.toLowerCase();
    const open = lower.search(/\$\{|<|tag-key$/);
    if (open < 0) {
      exact.set(lower, key);
    } else {
      families.push({ prefix: lower.slice(0, open), key });
    }
  }
  return name => {
    const lower = name.toLowerCase();
    return exact.get(lower) ?? families.find(f => lower.startsWith(f.prefix) && lower.length > f.prefix.length)?.key;
  };
}
