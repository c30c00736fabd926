import { type Form, id, key, role, user } from './forms';
import type { Denial } from '../../src/denial';

const full: Partial<Denial> = {
  kind: 'access-denied',
  principal: role,
  principalType: 'assumed-role',
  principalAccount: '111122223333',
  action: 'kms:Decrypt',
  resource: key,
  resourceAccount: '444455556666',
  region: 'eu-west-1',
  keyId: id,
  deniedBy: 'no-identity-policy',
};
const opaque: Partial<Denial> = {
  kind: 'access-denied',
  principal: null,
  principalType: null,
  action: null,
  resource: null,
  deniedBy: 'unknown',
};
const sentence = `User: ${role} is not authorized to perform: kms:Decrypt on resource: ${key} because no identity-based policy allows the kms:Decrypt action`;
const oldText =
  'The ciphertext refers to a customer master key that does not exist, does not exist in this region, or you are not allowed to access.';

/** What services say of KMS, other than KMS's own sentence. */
const services: readonly Form[] = [
  {
    name: 'EC2 launch',
    text: 'Cause: One or more of the attached Amazon EBS volumes are encrypted with an inaccessible AWS KMS key.\n\nResolution:\nEnsure that the KMS keys are in the enabled state.',
    expected: [{ ...opaque, callingService: 'ec2.amazonaws.com' }],
  },
  {
    name: 'OpenSearch',
    text: `Error: creating OpenSearch Domain: ValidationException: KMS Key ${key} not accessible`,
    expected: [{ ...opaque, resource: key }],
  },
  {
    name: 'Firehose, source',
    text: 'Firehose does not have access to the KMS Key used to encrypt/decrypt the Kinesis Stream. Please grant the Firehose delivery role access to the key.\n\nKinesis.KMS.AccessDeniedException',
    expected: [opaque],
  },
  {
    name: 'Firehose, grant',
    text: 'InvalidKMSResourceException: The grant for the customer-managed CMK to the delivery stream app might have been revoked or the caller might not have sufficient permissions.',
    expected: [{ ...opaque, callingService: 'firehose.amazonaws.com' }],
  },
  {
    name: 'Kinesis records',
    text: 'com.amazonaws.services.kinesis.model.KMSAccessDeniedException: User AROAEXAMPLE:app is not authorized to decrypt records in stream 111122223333:app:1 (Service: AmazonKinesis; Status Code: 400; Error Code: KMSAccessDeniedException; Request ID: r-1-2-3; Proxy: null)',
    expected: [{ ...opaque, principalType: 'unknown', callingService: 'kinesis.amazonaws.com' }],
  },
  {
    name: 'CloudWatch alarm',
    text: 'Received error: "CloudWatch Alarms does not have authorization to access the SNS topic encryption key."',
    expected: [{ ...opaque, callingService: 'cloudwatch.amazonaws.com' }],
  },
  {
    name: 'Secrets Manager, another account',
    text: "InvalidRequestException: You can't access a secret from a different AWS account if you encrypt the secret with the default KMS service key.",
    expected: [{ ...opaque, callingService: 'secretsmanager.amazonaws.com' }],
  },
  {
    name: 'Secrets Manager, decryption',
    text: "An error occurred (DecryptionFailure) when calling the GetSecretValue operation: Secrets Manager can't decrypt the protected secret text using the provided KMS key.",
    expected: [{ kind: 'other', deniedBy: null, callingService: 'secretsmanager.amazonaws.com' }],
  },
  {
    name: 'EC2, a revoked key',
    text: 'An error occurred (CustomerKeyHasBeenRevoked) when calling the AttachVolume operation: The customer key cannot be accessed',
    expected: [opaque],
  },
  {
    name: 'RDS event',
    text: "Amazon RDS can't access the KMS encryption key for database instance app. This is likely due to the key being disabled.",
    expected: [opaque],
  },
  {
    name: 'AWS Config',
    text: `InsufficientDeliveryPolicyException: Insufficient delivery policy to s3 bucket: b, unable to write to bucket, provided s3 key prefix is 'null', provided kms key is '${key}'.`,
    expected: [{ ...opaque, resource: key, callingService: 'config.amazonaws.com' }],
  },
  {
    name: 'Redshift',
    text: 'An error occurred (InvalidParameterValue) when calling the CreateCluster operation: The specified KMS key is not enabled.',
    expected: [{ kind: 'disabled', deniedBy: null }],
  },
  ...(
    [
      ['KmsThrottled', 'other'],
      ['KMSFault', 'other'],
      ['InvalidKmsKeyIdException', 'not-found'],
      ['EncryptionKeyAccessDeniedException', 'access-denied'],
      ['EncryptionKeyDisabledException', 'disabled'],
      ['com.amazonaws.sqs#KmsNotFound', 'not-found'],
      ['KMS.InvalidStateException', 'invalid-state'],
    ] as const
  ).map(([code, kind]): Form => ({
    name: `code ${code}`,
    text: `An error occurred (${code}) when calling the Send operation: it failed`,
    expected: [{ kind }],
  })),
  {
    name: 'EC2, the decoded message',
    text: JSON.stringify({
      DecodedMessage: JSON.stringify({
        allowed: false,
        explicitDeny: false,
        matchedStatements: { items: [] },
        context: {
          principal: { id: 'AROAEXAMPLE:i', arn: role },
          action: 'kms:CreateGrant',
          resource: key,
          conditions: { items: [] },
        },
      }),
    }),
    expected: [{ ...full, action: 'kms:CreateGrant', deniedBy: 'unknown' }],
  },
  {
    name: 'Athena, S3’s code after the sentence',
    text: `com.amazonaws.services.s3.model.AmazonS3Exception: ${oldText} (Service: Amazon S3; Status Code: 400; Error Code: KMS.NotFoundException; Request ID: ABCDEF0123456789; S3 Extended Request ID: abc=)`,
    expected: [{ kind: 'not-found', requestId: 'ABCDEF0123456789', callingService: 's3.amazonaws.com' }],
  },
];

