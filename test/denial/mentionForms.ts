import type { Form } from './forms';

/** Texts that name a failure where none happened: program text, reference pages, headings, advice. */
export const mentions: readonly Form[] = (
  [
    [
      'a TypeScript interface',
      'interface Events {\n        KMSInvalidStateException?: never;\n        KMSAccessDeniedException: KMSAccessDeniedException;\n        KMSNotFoundException?: never;\n        $unknown?: never;\n    }',
    ],
    [
      'Scala options',
      '      kMSDisabledException: Option[KMSDisabledException] = None,\n      kMSInvalidStateException: Option[KMSInvalidStateException] = None,',
    ],
    [
      'an example in a comment',
      ' * //     KMSDisabledException: { // KMSDisabledException\n * //       message: "STRING_VALUE",\n * //     },',
    ],
    [
      'a Python import',
      '    _SNSNoAuthorizationFault,\n    _KMSKeyNotAccessibleFault,\n    _SNSTopicArnNotFoundFault,',
    ],
    [
      'a TypeScript class',
      '/**\n * <p>An error occurred when accessing an KMS key.</p>\n */\nexport class KMSKeyNotAccessibleFault extends Base {\n  readonly name: "KMSKeyNotAccessibleFault" = "KMSKeyNotAccessibleFault";',
    ],
    [
      'an API reference',
      ' ** KMSKeyNotAccessibleFault **   \nAn error occurred when accessing an AWS KMS key.  \nHTTP Status Code: 400',
    ],
    ['JSDoc', ' * @throws {@link KMSKeyNotAccessibleFault} (client fault)\n *  <p>DMS cannot access the KMS key.</p>'],
    [
      'Ruby, rescue',
      '    rescue Aws::KMS::Errors::AccessDeniedException => e\n      failure(e, "Your key policy does not grant access.")\n    rescue Aws::KMS::Errors::DisabledException, Aws::KMS::Errors::KMSInvalidStateException => e',
    ],
    [
      'Ruby, a list to rescue',
      '        rescue ::Aws::KMS::Errors::AccessDeniedException,\n               ::Aws::KMS::Errors::KMSInvalidStateException,\n               ::Aws::KMS::Errors::NotFoundException\n          next',
    ],
    ['Ruby, a stub', '          raise Aws::KMS::Errors::AccessDeniedException.new(nil, "policy denies wrong org_id")'],
    [
      'advice',
      'Your function should retry on KMSInvalidStateException, and you may see a KMSDisabledException when the key is disabled.',
    ],
    [
      'a heading',
      '### KMS key access denied\n\n1. Verify IAM permissions for the controller\n2. Check that the key policy allows DynamoDB',
    ],
    ['a list of issues', '1. **KMS Key Access Denied**:\n   - Check IAM permissions\n   - Verify key policy'],
    ['examples', '**Examples**: DynamoDB unavailability, KMS key access denied, Lambda execution role issues'],
    [
      'an example code in a comment',
      "  /** EC2's StateReason: why the instance left `pending` (e.g. Client.InvalidKMSKey.InvalidState). */",
    ],
    [
      'an argument of S3',
      'An error occurred (InvalidArgument) when calling the PutObject operation: Invalid KMS key ARN',
    ],
    [
      'Open Telekom Cloud',
      '{"error":{"error_msg":"The rotation state of key is not disabled.","error_code":"KMS.2901"}}',
    ],
    [
      'Google Cloud in sops',
      '  projects/p/locations/global/keyRings/sops/cryptoKeys/k: FAILED\n    - | Cannot create GCP KMS service: google: could not find\n      | default credentials.',
    ],
    [
      'Azure Key Vault in sops',
      '  https://example.vault.azure.net/keys/sops/abc: FAILED\n    - | azure.BearerAuthorizer#WithAuthorization: Failed to refresh\n      | the Token for request: StatusCode=403',
    ],
    [
      'sops, a role that cannot be assumed',
      'Group 0: FAILED\n  arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab: FAILED\n    - | Error creating AWS session: Failed to assume role\n      | "arn:aws:iam::111122223333:role/sops": AccessDenied: User:\n      | arn:aws:iam::111122223333:user/me is not authorized to\n      | perform: sts:AssumeRole on resource:\n      | arn:aws:iam::111122223333:role/sops',
    ],
    [
      'a panel of the AWS console about IAM',
      'User: arn:aws:iam::111122223333:user/alice\nService: iam\nAction: ListUsers\nOn resource(s): arn:aws:iam::111122223333:user/\nContext: no identity-based policy allows the iam:ListUsers action',
    ],
    [
      'EC2 says little',
      '"StateReason": {\n  "Code": "Client.InternalError",\n  "Message": "Client.InternalError: Client error on launch"\n}',
    ],
  ] as const
).map(([name, text]): Form => ({ name, text, expected: [] }));
