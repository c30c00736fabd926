import { matchesWildcard } from './wildcard';

/**
 * Whether the service prefix of an action holds a wildcard: `k*:Decrypt`, `*:Decrypt`. IAM refuses it ("Action vendors (e.g., aws, ec2,
 * etc.) must not contain wildcards."); a key policy with it is not known to be refused, nor to work. So it is no valid form, and its
 * effect is unknown: it never counts as granting, nor as a Deny that holds. `*:*` is none of them: it is every action, as `*` is.
 */
export function hasWildcardPrefix(action: string): boolean {
  return /^[^:]*[*?][^:]*:/.test(action) && !isEveryServiceAction(action);
}

/** Whether an entry of Action stands for every action of every service: `*`, `*:*`. */
export function isEveryServiceAction(action: string): boolean {
  return /^\*+(:\*+)?$/.test(action);
}

/** Whether an entry of Action, perhaps a pattern, certainly takes in an action or all that another pattern takes in; case aside. */
export function takesInAction(pattern: string, action: string): boolean {
  return !hasWildcardPrefix(pattern) && matchesWildcard(pattern.toLowerCase(), action.toLowerCase());
}
