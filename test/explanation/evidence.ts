import type { Denial } from '../../src/denial';
import type { Evidence } from '../../src/diagnosis';
import type { Answer, LiveKey } from '../../src/ports';

export const keyArn = 'arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab';
export const session = 'arn:aws:sts::111122223333:assumed-role/MyRole/i-0abc';

/** A denial as the reader makes it; the usual one is MyRole's kms:Decrypt without a root statement. */
export function denial(over: Partial<Denial> = {}): Denial {
  return {
    kind: 'access-denied',
    principal: session,
    principalType: 'assumed-role',
    principalAccount: '111122223333',
    action: 'kms:Decrypt',
    resource: keyArn,
    resourceAccount: '111122223333',
    region: 'eu-west-1',
    keyId: '1234abcd-12ab-34cd-56ef-1234567890ab',
    deniedBy: 'no-resource-policy',
    requestId: null,
    requestRegion: null,
    vpcEndpointId: null,
    sourceIp: null,
    time: null,
    callingService: null,
    encryptionContext: null,
    denyingPolicyArn: null,
    authorizationId: null,
    message: 'User: … is not authorized to perform: kms:Decrypt',
    span: { offset: 0, length: 0 },
    ...over,
  };
}

export const ok = <T>(value: T): Answer<T> => ({ ok: true, value });

export const refused = (operation: string): Answer<never> => ({
  ok: false,
  failure: { kind: 'access-denied', action: operation, operation, message: 'not authorized' },
});

export const liveKey: LiveKey = {
  arn: keyArn,
  account: '111122223333',
  region: 'eu-west-1',
  keyId: '1234abcd-12ab-34cd-56ef-1234567890ab',
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

export const rootStatement = {
  Sid: 'Enable IAM User Permissions',
  Effect: 'Allow',
  Principal: { AWS: 'arn:aws:iam::111122223333:root' },
  Action: 'kms:*',
  Resource: '*',
};
export const adminStatement = {
  Sid: 'Allow administration',
  Effect: 'Allow',
  Principal: { AWS: 'arn:aws:iam::111122223333:role/KeyAdmin' },
  Action: ['kms:PutKeyPolicy', 'kms:GetKeyPolicy', 'kms:DescribeKey'],
  Resource: '*',
};

export const policyText = (...statements: readonly object[]): string =>
  JSON.stringify({ Version: '2012-10-17', Id: 'key-policy', Statement: statements });

/** Everything read, with this key policy. */
export function evidence(keyPolicy: string, over: Partial<Evidence> = {}): Evidence {
  return {
    denial: denial(),
    key: ok(liveKey),
    keyPolicy: ok(keyPolicy),
    grants: ok([]),
    caller: ok({
      arn: 'arn:aws:sts::111122223333:assumed-role/KeyAdmin/me',
      account: '111122223333',
      userId: 'AROAEXAMPLE:me',
    }),
    ...over,
  };
}

/** The IAM side with these statements in one inline policy. */
export function identity(...statements: readonly object[]): NonNullable<Evidence['identity']> {
  return ok({
    policies: statements.length === 0 ? [] : [{ name: 'App', kind: 'inline', text: policyText(...statements) }],
    unread: [],
  });
}
