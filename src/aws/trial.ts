import {
  CreateGrantCommand,
  DecryptCommand,
  DescribeKeyCommand,
  EncryptCommand,
  GenerateDataKeyCommand,
  GenerateDataKeyWithoutPlaintextCommand,
  KMSClient,
  KMSServiceException,
  ReEncryptCommand,
} from '@aws-sdk/client-kms';
import { defaultLimits } from './ask';
import { clientSettings } from './clients';
import type { SandboxConnection } from '../ports';
import { withoutSecrets } from '../text/secrets';

/** The calls that a sandbox scenario makes. */
const commands = {
  CreateGrant: CreateGrantCommand,
  Decrypt: DecryptCommand,
  DescribeKey: DescribeKeyCommand,
  Encrypt: EncryptCommand,
  GenerateDataKey: GenerateDataKeyCommand,
  GenerateDataKeyWithoutPlaintext: GenerateDataKeyWithoutPlaintextCommand,
  ReEncrypt: ReEncryptCommand,
};

/**
 * Makes a call to the sandbox that is expected to fail.
 * @param operation the SDK's command without `Command`
 * @returns the error as the AWS CLI prints it; undefined when the call succeeded, whose answer is dropped unread
 * @throws Error for an operation that no scenario makes, and when the sandbox cannot be reached
 */
export async function errorOfCall(
  { endpoint, credentials, region }: SandboxConnection,
  operation: string,
  input: Readonly<Record<string, unknown>>,
): Promise<string | undefined> {
  const Command = Object.entries(commands).find(([name]) => name === operation)?.[1] as
    (new (input: unknown) => DecryptCommand) | undefined;
  if (Command === undefined) {
    throw new Error(`No scenario calls ${operation}`);
  }
  const client = new KMSClient({
    ...clientSettings(endpoint, defaultLimits),
    region,
    credentials,
    useFipsEndpoint: false,
    useDualstackEndpoint: false,
  });
  try {
    await client.send(new Command(input));
    return undefined;
  } catch (error) {
    if (!(error instanceof KMSServiceException)) {
      throw error;
    }
    return `An error occurred (${error.name}) when calling the ${operation} operation: ${withoutSecrets(error.message)}`;
  } finally {
    client.destroy();
  }
}
