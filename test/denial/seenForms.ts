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
const noKey: Partial<Denial> = { resource: null, resourceAccount: null, region: null, keyId: null };
const opaque: Partial<Denial> = {
  kind: 'access-denied',
  principal: null,
  principalType: null,
  action: null,
  resource: null,
  deniedBy: 'unknown',
};
const other: Partial<Denial> = { kind: 'other', principal: null, deniedBy: null };
const sentence = `User: ${role} is not authorized to perform: kms:Decrypt on resource: ${key} because no identity-based policy allows the kms:Decrypt action`;
const oldText =
  'The ciphertext refers to a customer master key that does not exist, does not exist in this region, or you are not allowed to access.';
const triple =
  'because the resource does not exist in this Region, no resource-based policies allow access, or a resource-based policy explicitly denies access';
const request = 'To request access, copy the following text and send it to your AWS administrator.';

/** The access-denied panel of the AWS console, as people copy it. */
const panels: readonly Form[] = [
  {
    name: 'console: service and action apart',
    text: `Access denied\nYou don't have permission to kms:ListAliases. ${request}\nUser: ${user}\nService: kms\nAction: ListAliases\nOn resource(s): *\nContext: no identity-based policy allows the kms:ListAliases action`,
    expected: [{ ...full, ...noKey, principal: user, principalType: 'user', action: 'kms:ListAliases' }],
  },
  {
    name: 'console: with a key',
    text: `User: ${user}\nService: kms\nAction: DescribeKey\nOn resource(s): ${key}\nContext: no resource-based policy allows the kms:DescribeKey action`,
    expected: [
      { ...full, principal: user, principalType: 'user', action: 'kms:DescribeKey', deniedBy: 'no-resource-policy' },
    ],
  },
  {
    name: 'console: copied without its line breaks',
    text: `Access denied to kms:DescribeKeyYou don't have permission to kms:DescribeKey. ${request} User: ${user}Action: kms:DescribeKeyOn resource(s): ${key}Context: no identity-based policy allows the action`,
    expected: [{ ...full, principal: user, principalType: 'user', action: 'kms:DescribeKey' }],
  },
  {
    name: 'console: an identity-based policy denies',
    text: `You don't have permission to kms:ListKeys. ${request}\nUser: arn:aws:sts::111122223333:assumed-role/labs/user1=A_B\nAction: kms:ListKeys\nContext: an identity-based policy explicitly denies the action`,
    expected: [
      {
        ...full,
        ...noKey,
        principal: 'arn:aws:sts::111122223333:assumed-role/labs/user1=A_B',
        action: 'kms:ListKeys',
        deniedBy: 'explicit-deny-identity',
      },
    ],
  },
  {
    name: 'console: in one line, an SCP denies',
    text: `receives the following error. User: ${role} Action: kms:CreateKey On resource(s): * Context: a service control policy explicitly denies the action The company needs`,
    expected: [{ ...full, ...noKey, action: 'kms:CreateKey', deniedBy: 'explicit-deny-scp' }],
  },
  {
    name: 'console: in HTML, an RCP denies',
    text: `<br/>User: ${role}<br/>Action: kms:Decrypt<br/>On resource(s): ${key}<br/>Context: a resource control policy explicitly denies the action<br/>`,
    expected: [{ ...full, deniedBy: 'explicit-deny-rcp' }],
  },
];

/** Languages and what they do to names. */
const languages: readonly Form[] = [
  { name: 'Japanese quotes', text: `エラー内容：「${sentence}」が発生しました。`, expected: [full] },
  {
    name: 'full-width punctuation',
    text: `报错信息：User： ${role} is not authorized to perform： kms:Decrypt on resource： ${key}，请检查密钥策略。`,
    expected: [{ ...full, deniedBy: 'unknown' }],
  },
  {
    name: 'a Chinese full stop',
    text: `User: ${role} is not authorized to perform: kms:Decrypt on resource: ${key}。`,
    expected: [{ ...full, deniedBy: 'unknown' }],
  },
  {
    name: 'Japanese straight after the key',
    text: `User: ${role} is not authorized to perform: kms:Decrypt on resource: ${key}に対する権限`,
    expected: [{ ...full, deniedBy: 'unknown' }],
  },
  {
    name: 'the old text in Japanese',
    text: '「暗号文は、存在しない、このリージョンに存在しない、またはアクセスが許可されていないカスタマーマスターキーを指します」',
    expected: [opaque],
  },
  {
    name: 'spaces around colons',
    text: sentence
      .replace(role, 'arn : aws : sts :: 111122223333 : assumed-role/app/i-0abc')
      .replace(key, `arn: aws: kms: eu-west-1: 444455556666: key/${id}`)
      .replace('perform: kms:Decrypt', 'perform : kms : Decrypt'),
    expected: [full],
  },
];

