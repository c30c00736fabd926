import type { OperatorFamily } from '../../policy';
import { conditionKey } from '../../reference';
import type { ConditionTest } from './conditions';
import { serviceFacts } from './services';
import type { PolicyView } from './view';

/** What is known about a condition key. */
export interface KeyFact {
  readonly key: string;
  /** The type as AWS names it, `String`, `ARN`, `Bool`, `ArrayOfString` …; empty when it is not known. */
  readonly type: string;
  readonly multiValued: boolean;
}

/** The facts about the key of a condition; undefined when it is unknown, or its service is. */
export function keyFact(policy: PolicyView, { lower }: ConditionTest): KeyFact | undefined {
  const own = conditionKey(lower);
  if (own) {
    return { key: own.key, type: own.type, multiValued: own.multiValued };
  }
  const prefix = lower.slice(0, lower.indexOf(':'));
  const found = serviceFacts(policy, prefix)?.conditionKey(lower);
  return found && { key: found.key, type: found.type, multiValued: found.type.startsWith('ArrayOf') };
}

/** The operator family that fits a type; undefined when the type says nothing. */
export function familyOf(type: string): OperatorFamily | undefined {
  switch (type.replace(/^ArrayOf/, '').toLowerCase()) {
    case 'string':
      return 'String';
    case 'arn':
      return 'Arn';
    case 'bool':
    case 'boolean':
      return 'Bool';
    case 'numeric':
    case 'long':
    case 'number':
    case 'integer':
      return 'Numeric';
    case 'date':
      return 'Date';
    case 'ipaddress':
      return 'IpAddress';
    case 'binary':
      return 'Binary';
    default:
      return undefined;
  }
}
