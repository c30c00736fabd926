import {
  CreateGrantCommand, DecryptCommand, DescribeKeyCommand, EncryptCommand, GenerateDataKeyCommand, GenerateDataKeyWithoutPlaintextCommand,
  KMSClient, ReEncryptCommand,
} from '@aws-sdk/client-kms';
import { defaultLimits } from './ask';
import { clientSettings } from './clients';
import type { SandboxSessionOptions } from './session';

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
 * Makes one KMS call against the sandbox for real and returns its error as the AWS CLI prints it; undefined when it succeeded.
 * @param operation the API operation: `Decrypt`
 */
export async function errorOfCall(
  { endpoint, credentials, region, limits }: SandboxSessionOptions, operation: keyof typeof commands, input: object,
): Promise<string | undefined> {
  const client = new KMSClient({ region, credentials, ...clientSettings(endpoint, { ...defaultLimits, ...limits }) });
  try {
    await client.send(new (commands[operation] as new (input: object) => DescribeKeyCommand)(input));
    return undefined;
  } catch (error) {
    const { name, message } = error as Error;
    return `An error occurred (${name}) when calling the ${operation} operation: ${message}`;
  } finally {
    client.destroy();
  }
}