/** Codes and sentences of services and tools. */
const services: readonly Form[] = [
  {
    name: 'an operation that other services have too, after the command',
    text: '`aws kms --region=us-west-1 create-key --description="assets"` will fail with:\nAn error occurred (AccessDeniedException) when calling the CreateKey operation:',
    expected: [{ ...opaque, action: 'kms:CreateKey' }],
  },
  {
    name: 'a code of KMS with such an operation',
    text: 'An error occurred (KMSInvalidSignatureException) when calling the Verify operation: ',
    expected: [{ ...other, action: 'kms:Verify' }],
  },
  {
    name: 'Go, cut off after the operation',
    text: 'If you see:\n```\nfailed to decrypt sops data key with AWS KMS: operation error KMS: Decrypt\n```\n\nCheck the role.',
    expected: [{ ...other, action: 'kms:Decrypt' }],
  },
  {
    name: 'Go, credentials that STS refuses',
    text: 'operation error KMS: Decrypt, get identity: get credentials: failed to refresh cached credentials, operation error STS: AssumeRoleWithWebIdentity, https response error StatusCode: 403, RequestID: 1-2-3-4, api error AccessDenied: Not authorized to perform sts:AssumeRoleWithWebIdentity',
    expected: [{ ...other, action: 'kms:Decrypt' }],
  },
  {
    name: 'sops without credentials',
    text: `Group 0: FAILED\n  ${key}: FAILED\n    - | Error decrypting key: NoCredentialProviders: no valid\n      | providers in chain. Deprecated.`,
    expected: [{ ...other, resource: key }],
  },
  {
    name: 'SSM, a disabled key',
    text: `operation error SSM: GetParameter, https response error StatusCode: 400, RequestID: 1-2-3-4, InvalidKeyId: ${key} is disabled. (Service: AWSKMS; Status Code: 400; Error Code: DisabledException; Request ID: 5-6-7-8; Proxy: null)`,
    expected: [{ kind: 'disabled', resource: key, callingService: 'ssm.amazonaws.com' }],
  },
  {
    name: 'Kinesis, a caller with an ARN',
    text: `com.amazonaws.services.kinesis.model.KMSAccessDeniedException: User ${role} is not authorized to decrypt records in stream 111122223333:app:1`,
    expected: [{ ...opaque, principal: role, principalType: 'assumed-role' }],
  },
  {
    name: 'a failure told in prose',
    text: 'the store_record tool failed due to a KMS key access denied error',
    expected: [opaque],
  },
  {
    name: 'an authorization id without a reason',
    text: `User: ${role} is not authorized to perform: kms:Decrypt on resource: ${key}. Go to https://us-east-1.console.aws.amazon.com/iam/home?region=us-east-1#/authorization-details/abc123 for complete details, or call the GetRequestAuthorizationDetails API with the following authorization id: abc123`,
    expected: [{ ...full, deniedBy: 'unknown', authorizationId: 'abc123' }],
  },
  {
    name: 'the key straight after the action',
    text: `${role} is not authorized to perform kms:Decrypt on ${key}`,
    expected: [{ ...full, deniedBy: 'unknown' }],
  },
  {
    name: 'an alias straight after the action',
    text: 'the assumed role lake-role is not authorized to perform kms:Decrypt on alias/lake',
    expected: [{ ...opaque, principalType: 'unknown', action: 'kms:Decrypt', keyId: 'alias/lake' }],
  },
  {
    name: 'elided down to its reason',
    text: 'Every sync failed with `AccessDenied … kms:Decrypt … no identity-based policy allows the kms:Decrypt action`.',
    expected: [{ ...opaque, action: 'kms:Decrypt', deniedBy: 'no-identity-policy' }],
  },
  {
    name: 'a short multi-Region id before the next sentence',
    text: `User: ${role} is not authorized\nto perform: kms:Decrypt on resource: arn:aws:kms:us-east-1:111122223333:key/mrk-abc123\nThis fires at runtime`,
    expected: [
      {
        ...full,
        resource: 'arn:aws:kms:us-east-1:111122223333:key/mrk-abc123',
        resourceAccount: '111122223333',
        region: 'us-east-1',
        keyId: 'mrk-abc123',
        deniedBy: 'unknown',
      },
    ],
  },
];

/** CloudTrail as it travels. */
const events: readonly Form[] = [
  {
    name: 'an event of a VPC endpoint',
    text: JSON.stringify(
      {
        eventVersion: '1.09',
        userIdentity: { type: 'AWSAccount', principalId: 'AKIAEXAMPLE', accountId: '111122223333' },
        eventSource: 'kms.amazonaws.com',
        eventName: 'ListKeys',
        awsRegion: 'us-east-1',
        errorCode: 'VpceAccessDenied',
        errorMessage: 'The request was denied due to a VPC endpoint policy',
        eventType: 'AwsVpceEvent',
        vpcEndpointId: 'vpce-1234abcd',
        vpcEndpointAccountId: '444455556666',
      },
      null,
      2,
    ),
    expected: [
      {
        kind: 'access-denied',
        principal: null,
        principalType: 'unknown',
        principalAccount: '111122223333',
        action: 'kms:ListKeys',
        deniedBy: 'vpc-endpoint',
        vpcEndpointId: 'vpce-1234abcd',
      },
    ],
  },
  {
    name: 'an event in YAML',
    text: `eventName: Decrypt\neventSource: kms.amazonaws.com\nerrorCode: AccessDenied\nuserIdentity:\n  arn: ${role}\n  type: AssumedRole\nresources:\n- ARN: ${key}\n  accountId: '444455556666'\nrequestID: 1111-2222`,
    expected: [{ ...full, deniedBy: 'unknown', requestId: '1111-2222' }],
  },
];

