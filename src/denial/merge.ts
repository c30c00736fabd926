import type { Denial } from './types';

/**
 * Makes one of what is told more than once: retries, duplicates, and a failure first summed up and then told in full. Text order stays.
 * @param settled those whose code leaves nothing open: they are no summary of another failure
 */
export function mergeSame(denials: readonly Denial[], settled: ReadonlySet<Denial>): Denial[] {
  const byKey = new Map<string, number>();
  const merged: Denial[] = [];
  for (const denial of denials) {
    const key = identity(denial);
    const last = merged.at(-1);
    const summed = (less: Denial, more: Denial): boolean => !settled.has(less) && saysLess(less, more);
    const known = byKey.get(key);
    if (known !== undefined) {
      merged[known] = complete(merged[known] ?? denial, denial);
      continue;
    }
    if (last !== undefined && (summed(denial, last) || summed(last, denial))) {
      const whole = summed(denial, last) ? complete(last, denial) : complete(denial, last);
      merged[merged.length - 1] = { ...whole, span: last.span };
      byKey.set(key, merged.length - 1);
      continue;
    }
    byKey.set(key, merged.length);
    merged.push(denial);
  }
  return merged;
}

const compared = ['principal', 'action', 'resource', 'keyId'] as const;

/** What makes two failures the same one. Session names that SDKs make up differ from try to try. */
function identity(denial: Denial): string {
  const principal =
    denial.principal?.replace(/\/(?:aws-go-sdk-|botocore-session-|aws-sdk-[a-z]+-)?\d{10,20}$/, '/*') ?? null;
  return JSON.stringify([denial.kind, principal, denial.action, denial.resource, denial.keyId, denial.deniedBy]);
}

/** Whether `less` says nothing that `more` does not say as well. */
function saysLess(less: Denial, more: Denial): boolean {
  if (less.kind !== more.kind && (less.kind !== 'other' || less.action !== null)) {
    return false;
  }
  if (less.deniedBy !== more.deniedBy && less.deniedBy !== 'unknown' && less.deniedBy !== null) {
    return false;
  }
  return (
    compared.every(name => less[name] === null || less[name] === more[name]) &&
    !(isOldText(less) && isSentence(more)) &&
    !(isSentence(less) && isOldText(more))
  );
}

/** KMS tells one failure in one way: with its old text, or with the authorization sentence. */
const isOldText = ({ message }: Denial): boolean => /ciphertext refer/i.test(message);
const isSentence = ({ message }: Denial): boolean => /authori[sz]ed to perform/i.test(message);

/** `denial`, with what only `other` says added. */
function complete(denial: Denial, other: Denial): Denial {
  return {
    ...denial,
    requestId: denial.requestId ?? other.requestId,
    time: denial.time ?? other.time,
    requestRegion: denial.requestRegion ?? other.requestRegion,
    vpcEndpointId: denial.vpcEndpointId ?? other.vpcEndpointId,
    sourceIp: denial.sourceIp ?? other.sourceIp,
    callingService: denial.callingService ?? other.callingService,
    encryptionContext: denial.encryptionContext ?? other.encryptionContext,
    denyingPolicyArn: denial.denyingPolicyArn ?? other.denyingPolicyArn,
    authorizationId: denial.authorizationId ?? other.authorizationId,
  };
}
