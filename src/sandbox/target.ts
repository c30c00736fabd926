import type { StoredKey } from './world';

/** The key of a call, and how the caller named it. */
export interface KeyTarget {
  readonly key: StoredKey;
  /** The alias the caller named it by: `alias/…` */
  readonly alias?: string;
  /** The key was told from a ciphertext only; then KMS withholds its ARN in errors. */
  readonly fromCiphertext?: boolean;
}
