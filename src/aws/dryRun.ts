import {
  CreateGrantCommand,
  DecryptCommand,
  EncryptCommand,
  GenerateDataKeyCommand,
  GenerateDataKeyPairCommand,
  GenerateDataKeyPairWithoutPlaintextCommand,
  GenerateDataKeyWithoutPlaintextCommand,
  GenerateMacCommand,
  type KMSClient,
  ReEncryptCommand,
  SignCommand,
  type EncryptionAlgorithmSpec,
  type MacAlgorithmSpec,
  type SigningAlgorithmSpec,
} from '@aws-sdk/client-kms';
import { accountArn, parseArn } from '../policy';
import { type DryRunRequest, type DryRunResult, type DryRunSource, isAwsEndpoint, type LiveKey } from '../ports';
import { toFailure } from './failures';
import type { Asker } from './asker';

/** Tries an operation with `DryRun: true` (KMS Developer Guide, "Testing your permissions"). Nothing is encrypted, decrypted or made. */
export function dryRunSource(ask: Asker, endpoint: string | undefined): DryRunSource {
  return {
    dryRun: (request, signal) =>
      ask(request.action, signal, ({ kms }, abortSignal) => dryRun(kms, request, endpoint, abortSignal)),
  };
}

/**
 * One dry run with that client. Exported for the operations that the sandbox, which is not AWS, is never asked.
 * @throws the SDK's error, unless it is the dry run's own answer or a denial, which are verdicts
 */
export async function dryRun(
  kms: KMSClient,
  request: DryRunRequest,
  endpoint: string | undefined,
  abortSignal: AbortSignal,
): Promise<DryRunResult> {
  const action = request.action.toLowerCase();
  const send = Object.hasOwn(trials, action) ? trials[action] : undefined;
  if (send === undefined) {
    return { verdict: 'not-possible', why: 'no-dry-run' };
  }
  if (withSideEffects.has(action) && !isAwsEndpoint(endpoint)) {
    return { verdict: 'not-possible', why: 'not-aws' };
  }
  try {
    // A dry run never succeeds plainly. What an endpoint that does not know it sends may be a data key or a plaintext: it is not looked at.
    await send(kms, { ...request, common: { DryRun: true } }, { abortSignal });
    return { verdict: 'dry-run-ignored' };
  } catch (error) {
    if (error instanceof Error && error.name === 'DryRunOperationException') {
      return { verdict: 'would-succeed' };
    }
    const failure = toFailure(error, request.action);
    if (failure.kind === 'access-denied') {
      return { verdict: 'denied', message: failure.message };
    }
    throw error;
  }
}

interface Trial extends DryRunRequest {
  readonly common: { readonly DryRun: true };
}

type Send = (kms: KMSClient, trial: Trial, options: { readonly abortSignal: AbortSignal }) => Promise<unknown>;

const withSideEffects: ReadonlySet<string> = new Set(['kms:creategrant']);

