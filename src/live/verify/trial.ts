import { parseKeyArn } from '../../policy';
import { kmsOperation } from '../../reference';
import type { Answer, DryRunRequest, DryRunResult, LiveKey, Session } from '../../ports';

/** What came of trying an operation: a dry run's verdict, or `succeeded` for a read, which is tried itself. */
export type TrialResult = DryRunResult | { readonly verdict: 'succeeded' };

/** Operations without a dry run that only read: they are made as they are. */
const reads: Readonly<
  Record<string, (session: Session, key: string, signal: AbortSignal) => Promise<Answer<unknown>>>
> = {
  'kms:DescribeKey': (s, key, signal) => s.describeKey(key, signal),
  'kms:GetKeyPolicy': (s, key, signal) => s.keyPolicy(key, signal),
  'kms:ListGrants': (s, key, signal) => s.grants(key, signal),
  'kms:ListAliases': (s, _, signal) => s.aliases(undefined, signal),
  'kms:ListKeys': (s, _, signal) => s.listKeys(signal),
};

/**
 * Tries an operation without doing anything: as a dry run, or itself where it only reads. What a read brings is
 * dropped. A denial is a value, with AWS's message; a failure is all else that kept KMS from answering.
 * @throws AbortError as soon as `signal` is aborted
 */
export async function tryOperation(
  session: Session,
  request: DryRunRequest,
  signal: AbortSignal,
): Promise<Answer<TrialResult>> {
  const action = kmsOperation(request.action)?.action ?? request.action;
  const read = Object.hasOwn(reads, action) ? reads[action] : undefined;
  if (read === undefined) {
    return session.dryRun({ ...request, action }, signal);
  }
  const answer = await read(session, request.key.arn, signal);
  if (answer.ok) {
    return { ok: true, value: { verdict: 'succeeded' } };
  }
  const { failure } = answer;
  return failure.kind === 'access-denied'
    ? { ok: true, value: { verdict: 'denied', message: failure.message } }
    : answer;
}

/** A key of which only the ARN is known, taken for what most are: it chooses a trial's parameters. Undefined for an alias. */
export function assumedKey(arn: string): LiveKey | undefined {
  const parts = parseKeyArn(arn);
  if (parts?.keyId === undefined) {
    return undefined;
  }
  return {
    arn,
    account: parts.account,
    region: parts.region,
    keyId: parts.keyId,
    manager: 'CUSTOMER',
    state: 'Enabled',
    enabled: true,
    usage: 'ENCRYPT_DECRYPT',
    spec: 'SYMMETRIC_DEFAULT',
    origin: 'AWS_KMS',
    description: '',
    encryptionAlgorithms: ['SYMMETRIC_DEFAULT'],
    signingAlgorithms: [],
    macAlgorithms: [],
  };
}
