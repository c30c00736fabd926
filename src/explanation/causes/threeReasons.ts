import type { Denial } from '../../denial';
import { message } from '../../text/message';

/**
 * Whether AWS lists three reasons at once: `the resource does not exist in this Region, no resource-based policies allow access, or a
 * resource-based policy explicitly denies access` (IAM User Guide, "Troubleshoot access denied error messages").
 */
export function listsThreeReasons({ message: said }: Denial): boolean {
  return /does not exist in this Region, no resource-based policies/i.test(said);
}

/** What such a list comes to. */
export const threeReasons = message(
  'AWS lists three reasons at once, and says so to callers of another account: the key is in another Region, its key policy does not let them in, or it denies. The key policy is the usual one.',
);
