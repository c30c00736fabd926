import * as kms from '@aws-sdk/client-kms';
import { clientSettings } from './clients';
import { defaultLimits } from './ask';
import type { SandboxSessionOptions } from './session';

/**
 * Makes one KMS call against the sandbox for real and returns its error as the AWS CLI prints it; undefined when it succeeded.
 * @param operation the API operation: `Decrypt`
 */
export async function errorOfCall(
  { endpoint, credentials, region, limits }: SandboxSessionOptions, operation: string, input: Readonly<Record<string, unknown>>,
): Promise<string | undefined> {
  const client = new kms.KMSClient({ region, credentials, ...clientSettings(endpoint, { ...defaultLimits, ...limits }) });
  try {
    await client.send(commandOf(operation, input));
    return undefined;
  } catch (error) {
    const { name, message } = error as Error;
    return `An error occurred (${name}) when calling the ${operation} operation: ${message}`;
  } finally {
    client.destroy();
  }
}

function commandOf(operation: string, input: Readonly<Record<string, unknown>>): kms.DescribeKeyCommand {
  const Command = (kms as unknown as Record<string, new (input: object) => kms.DescribeKeyCommand>)[`${operation}Command`];
  if (Command === undefined) { throw new Error(`KMS has no operation ${operation}`); }
  return new Command(input);
}