/** Failures before anybody looked at a policy, and several failures in one text. */
const causes: readonly Form[] = [
  {
    name: 'Java, no connection',
    text: 'com.amazonaws.SdkClientException: Unable to execute HTTP request: Connect to kms.us-east-1.amazonaws.com:443 failed: connect timed out',
    expected: [{ kind: 'other', requestRegion: 'us-east-1' }],
  },
  {
    name: 'Node, no such host',
    text: "Error: getaddrinfo ENOTFOUND kms.eu-west-1.amazonaws.com\n    at GetAddrInfoReqWrap.onlookup (dns.js:66:26) {\n  code: 'NetworkingError' }",
    expected: [{ kind: 'other', requestRegion: 'eu-west-1' }],
  },
  {
    name: 'a principal that is none',
    text: 'An error occurred (InvalidArnException) when calling the CreateGrant operation: ARN does not refer to a valid principal: arn:aws:iam::111122223333:role/gone',
    expected: [{ kind: 'other', action: 'kms:CreateGrant' }],
  },
  {
    name: 'sops, expired SSO for two keys',
    text: [key, key.replace('eu-west-1', 'eu-west-3')]
      .map(
        k =>
          `  ${k}: FAILED\n    - | failed to decrypt sops data key with AWS KMS: operation\n      | error KMS: Decrypt, get identity: get credentials: failed to\n      | refresh cached credentials, unable to refresh SSO token, operation error SSO OIDC:\n      | CreateToken, https response error StatusCode: 400,\n      | RequestID: 3e11e8dc-0000-4000-8000-000000000000,\n      | InvalidGrantException: `,
      )
      .join('\n  \n'),
    expected: [
      { kind: 'other', action: 'kms:Decrypt', resource: key, callingService: null },
      { kind: 'other', resource: key.replace('eu-west-1', 'eu-west-3') },
    ],
  },
  {
    name: 'wrong ciphertext, then denied',
    text: `com.amazonaws.services.kms.model.InvalidCiphertextException: null (Service: AWSKMS; Status Code: 400; Error Code: InvalidCiphertextException; Request ID: r-1-2-3), compiling:(api.clj:33:31)\n\nor\n\nCaused by: com.amazonaws.services.kms.model.AWSKMSException: ${oldText} (Service: AWSKMS; Status Code: 400; Error Code: AccessDeniedException; Request ID: r-4-5-6)`,
    expected: [
      { kind: 'other', requestId: 'r-1-2-3' },
      { kind: 'access-denied', requestId: 'r-4-5-6' },
    ],
  },
];

const cutAt = (text: string, width: number, end: string): string =>
  (text.match(new RegExp(`[^]{1,${width}}`, 'g')) ?? []).join(`${end}\n`);

