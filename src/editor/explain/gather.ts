import type { Denial } from '../../denial';
import { parseKeyArn } from '../../policy';
import type { Evidence } from '../../diagnosis';
import type { Answer, LiveKey, Session } from '../../ports';

/** What the first round of reads brings; the IAM side follows on its own, for it takes several calls. */
export interface Gathered {
  readonly evidence: Evidence;
  /** The evidence with the denied principal's IAM side; absent when there is nothing to read. */
  readonly withIdentity: Promise<Evidence> | undefined;
}

/**
 * Reads everything about one denial in one round: key, key policy, grants and caller in parallel.
 * Only an alias costs a round before, for KMS gives policy and grants by key id alone.
 * @throws AbortError when cancelled
 */
export async function gather(
  denial: Denial,
  session: Session,
  profile: string,
  signal: AbortSignal,
): Promise<Gathered> {
  const id = denial.resource ?? denial.keyId;
  const endpoint = session.source.kind === 'sandbox' ? {} : notAws(session);
  const caller = session.caller(signal);
  const identity = denial.principal === null ? undefined : session.identityPolicies(denial.principal, signal);
  identity?.catch(() => undefined); // its failure is awaited later, or never when another read was cancelled first
  if (id === null) {
    return finish({ denial, profile, ...endpoint, caller: await caller }, identity);
  }
  const describe = session.describeKey(id, signal);
  const keyId = keyIdIn(id) ?? idOf(await describe);
  const unknownKey = async (): Promise<Answer<never>> => {
    const answer = await describe;
    return answer.ok
      ? { ok: false, failure: { kind: 'not-found', operation: 'kms:DescribeKey', message: id } }
      : answer;
  };
  const [key, keyPolicy, grants, me] = await Promise.all([
    describe,
    keyId === undefined ? unknownKey() : session.keyPolicy(keyId, signal),
    keyId === undefined ? unknownKey() : session.grants(keyId, signal),
    caller,
  ]);
  return finish({ denial, profile, ...endpoint, key, keyPolicy, grants, caller: me }, identity);
}

function notAws({ endpoints: { kms } }: Session): { readonly endpoint?: string } {
  return kms === undefined ? {} : { endpoint: kms };
}

function finish(evidence: Evidence, identity: ReturnType<Session['identityPolicies']> | undefined): Gathered {
  return identity === undefined
    ? { evidence, withIdentity: undefined }
    : {
        evidence: { ...evidence, identity: 'reading' },
        withIdentity: identity.then(answer => ({ ...evidence, identity: answer })),
      };
}

function keyIdIn(id: string): string | undefined {
  if (id.startsWith('arn:')) {
    return parseKeyArn(id)?.keyId === undefined ? undefined : id;
  }
  return id.startsWith('alias/') ? undefined : id;
}

function idOf(answer: Answer<LiveKey>): string | undefined {
  return answer.ok ? answer.value.arn : undefined;
}
