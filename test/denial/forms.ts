import type { Denial } from '../../src/denial';

export const role = 'arn:aws:sts::111122223333:assumed-role/app/i-0abc';
export const user = 'arn:aws:iam::111122223333:user/alice';
export const id = '1234abcd-12ab-34cd-56ef-1234567890ab';
export const key = `arn:aws:kms:eu-west-1:444455556666:key/${id}`;
export const alias = 'arn:aws:kms:eu-west-1:444455556666:alias/app';

/** A text as people paste it, and what has to be read out of it: one entry for each failure, only the named fields compared. */
export interface Form {
  readonly name: string;
  readonly text: string;
  readonly expected: readonly Partial<Denial>[];
}

const noIdentity = 'because no identity-based policy allows the kms:Decrypt action';
const sentence = `User: ${role} is not authorized to perform: kms:Decrypt on resource: ${key} ${noIdentity}`;
const triple =
  'because the resource does not exist in this Region, no resource-based policies allow access, or a resource-based policy explicitly denies access';
const oldText =
  'The ciphertext refers to a customer master key that does not exist, does not exist in this region, or you are not allowed to access.';

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
  resource: null,
  keyId: null,
  deniedBy: 'unknown',
};

/** SDKs and command lines. */
export const sdks: readonly Form[] = [
  {
    name: 'CLI',
    text: `An error occurred (AccessDeniedException) when calling the Decrypt operation: ${sentence}`,
    expected: [full],
  },
  {
    name: 'CLI of 2026',
    text: `\naws: [ERROR]: An error occurred (AccessDeniedException) when calling the Decrypt operation: ${sentence}\n`,
    expected: [full],
  },
  {
    name: 'CLI of 2015',
    text: `A client error (AccessDeniedException) occurred when calling the Decrypt operation: User: ${user} is not authorized to perform: kms:Decrypt`,
    expected: [
      {
        kind: 'access-denied',
        principal: user,
        principalType: 'user',
        action: 'kms:Decrypt',
        resource: null,
        deniedBy: 'unknown',
      },
    ],
  },
  {
    name: 'CLI, other quota',
    text: 'A client error (LimitExceededException) occurred when calling the CreateGrant operation: Grant quota exceeded',
    expected: [{ kind: 'other', action: 'kms:CreateGrant' }],
  },
  {
    name: 'boto3 traceback',
    text: `Traceback (most recent call last):
  File "/var/task/app.py", line 12, in handler
    plain = kms.decrypt(CiphertextBlob=blob)["Plaintext"]
  File "/var/lang/lib/python3.12/site-packages/botocore/client.py", line 565, in _api_call
    return self._make_api_call(operation_name, kwargs)
  File "/var/lang/lib/python3.12/site-packages/botocore/client.py", line 1021, in _make_api_call
    raise error_class(parsed_response, operation_name)
botocore.errorfactory.AccessDeniedException: An error occurred (AccessDeniedException) when calling the Decrypt operation: ${sentence}`,
    expected: [full],
  },
  {
    name: 'boto3 response dump',
    text: `{'Error': {'Message': "${sentence}", 'Code': 'AccessDeniedException'}, 'ResponseMetadata': {'RequestId': '7f2c1c5e-0000-4000-8000-000000000001', 'HTTPStatusCode': 400}, 'message': "${sentence}"}`,
    expected: [{ ...full, requestId: '7f2c1c5e-0000-4000-8000-000000000001' }],
  },
  {
    name: 'JavaScript v3 dump',
    text: `AccessDeniedException: ${sentence}
    at throwDefaultError (/app/node_modules/@smithy/smithy-client/dist-cjs/index.js:388:20)
    at de_CommandError (/app/node_modules/@aws-sdk/client-kms/dist-cjs/index.js:2500:14) {
  '$fault': 'client',
  '$metadata': {
    httpStatusCode: 400,
    requestId: '7f2c1c5e-0000-4000-8000-000000000002',
    extendedRequestId: undefined,
    attempts: 1,
    totalRetryDelay: 0
  },
  __type: 'AccessDeniedException'
}`,
    expected: [{ ...full, requestId: '7f2c1c5e-0000-4000-8000-000000000002' }],
  },
  {
    name: 'JavaScript v3, strings broken by the printer',
    text: `  message: 'User: ${role} is not authorized ' +
    'to perform: kms:Decrypt on resource: arn:aws:kms:eu-west-1:4444' +
    '55556666:key/${id} because no identity-based ' +
    'policy allows the kms:Decrypt action',
  name: 'AccessDeniedException'`,
    expected: [full],
  },
  {
    name: 'JavaScript v2 dump',
    text: `{ AccessDeniedException: ${sentence}
    at Request.extractError (/var/runtime/node_modules/aws-sdk/lib/protocol/json.js:48:27)
  message:
   '${sentence}',
  code: 'AccessDeniedException',
  time: 2019-02-01T10:11:12.345Z,
  requestId: '7f2c1c5e-0000-4000-8000-000000000003',
  statusCode: 400,
  retryable: false,
  retryDelay: 30.1 }`,
    expected: [{ ...full, requestId: '7f2c1c5e-0000-4000-8000-000000000003', time: '2019-02-01T10:11:12.345Z' }],
  },
  {
    name: 'Java v1',
    text: `Exception in thread "main" com.amazonaws.services.kms.model.AWSKMSException: ${sentence} (Service: AWSKMS; Status Code: 400; Error Code: AccessDeniedException; Request ID: 7f2c1c5e-0000-4000-8000-000000000004; Proxy: null)
	at com.amazonaws.http.AmazonHttpClient$RequestExecutor.handleErrorResponse(AmazonHttpClient.java:1879)
	at com.amazonaws.services.kms.AWSKMSClient.decrypt(AWSKMSClient.java:1500)`,
    expected: [{ ...full, requestId: '7f2c1c5e-0000-4000-8000-000000000004' }],
  },
  {
    name: 'Java v2 with causes',
    text: `java.util.concurrent.CompletionException: software.amazon.awssdk.services.kms.model.KmsException: ${sentence} (Service: Kms, Status Code: 400, Request ID: 7f2c1c5e-0000-4000-8000-000000000005) (SDK Attempt Count: 1)
	at software.amazon.awssdk.utils.CompletableFutureUtils.errorAsCompletionException(CompletableFutureUtils.java:65)
Caused by: software.amazon.awssdk.services.kms.model.KmsException: ${sentence} (Service: Kms, Status Code: 400, Request ID: 7f2c1c5e-0000-4000-8000-000000000005) (SDK Attempt Count: 1)
	... 23 more`,
    expected: [{ ...full, requestId: '7f2c1c5e-0000-4000-8000-000000000005' }],
  },
  {
    name: 'Java v2, disabled',
    text: `software.amazon.awssdk.services.kms.model.DisabledException: ${key} is disabled. (Service: Kms, Status Code: 400, Request ID: 7f2c1c5e-0000-4000-8000-000000000006)`,
    expected: [{ kind: 'disabled', resource: key, principal: null, principalType: null, action: null, deniedBy: null }],
  },
  {
    name: 'Go v1',
    text: `AccessDeniedException: ${sentence}\n\tstatus code: 400, request id: 7f2c1c5e-0000-4000-8000-000000000007`,
    expected: [{ ...full, requestId: '7f2c1c5e-0000-4000-8000-000000000007' }],
  },
  {
    name: 'Go v2',
    text: `operation error KMS: Decrypt, https response error StatusCode: 400, RequestID: 7f2c1c5e-0000-4000-8000-000000000008, api error AccessDeniedException: ${sentence}`,
    expected: [{ ...full, requestId: '7f2c1c5e-0000-4000-8000-000000000008' }],
  },
  {
    name: 'Go v2, modelled error',
    text: `operation error KMS: DescribeKey, https response error StatusCode: 400, RequestID: 7f2c1c5e-0000-4000-8000-000000000009, NotFoundException: Alias ${alias} is not found.`,
    expected: [
      {
        kind: 'not-found',
        action: 'kms:DescribeKey',
        resource: alias,
        keyId: 'alias/app',
        region: 'eu-west-1',
        requestId: '7f2c1c5e-0000-4000-8000-000000000009',
      },
    ],
  },
  {
    name: 'Go v2, dry run of a bad grant',
    text: 'operation error KMS: RetireGrant, https response error StatusCode: 400, RequestID: 7f2c1c5e-0000-4000-8000-00000000000a, InvalidGrantIdException: Grant 0c237476 does not exist',
    expected: [{ kind: 'invalid-grant', action: 'kms:RetireGrant' }],
  },
  {
    name: '.NET',
    text: `Unhandled exception. Amazon.KeyManagementService.AmazonKeyManagementServiceException: ${sentence}\n ---> Amazon.Runtime.Internal.HttpErrorResponseException: Exception of type 'Amazon.Runtime.Internal.HttpErrorResponseException' was thrown.\n   at Amazon.Runtime.HttpWebRequestMessage.ProcessHttpResponseMessage(HttpResponseMessage responseMessage)`,
    expected: [full],
  },
  {
    name: '.NET, key state',
    text: `Amazon.KeyManagementService.Model.KMSInvalidStateException: ${key} is pending import.\n   at Amazon.Runtime.Internal.HttpErrorResponseExceptionHandler.HandleExceptionStream()`,
    expected: [{ kind: 'invalid-state', resource: key }],
  },
  {
    name: 'Ruby',
    text: `Aws::KMS::Errors::AccessDeniedException: ${sentence}\n\tfrom /usr/lib/ruby/gems/aws-sdk-core-3.1/lib/seahorse/client/plugins/raise_response_errors.rb:17:in \`call'`,
    expected: [full],
  },
  {
    name: 'Ruby, Errors class last',
    text: `/gems/raise_response_errors.rb:17:in \`call': ${oldText} (Aws::KMS::Errors::AccessDeniedException)`,
    expected: [opaque],
  },
  {
    name: 'PHP',
    text: `PHP Fatal error:  Uncaught exception 'Aws\\Kms\\Exception\\KmsException' with message 'Error executing "Decrypt" on "https://kms.eu-west-1.amazonaws.com"; AWS HTTP error: Client error: \`POST https://kms.eu-west-1.amazonaws.com\` resulted in a \`400 Bad Request\` response:\n{"__type":"AccessDeniedException","Message":"User: ${user} is not authorized to perform: kms:Decrypt on (truncated...)\n AccessDeniedException (client): User: ${user} is not authorized to perform: kms:Decrypt on resource: ${key} - {"__type":"AccessDeniedException","Message":"User: ${user} is not authorized to perform: kms:Decrypt on resource: ${key}"}'`,
    expected: [{ ...full, principal: user, principalType: 'user', deniedBy: 'unknown' }],
  },
  {
    name: 'Rust',
    text: `Error: ServiceError(ServiceError { source: Unhandled(Unhandled { source: ErrorMetadata { code: Some("AccessDeniedException"), message: Some("${sentence}"), extras: Some({"aws_request_id": "7f2c1c5e-0000-4000-8000-00000000000b"}) }, meta: ErrorMetadata { code: Some("AccessDeniedException"), message: Some("${sentence}"), extras: Some({"aws_request_id": "7f2c1c5e-0000-4000-8000-00000000000b"}) } }), raw: Response { status: StatusCode(400) } })`,
    expected: [{ ...full }],
  },
  {
    name: 'Rust, modelled',
    text: `Error: ServiceError(ServiceError { source: NotFoundException(NotFoundException { message: Some("Key '${key}' does not exist"), meta: ErrorMetadata { code: Some("NotFoundException") } }), raw: Response { headers: Headers { headers: {"x-amzn-requestid": HeaderValue { _private: H0("7f2c1c5e-0000-4000-8000-00000000000c") } } } } })`,
    expected: [{ kind: 'not-found', resource: key, keyId: id }],
  },
  {
    name: 'C++',
    text: `[ERROR] 2025-01-02 03:04:05.678 AWSClient [140123] HTTP response code: 400\nResolved remote host IP address: 203.0.113.7\nRequest ID: 7f2c1c5e-0000-4000-8000-00000000000d\nException name: AccessDeniedException\nError message: ${sentence}\n5 response headers:`,
    expected: [{ ...full, time: '2025-01-02 03:04:05.678', requestId: '7f2c1c5e-0000-4000-8000-00000000000d' }],
  },
  {
    name: 'Swift and Kotlin',
    text: `AWSKMS.AccessDenied(message: Optional("${sentence}"), requestID: Optional("7f2c1c5e-0000-4000-8000-00000000000e"))`,
    expected: [full],
  },
  {
    name: 'PowerShell',
    text: `Invoke-KMSDecrypt : ${sentence}\nAt line:1 char:1\n+ Invoke-KMSDecrypt -CiphertextBlob $blob\n+ ~~~~~~~~~~~~~~~\n    + CategoryInfo          : InvalidOperation: (Amazon.PowerShe...ptCmdlet:InvokeKMSDecryptCmdlet) [Invoke-KMSDecrypt], InvalidOperationException\n    + FullyQualifiedErrorId : Amazon.KeyManagementService.AmazonKeyManagementServiceException,Amazon.PowerShell.Cmdlets.KMS.InvokeKMSDecryptCmdlet`,
    expected: [full],
  },
  {
    name: 'no credentials',
    text: 'operation error KMS: Decrypt, failed to sign request: failed to retrieve credentials: no EC2 IMDS role found',
    expected: [{ kind: 'other', action: 'kms:Decrypt', principalType: null, deniedBy: null }],
  },
  {
    name: 'expired token',
    text: 'An error occurred (ExpiredTokenException) when calling the GenerateDataKey operation: The security token included in the request is expired',
    expected: [{ kind: 'other', action: 'kms:GenerateDataKey' }],
  },
  {
    name: 'wrong ciphertext',
    text: 'An error occurred (InvalidCiphertextException) when calling the Decrypt operation: ',
    expected: [{ kind: 'other', action: 'kms:Decrypt' }],
  },
  {
    name: 'throttled',
    text: 'An error occurred (ThrottlingException) when calling the Decrypt operation (reached max retries: 4): You have exceeded the rate at which you may call KMS. Reduce the frequency of your calls.',
    expected: [{ kind: 'other', action: 'kms:Decrypt' }],
  },
  {
    name: 'endpoint out of reach',
    text: 'Could not connect to the endpoint URL: "https://kms.eu-central-9.amazonaws.com/"',
    expected: [{ kind: 'other', action: null }],
  },
  {
    name: 'wrong key',
    text: 'An error occurred (IncorrectKeyException) when calling the Decrypt operation: The key ID in the request does not identify a CMK that can perform this operation.',
    expected: [{ kind: 'other', action: 'kms:Decrypt' }],
  },
  {
    name: 'invalid key id',
    text: 'An error occurred (NotFoundException) when calling the Encrypt operation: Invalid keyId alias/app',
    expected: [{ kind: 'not-found', action: 'kms:Encrypt', resource: null, keyId: 'alias/app' }],
  },
  {
    name: 'unavailable key',
    text: 'com.amazonaws.services.kms.model.KeyUnavailableException: null (Service: AWSKMS; Status Code: 500; Error Code: KeyUnavailableException; Request ID: 7f2c1c5e-0000-4000-8000-00000000000f)',
    expected: [{ kind: 'other', requestId: '7f2c1c5e-0000-4000-8000-00000000000f' }],
  },
];

