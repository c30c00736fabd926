/** Something that goes wrong on purpose, so that every failure can be tried without an AWS account. */
export type Fault =
  /** Too many requests. */
  | { readonly kind: 'throttling' }
  | { readonly kind: 'internal-error' }
  | { readonly kind: 'access-denied' }
  | { readonly kind: 'expired-token' }
  /** `DryRun` is not known here, as with some stand-ins for AWS: the operation is done. */
  | { readonly kind: 'dry-run-ignored' }
  /** The answer is cut off in the middle. */
  | { readonly kind: 'malformed-answer' }
  /** The connection breaks before anything happens. */
  | { readonly kind: 'reset' }
  /** The operation is done, then the connection breaks. */
  | { readonly kind: 'lost-answer' }
  | { readonly kind: 'slow'; readonly milliseconds: number }
  /** The service's clock is ahead by so many minutes (negative: behind). */
  | { readonly kind: 'clock-skew'; readonly minutes: number }
  /** Somebody else stores another key policy right after the answer. */
  | { readonly kind: 'policy-change'; readonly keyArn: string; readonly policy: string };

/** Which operations fail, and how. Operations are named `kms:Decrypt`, `sts:GetCallerIdentity`; `*` is every one. */
export class FaultSwitches {
  /** Milliseconds that every call takes at least. */
  latency = 0;
  #rules: { readonly operation: string; readonly fault: Fault; left: number }[] = [];

  /** Lets the next `times` calls of an operation fail (all of them unless given). */
  add(operation: string, fault: Fault, times = Infinity): void {
    this.#rules.push({ operation, fault, left: times });
  }

  /** Back to normal: no call fails, none is slowed down. */
  clear(): void {
    this.#rules = [];
    this.latency = 0;
  }

  /** The faults of this call; each counts one call down. */
  take(operation: string): readonly Fault[] {
    const hit = this.#rules.filter(r => r.operation === '*' || r.operation === operation);
    for (const rule of hit) {
      rule.left--;
    }
    this.#rules = this.#rules.filter(r => r.left > 0);
    return hit.map(r => r.fault);
  }
}
