/** What the Service Authorization Reference says about all services, for the rules that need it. All names are in lower case. */
export interface ServiceData {
  /** The day the data was read, `2026-09-26`. */
  readonly date: string;
  /** The service with this action prefix; undefined when there is none. */
  service(prefix: string): ServiceFacts | undefined;
  /** Every action prefix. */
  readonly prefixes: readonly string[];
  /** The type of a condition key, of a service or global (`aws:…`); undefined when there is no such key. */
  conditionKey(name: string): ConditionKeyType | undefined;
}

export interface ServiceFacts {
  readonly prefix: string;
  /** Action names as AWS writes them, without the prefix. */
  readonly actions: readonly string[];
  /** Condition keys as AWS writes them, with their types. */
  readonly conditionKeys: readonly ConditionKeyType[];
  /** ARN patterns of its resource types, such as `arn:${Partition}:s3:::${BucketName}`. */
  readonly resources: readonly string[];
}

export interface ConditionKeyType {
  readonly key: string;
  /** `String`, `ARN`, `Bool`, `ArrayOfString` … */
  readonly type: string;
}