/** By action in lower case. Left out: those that need a real signature, MAC, public key or grant. */
const trials: Readonly<Record<string, Send>> = {
  'kms:decrypt': (kms, { key, common, ...t }, options) =>
    kms.send(
      new DecryptCommand({
        ...common,
        ...ciphertext(t),
        KeyId: key.arn,
        ...context(key, t),
        ...encryption(key, 'EncryptionAlgorithm'),
      }),
      options,
    ),
  'kms:encrypt': (kms, { key, common, ...t }, options) =>
    kms.send(
      new EncryptCommand({
        ...common,
        KeyId: key.arn,
        Plaintext: sample,
        ...context(key, t),
        ...encryption(key, 'EncryptionAlgorithm'),
      }),
      options,
    ),
  'kms:generatedatakey': (kms, { key, common, ...t }, options) =>
    kms.send(
      new GenerateDataKeyCommand({ ...common, KeyId: key.arn, KeySpec: 'AES_256', ...context(key, t) }),
      options,
    ),
  'kms:generatedatakeywithoutplaintext': (kms, { key, common, ...t }, options) =>
    kms.send(
      new GenerateDataKeyWithoutPlaintextCommand({ ...common, KeyId: key.arn, KeySpec: 'AES_256', ...context(key, t) }),
      options,
    ),
  'kms:generatedatakeypair': (kms, { key, common, ...t }, options) =>
    kms.send(
      new GenerateDataKeyPairCommand({ ...common, KeyId: key.arn, KeyPairSpec: 'ECC_NIST_P256', ...context(key, t) }),
      options,
    ),
  'kms:generatedatakeypairwithoutplaintext': (kms, { key, common, ...t }, options) =>
    kms.send(
      new GenerateDataKeyPairWithoutPlaintextCommand({
        ...common,
        KeyId: key.arn,
        KeyPairSpec: 'ECC_NIST_P256',
        ...context(key, t),
      }),
      options,
    ),
  // The account's root is a principal that always exists.
  'kms:creategrant': (kms, { key, common }, options) =>
    kms.send(
      new CreateGrantCommand({
        ...common,
        KeyId: key.arn,
        GranteePrincipal: accountArn(key.account, parseArn(key.arn)?.partition),
        Operations: ['DescribeKey'],
      }),
      options,
    ),
  'kms:reencryptfrom': reEncrypt,
  'kms:reencryptto': reEncrypt,
  'kms:sign': (kms, { key, common }, options) =>
    kms.send(
      new SignCommand({
        ...common,
        KeyId: key.arn,
        Message: sample,
        SigningAlgorithm: key.signingAlgorithms[0] as SigningAlgorithmSpec | undefined,
      }),
      options,
    ),
  'kms:generatemac': (kms, { key, common }, options) =>
    kms.send(
      new GenerateMacCommand({
        ...common,
        KeyId: key.arn,
        Message: sample,
        MacAlgorithm: key.macAlgorithms[0] as MacAlgorithmSpec | undefined,
      }),
      options,
    ),
};

/** One call asks for both halves; from the key to itself, so that no second key's policy has a say. */
function reEncrypt(
  kms: KMSClient,
  { key, common, ...t }: Trial,
  options: { readonly abortSignal: AbortSignal },
): Promise<unknown> {
  const { EncryptionContext } = context(key, t);
  return kms.send(
    new ReEncryptCommand({
      ...common,
      ...ciphertext(t),
      SourceKeyId: key.arn,
      DestinationKeyId: key.arn,
      ...(EncryptionContext && {
        SourceEncryptionContext: EncryptionContext,
        DestinationEncryptionContext: EncryptionContext,
      }),
      ...encryption(key, 'SourceEncryptionAlgorithm'),
      ...encryption(key, 'DestinationEncryptionAlgorithm'),
    }),
    options,
  );
}

/** Without a ciphertext KMS checks the permission alone (KMS API Reference, "Decrypt", DryRunModifiers). */
function ciphertext({ ciphertext: blob }: Pick<DryRunRequest, 'ciphertext'>) {
  return blob === undefined
    ? { CiphertextBlob: undefined, DryRunModifiers: ['IGNORE_CIPHERTEXT' as const] }
    : { CiphertextBlob: blob };
}

const sample = new TextEncoder().encode('Double Lock');

const isSymmetric = (key: LiveKey) => key.spec === 'SYMMETRIC_DEFAULT';

/** Only symmetric keys take an encryption context; others refuse it. */
function context(
  key: LiveKey,
  { encryptionContext }: Pick<DryRunRequest, 'encryptionContext'>,
): { EncryptionContext?: Record<string, string> } {
  return encryptionContext && isSymmetric(key) ? { EncryptionContext: { ...encryptionContext } } : {};
}

/** An asymmetric key must be told its algorithm. */
function encryption<P extends string>(key: LiveKey, parameter: P): { [K in P]?: EncryptionAlgorithmSpec } {
  const algorithm = key.encryptionAlgorithms[0];
  return isSymmetric(key) || algorithm === undefined
    ? {}
    : ({ [parameter]: algorithm } as { [K in P]: EncryptionAlgorithmSpec });
}