const words = (text: string, width: number): string =>
  text
    .split(' ')
    .reduce<string[]>((lines, word) => {
      const last = lines.at(-1) ?? '';
      return last === '' || last.length + word.length >= width
        ? [...lines, word]
        : [...lines.slice(0, -1), `${last} ${word}`];
    }, [])
    .join('\n');

/** A name alone, where somebody tells that it happened. */
const namedAlone: readonly Form[] = (
  [
    ['The deployment failed due to KMSAccessDeniedException.', 'access-denied'],
    ['Trying to invoke the function returns KMSAccessDeniedException', 'access-denied'],
    ['When I call it I get a KMSDisabledException from Lambda', 'disabled'],
    ['2025-01-01T00:00:00Z ERROR KMSInvalidStateException', 'invalid-state'],
    ['{"errorType":"KMSAccessDeniedException","requestId":"1-2-3-4"}', 'access-denied'],
    ['Caused by: com.amazonaws.services.kms.model.KMSInvalidStateException', 'invalid-state'],
    ['KMSInvalidStateException', 'invalid-state'],
  ] as const
).map(([text, kind]): Form => ({ name: `told: ${text}`, text, expected: [{ kind }] }));

/** Wrapped where it hurts. */
const wrapped: readonly Form[] = [
  {
    name: 'a code on the next line',
    text: words(
      'An error occurred (EncryptionKeyAccessDeniedException) when calling the GetBlob operation: it failed',
      38,
    ),
    expected: [opaque],
  },
  {
    name: 'spaces around colons, wrapped',
    text: words(sentence.replace(role, 'arn : aws : sts :: 111122223333 : assumed-role/app/i-0abc'), 38),
    expected: [full],
  },
  {
    name: 'credentials that STS refuses, wrapped',
    text: words(
      'operation error KMS: Decrypt, get identity: get credentials: failed to refresh cached credentials, operation error STS: AssumeRoleWithWebIdentity, https response error StatusCode: 403, RequestID: 1-2-3-4, api error AccessDenied: Not authorized to perform sts:AssumeRoleWithWebIdentity',
      38,
    ),
    expected: [{ ...other, action: 'kms:Decrypt' }],
  },
  {
    name: 'a broken InvalidKeyId',
    text: `InvalidKe\nyId: ${key} is disabled. (Service: AWSKMS; Status Code: 400; Error Code: DisabledException; Request ID: 5-6-7-8; Proxy: null)`,
    expected: [{ kind: 'disabled', resource: key }],
  },
];

/** Several failures that look like one, or one that looks like several. */
const several: readonly Form[] = [
  {
    name: 'KMS’s two wordings',
    text: `\`\`\`\nERROR: AccessDenied - ${oldText}\n\`\`\`\n\n**Solution**: grant access in the other account.\n\n\`\`\`\nERROR: KMSAccessDeniedException - ${sentence}\n\`\`\``,
    expected: [opaque, full],
  },
  {
    name: 'no connection, then denied',
    text: `com.amazonaws.SdkClientException: Unable to execute HTTP request: Connect to kms.us-east-1.amazonaws.com:443\n\nPermission errors:\n\nAccessDeniedException: ${sentence}`,
    expected: [{ ...other, requestRegion: 'us-east-1' }, full],
  },
  {
    name: 'denied, then not valid',
    text: `CreateTable -> 400 AccessDeniedException 'KMS key access denied error:\ncom.amazonaws.services.kms.model.AWSKMSException: User: ${role} is not authorized to perform: kms:CreateGrant on this resource ${triple}'\nUpdateTable -> 500 InternalServerError 'KMS internal error:\ncom.amazonaws.services.kms.model.AWSKMSException: EncryptionContext is supported only when creating a grant\nfor a symmetric encryption KMS key. (Service: AWSKMS; Status Code: 400; Error Code: ValidationException; Request ID: 1-2-3-4; Proxy: null)'`,
    expected: [
      { ...full, ...noKey, action: 'kms:CreateGrant', deniedBy: 'unknown' },
      { ...other, action: null, requestId: '1-2-3-4' },
    ],
  },
];

/** Forms met in a second round through public issue threads and documentation, rewritten with example accounts. */
export const seen: readonly Form[] = [
  ...panels,
  ...languages,
  ...services,
  ...events,
  ...namedAlone,
  ...wrapped,
  ...several,
];