/** Carriers: mails, logs, redactions, flattened events. */
const carriers: readonly Form[] = [
  { name: 'quoted-printable mail', text: cutAt(sentence, 75, '='), expected: [full] },
  {
    name: 'a listing with numbers',
    text: cutAt(sentence, 100, '')
      .split('\n')
      .map((line, i) => `${String(i + 9).padStart(4)}  ${line}`)
      .join('\n'),
    expected: [full],
  },
  {
    name: 'a link made of a session name',
    text: sentence.replace('i-0abc', '[alice@example.com](mailto:alice@example.com)'),
    expected: [{ ...full, principal: role.replace('i-0abc', 'alice@example.com') }],
  },
  {
    name: 'a policy before the failure',
    text: `{"Effect":"Allow","Action":"kms:*","Resource":"${key}"}\nAccessDeniedException: ${sentence.replace(`resource: ${key}`, 'the resource associated with this ciphertext')}`,
    expected: [{ ...full, resource: null, resourceAccount: null, region: null, keyId: null }],
  },
  {
    name: 'syslog',
    text: `Mar 04 05:06:07 ip-10-0-0-1 app[1234]: ${sentence}`,
    expected: [{ ...full, time: 'Mar 04 05:06:07' }],
  },
  {
    name: 'redacted in groups',
    text: 'User: arn:aws:iam::XXXX XXXX XXXX:user/bob is not authorized to perform: kms:Decrypt on resource: arn:aws:kms:us-east-1:#### #### ####:key/XXXX because no identity-based policy allows the kms:Decrypt action',
    expected: [
      {
        kind: 'access-denied',
        principal: 'arn:aws:iam::XXXX XXXX XXXX:user/bob',
        principalType: 'user',
        resource: 'arn:aws:kms:us-east-1:#### #### ####:key/XXXX',
        region: 'us-east-1',
        deniedBy: 'no-identity-policy',
      },
    ],
  },
  {
    name: 'a caller left out',
    text: 'AccessDeniedException: User ... is not authorized to perform: kms:Decrypt',
    expected: [{ kind: 'access-denied', principal: null, principalType: 'unknown', action: 'kms:Decrypt' }],
  },
  {
    name: 'flattened event',
    text: JSON.stringify({
      eventSource: 'kms.amazonaws.com',
      eventName: 'GenerateDataKey',
      errorCode: 'AccessDenied',
      'userIdentity.arn': role,
      awsRegion: 'eu-west-1',
      'resources.0.ARN': key,
    }),
    expected: [{ ...full, action: 'kms:GenerateDataKey', deniedBy: 'unknown' }],
  },
  {
    name: 'event with an account only',
    text: JSON.stringify({
      userIdentity: { type: 'AWSAccount', principalId: 'AROAEXAMPLE:s', accountId: '111122223333' },
      eventSource: 'kms.amazonaws.com',
      eventName: 'Decrypt',
      errorCode: 'AccessDenied',
      resources: [{ ARN: key }],
    }),
    expected: [{ ...full, principal: null, principalType: 'unknown', deniedBy: 'unknown' }],
  },
  {
    name: 'a mongo client',
    text: `MongoCryptError: error in KMS response. HTTP status=400. Response body={"__type":"AccessDeniedException","Message":"User: ${user} is not authorized to perform: kms:Decrypt on resource: ${key}"}`,
    expected: [{ ...full, principal: user, principalType: 'user', deniedBy: 'unknown' }],
  },
];

/** Nothing of AWS KMS failed here. */
const nothing: readonly Form[] = [
  [
    'Google Cloud KMS',
    "CloudKMSAccessDeniedException: PERMISSION_DENIED: Permission 'cloudkms.cryptoKeyVersions.useToDecrypt' denied on resource 'projects/p/locations/global/keyRings/r/cryptoKeys/k'",
  ],
  [
    'a decoded message of EC2',
    '{"allowed":false,"explicitDeny":true,"context":{"principal":{"arn":"arn:aws:iam::111122223333:user/a"},"action":"ec2:RunInstances","resource":"*"}}',
  ],
  [
    'Windows activation',
    'Error 0xC004F074: The product could not be activated. No Key Management Service (KMS) could be contacted.',
  ],
  [
    'a kernel module',
    'Error! Bad return status for module build on kernel: 6.8.0. Consult /var/lib/dkms/nvidia/550/build/make.log',
  ],
  [
    'types of a client',
    'interface KMSAccessDeniedExceptionMember {\n  KMSDisabledException?: never;\n  KMSInvalidStateException?: never;\n}',
  ],
  ['a declaration', 'public struct KMSAccessDeniedException: Codable, Equatable {\n    public var message: String?\n}'],
  [
    'a switch',
    'case lambda.ErrCodeKMSDisabledException:\n    fmt.Println(lambda.ErrCodeKMSDisabledException, aerr.Error())',
  ],
  [
    'another service’s operation of that name',
    `An error occurred (AccessDeniedException) when calling the ListAliases operation: User: ${user} is not authorized to perform: lambda:ListAliases on resource: arn:aws:lambda:us-east-1:111122223333:function:f`,
  ],
  [
    'an argument of S3',
    'InvalidArgument: Requests specifying Server Side Encryption with AWS KMS managed keys require AWS Signature Version 4.',
  ],
].map(([name = '', text = '']): Form => ({ name, text, expected: [] }));

/** Forms met in public issue threads and repositories, rewritten with example accounts. */
export const wild: readonly Form[] = [...services, ...causes, ...carriers, ...nothing];
