import { AwsError } from '../errors';
import type { KmsCall } from './call';
import {
  decrypt,
  encrypt,
  generateDataKey,
  generateDataKeyWithoutPlaintext,
  reEncrypt,
  wrongUsage,
} from './cryptography';
import { createGrant, listGrants, revokeGrant } from './grants';
import { putKeyPolicy } from './putKeyPolicy';
import { describeKey, getKeyPolicy, listAliases, listKeys } from './reads';

const operations: Readonly<Record<string, (call: KmsCall) => object>> = {
  CreateGrant: createGrant,
  Decrypt: decrypt,
  DescribeKey: describeKey,
  Encrypt: encrypt,
  GenerateDataKey: generateDataKey,
  GenerateDataKeyWithoutPlaintext: generateDataKeyWithoutPlaintext,
  GetKeyPolicy: getKeyPolicy,
  ListAliases: listAliases,
  ListGrants: listGrants,
  ListKeys: listKeys,
  PutKeyPolicy: putKeyPolicy,
  ReEncrypt: reEncrypt,
  RevokeGrant: revokeGrant,
  ...Object.fromEntries(['Sign', 'Verify', 'GenerateMac', 'VerifyMac'].map(name => [name, wrongUsage(name)])),
};

/** Runs a KMS operation. @returns the answer's members. @throws AwsError */
export function runKms(operation: string, call: KmsCall): object {
  const run = Object.hasOwn(operations, operation) ? operations[operation] : undefined;
  if (run === undefined) {
    throw new AwsError('UnknownOperationException');
  }
  return run(call);
}