/** Tools and services that wrap a KMS failure. */
export const wrappers: readonly Form[] = [
  {
    name: 'Terraform, boxed',
    text: `╷\n│ Error: reading KMS Key (${id}): operation error KMS: DescribeKey, https response error StatusCode: 400, RequestID: 7f2c1c5e-0000-4000-8000-000000000010, api error AccessDeniedException: User: ${role} is not authorized to perform: kms:DescribeKey on resource: ${key} because no resource-based policy allows the kms:DescribeKey action\n│ \n│   with aws_kms_key.this,\n│   on main.tf line 1, in resource "aws_kms_key" "this":\n│    1: resource "aws_kms_key" "this" {\n│ \n╵`,
    expected: [{ ...full, action: 'kms:DescribeKey', deniedBy: 'no-resource-policy' }],
  },
  {
    name: 'Terraform, CreateKey failing on tags',
    text: `Error: creating KMS Key: operation error KMS: CreateKey, https response error StatusCode: 400, RequestID: 7f2c1c5e-0000-4000-8000-000000000011, api error AccessDeniedException: User: ${role} is not authorized to perform: kms:TagResource because no identity-based policy allows the kms:TagResource action`,
    expected: [
      { ...full, action: 'kms:TagResource', resource: null, resourceAccount: null, region: null, keyId: null },
    ],
  },
  {
    name: 'Terraform, invalid key policy',
    text: 'Error: creating KMS Key: MalformedPolicyDocumentException: Policy contains a statement with one or more invalid principals.',
    expected: [{ kind: 'other', deniedBy: null }],
  },
  {
    name: 'CloudFormation event',
    text: `CREATE_FAILED        | AWS::KMS::Key | Key961B73FD \nResource handler returned message: "User: ${role} is not authorized to perform: kms:CreateKey on resource: * because no identity-based policy allows the kms:CreateKey action (Service: Kms, Status Code: 400, Request ID: 7f2c1c5e-0000-4000-8000-000000000012)" (RequestToken: 0d6b, HandlerErrorCode: AccessDenied)`,
    expected: [
      {
        kind: 'access-denied',
        principal: role,
        action: 'kms:CreateKey',
        resource: null,
        deniedBy: 'no-identity-policy',
      },
    ],
  },
  {
    name: 'CDK, key policy locks out',
    text: 'Resource handler returned message: "The new key policy will not allow you to update the key policy in the future. (Service: Kms, Status Code: 400, Request ID: 7f2c1c5e-0000-4000-8000-000000000013)" (RequestToken: 1, HandlerErrorCode: InvalidRequest)',
    expected: [{ kind: 'other' }],
  },
  {
    name: 'sops, two keys',
    text: `Failed to get the data key required to decrypt the SOPS file.

Group 0: FAILED
  ${key}: FAILED
    - | Error decrypting key: AccessDeniedException: The ciphertext
      | refers to a customer master key that does not exist, does
      | not exist in this region, or you are not allowed to access.
      | 	status code: 400, request id:
      | 7f2c1c5e-0000-4000-8000-000000000014

  arn:aws:kms:us-east-1:444455556666:alias/sops: FAILED
    - | Error decrypting key: AccessDeniedException: The ciphertext
      | refers to a customer master key that does not exist, does
      | not exist in this region, or you are not allowed to access.

Recovery failed because no master key was able to decrypt the file.`,
    expected: [
      { kind: 'access-denied', resource: key, deniedBy: 'unknown' },
      { kind: 'access-denied', resource: 'arn:aws:kms:us-east-1:444455556666:alias/sops', keyId: 'alias/sops' },
    ],
  },
  {
    name: 'Vault',
    text: `Error initializing storage of type raft: error fetching AWS KMS wrapping key information: ${'AccessDeniedException'}: ${sentence}\n\tstatus code: 400, request id: 7f2c1c5e-0000-4000-8000-000000000015`,
    expected: [full],
  },
  {
    name: 'Vault without credentials',
    text: 'Error parsing Seal configuration: error fetching AWS KMS wrapping key information: NoCredentialProviders: no valid providers in chain. Deprecated.',
    expected: [{ kind: 'other', principalType: null }],
  },
  {
    name: 'Velero',
    text: `time="2025-01-02T03:04:05Z" level=error msg="Error uploading log file" backup=daily error="rpc error: code = Unknown desc = error putting object backups/daily/daily-logs.gz: operation error S3: PutObject, https response error StatusCode: 403, RequestID: 4MAQKWC0BMJXSCJ8, HostID: abc=, api error AccessDenied: User: ${role} is not authorized to perform: kms:GenerateDataKey on resource: ${key} because no resource-based policy allows the kms:GenerateDataKey action" logSource="/go/src/velero/pkg/persistence/object_store.go:294"`,
    expected: [
      {
        ...full,
        action: 'kms:GenerateDataKey',
        deniedBy: 'no-resource-policy',
        callingService: 's3.amazonaws.com',
        time: '2025-01-02T03:04:05Z',
        requestId: '4MAQKWC0BMJXSCJ8',
      },
    ],
  },
  {
    name: 'Loki',
    text: `level=error ts=2025-01-02T03:04:05.678Z caller=flush.go:146 org_id=fake msg="failed to flush user" err="store put chunk: AccessDenied: ${sentence.replaceAll('kms:Decrypt', 'kms:GenerateDataKey')}\\n\\tstatus code: 403, request id: 4MAQKWC0BMJXSCJ8, host id: abc="`,
    expected: [
      { ...full, action: 'kms:GenerateDataKey', time: '2025-01-02T03:04:05.678Z', requestId: '4MAQKWC0BMJXSCJ8' },
    ],
  },
  {
    name: 'S3, XML',
    text: `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>AccessDenied</Code><Message>${sentence}</Message><RequestId>4MAQKWC0BMJXSCJ8</RequestId><HostId>abc=</HostId></Error>`,
    expected: [{ ...full, requestId: '4MAQKWC0BMJXSCJ8' }],
  },
  {
    name: 'S3, key disabled',
    text: `An error occurred (KMS.DisabledException) when calling the PutObject operation: ${key} is disabled.`,
    expected: [{ kind: 'disabled', resource: key, action: null, deniedBy: null }],
  },
  {
    name: 'S3 without KMS',
    text: 'An error occurred (AccessDenied) when calling the PutObject operation: Access Denied',
    expected: [],
  },
  {
    name: 'Secrets Manager',
    text: 'An error occurred (AccessDeniedException) when calling the GetSecretValue operation: Access to KMS is not allowed',
    expected: [{ ...opaque, action: null, callingService: 'secretsmanager.amazonaws.com' }],
  },
  {
    name: 'Lambda',
    text: `Calling the invoke API action failed with this message: Lambda was unable to decrypt the environment variables because KMS access was denied. Please check the function's KMS key settings. KMS Exception: AccessDeniedExceptionKMS Message: ${sentence} (Service: Kms, Status Code: 400, Request ID: 7f2c1c5e-0000-4000-8000-000000000016)`,
    expected: [{ ...full, callingService: 'lambda.amazonaws.com', requestId: '7f2c1c5e-0000-4000-8000-000000000016' }],
  },
  {
    name: 'Lambda, key disabled',
    text: `KMSDisabledException: Lambda was unable to decrypt the environment variables because the KMS key used is disabled. Please check the function's KMS key settings. KMS Exception: DisabledException KMS Message: ${key} is disabled.`,
    expected: [{ kind: 'disabled', resource: key }],
  },
  {
    name: 'SNS to SQS delivery',
    text: '"providerResponse": "{\\"ErrorCode\\":\\"KMS.AccessDeniedException\\",\\"ErrorMessage\\":\\"null (Service: AWSKMS; Status Code: 400; Error Code: AccessDeniedException; Request ID: 7f2c1c5e-0000-4000-8000-000000000017; Proxy: null)\\",\\"sqsRequestId\\":\\"Unrecoverable\\"}"',
    expected: [{ ...opaque, requestId: '7f2c1c5e-0000-4000-8000-000000000017' }],
  },
  {
    name: 'CloudWatch alarm action',
    text: 'Failed to execute action arn:aws:sns:us-west-2:111122223333:ops. Received error: "null (Service: AWSKMS; Status Code: 400; Error Code: AccessDeniedException; Request ID: 7f2c1c5e-0000-4000-8000-000000000018; Proxy: null)"',
    expected: [opaque],
  },
  {
    name: 'CloudWatch Logs',
    text: "An error occurred (InvalidParameterException) when calling the AssociateKmsKey operation: The specified KMS key does not exist or is not allowed to be used with LogGroup 'arn:aws:logs:eu-west-1:111122223333:log-group:/app'",
    expected: [{ ...opaque, action: null, callingService: 'logs.amazonaws.com' }],
  },
  {
    name: 'RDS',
    text: `An error occurred (KMSKeyNotAccessibleFault) when calling the CopyDBSnapshot operation: The source snapshot KMS key [${key}] does not exist, is not enabled or you do not have permissions to access it.`,
    expected: [{ kind: 'access-denied', resource: key, action: null, deniedBy: 'unknown' }],
  },
  {
    name: 'EBS',
    text: 'Client.InvalidKMSKey.InvalidState: The KMS key provided is in an incorrect state',
    expected: [{ kind: 'invalid-state', resource: null }],
  },
  {
    name: 'EBS snapshot',
    text: 'StateMessage: Given key ID is not accessible. You must have DescribeKey permissions on the default CMK',
    expected: [{ kind: 'access-denied' }],
  },
  {
    name: 'CloudTrail trail',
    text: `An error occurred (InsufficientEncryptionPolicyException) when calling the CreateTrail operation: Insufficient permissions to access S3 bucket logs or KMS key ${key}.`,
    expected: [{ kind: 'access-denied', resource: key, deniedBy: 'unknown' }],
  },
  {
    name: 'DynamoDB',
    text: `ValidationException: KMS validation error: com.amazonaws.services.kms.model.NotFoundException: Key '${key}' does not exist (Service: AWSKMS; Status Code: 400; Error Code: NotFoundException; Request ID: 7f2c1c5e-0000-4000-8000-000000000019; Proxy: null)`,
    expected: [{ kind: 'not-found', resource: key }],
  },
  {
    name: 'DMS',
    text: "KMSAccessDeniedFault: The request to create event subscription for SNS topic 'arn:aws:sns:eu-west-2:111122223333:alerts' has failed because the ciphertext references a key that doesn't exist or DMS account doesn't have an access to",
    expected: [opaque],
  },
  {
    name: 'Step Functions',
    text: `KmsAccessDeniedException: User: ${role} is not authorized to perform: kms:Decrypt on this resource ${triple}`,
    expected: [{ ...full, resource: null, resourceAccount: null, region: null, keyId: null, deniedBy: 'unknown' }],
  },
  {
    name: 'EKS',
    text: 'InvalidRequestException: User not authorized to perform kms:CreateGrant operation',
    expected: [
      {
        kind: 'access-denied',
        principal: null,
        principalType: 'unknown',
        action: 'kms:CreateGrant',
        deniedBy: 'unknown',
      },
    ],
  },
  {
    name: 'ECS',
    text: `ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: unable to retrieve secrets from ssm: service call has been retried 1 time(s): AccessDeniedException: ${oldText} status code: 400, request id: 7f2c1c5e-0000-4000-8000-00000000001a`,
    expected: [{ ...opaque, requestId: '7f2c1c5e-0000-4000-8000-00000000001a' }],
  },
  {
    name: 'Kubernetes event',
    text: `  Warning  UpdateFailed  2m (x5 over 10m)  external-secrets  error processing spec.data[0] (key: app), err: AccessDeniedException: Access to KMS is not allowed\n\tstatus code: 400, request id: 7f2c1c5e-0000-4000-8000-00000000001b`,
    expected: [opaque],
  },
  {
    name: 'Hadoop S3A',
    text: `java.nio.file.AccessDeniedException: s3a://bucket/table/_delta_log: getFileStatus on s3a://bucket/table/_delta_log: com.amazonaws.services.s3.model.AmazonS3Exception: ${sentence} (Service: Amazon S3; Status Code: 403; Error Code: AccessDenied; Request ID: 4MAQKWC0BMJXSCJ8; S3 Extended Request ID: abc=; Proxy: null), S3 Extended Request ID: abc=:AccessDenied`,
    expected: [{ ...full, callingService: 's3.amazonaws.com', requestId: '4MAQKWC0BMJXSCJ8' }],
  },
  {
    name: 'Hadoop S3A, key not found',
    text: 'Caused by: com.amazonaws.services.kms.model.NotFoundException: Invalid arn eu-west-2 (Service: AWSKMS; Status Code: 400; Error Code: NotFoundException; Request ID: 7f2c1c5e-0000-4000-8000-00000000001c; Proxy: null)',
    expected: [{ kind: 'not-found', resource: null, keyId: null }],
  },
  {
    name: 'Ansible',
    text: `fatal: [localhost]: FAILED! => {"boto3_version": "1.28.0", "changed": false, "error": {"code": "AccessDeniedException", "message": "${sentence}"}, "msg": "Failed to describe key ${id}: An error occurred (AccessDeniedException) when calling the DescribeKey operation: ${sentence.replaceAll('kms:Decrypt', 'kms:DescribeKey')}"}`,
    expected: [full, { ...full, action: 'kms:DescribeKey' }],
  },
  {
    name: 'GitHub Actions log',
    text: `2025-01-02T03:04:05.6789012Z ##[group]Run terraform apply\n2025-01-02T03:04:06.6789012Z [31m│[0m [0m[1m[31mError: [0m[0m[1mreading KMS Key[0m\n2025-01-02T03:04:06.6789013Z [31m│[0m [0mAccessDeniedException: User: ${role} is\n2025-01-02T03:04:06.6789014Z [31m│[0m [0mnot authorized to perform: kms:Decrypt on resource:\n2025-01-02T03:04:06.6789015Z [31m│[0m [0m${key} because no\n2025-01-02T03:04:06.6789016Z [31m│[0m [0midentity-based policy allows the kms:Decrypt action`,
    expected: [full],
  },
  {
    name: 'docker compose log',
    text: `web_1     | AccessDeniedException: ${sentence}\nweb_1     |     at process (/app/x.js:1:1)\ndb_1      | ready`,
    expected: [full],
  },
];
