/** Failures that no permission is to blame for: what each of them means, and what to do. */
import type { Denial } from '../../denial';
import { asCode, message, type Message } from '../../text/message';
import type { CommandLine } from '../../text/shell';
import { commands } from '../commands';
import { type Step, step } from './explained';

/** One kind of failure. */
export interface KnownFailure {
  /** Its code, or the words that AWS or an SDK has for it. */
  readonly words: RegExp;
  readonly says: Message;
  readonly why: readonly Message[];
  readonly step: (denial: Denial) => Step;
}

/** The failure that an error's words stand for; undefined where they are none of those known. */
export function knownFailure({ message: said }: Denial): KnownFailure | undefined {
  return knownFailures.find(({ words }) => words.test(said));
}

const noPolicy = message('No policy is to blame for it.');

/** KMS API Reference, "Errors" of the operations and "Common Error Types"; the first row that fits counts. */
export const knownFailures: readonly KnownFailure[] = [
  {
    words: /DryRunOperation|would have succeeded/i,
    says: message('Nothing failed: it was a dry run, and without it the request would have succeeded.'),
    why: [message('KMS ends every dry run with an error; DryRunOperationException is the good one.')],
    step: () => step(message('Nothing to do.')),
  },
  {
    words:
      /PolicyLockoutSafetyCheck|will not allow you to update the key policy|not allow the (?:calling )?principal to (?:make|update)/i,
    says: message('KMS did not store the key policy: whoever sent it could not change it again.'),
    why: [
      message(
        'The policy that was sent is what failed: it does not let the sender use {action} any more, and KMS checks that.',
        {
          action: asCode('kms:PutKeyPolicy'),
        },
      ),
    ],
    step: () =>
      step(
        message(
          'Keep {action} in the policy for the identity that sends it, by name or through the *root statement*; then send it again. In the editor {propose} shows what the draft lacks.',
          { action: asCode('kms:PutKeyPolicy'), propose: commands.propose },
        ),
      ),
  },
  {
    words: /invalid principals?\b|statement with no principal/i,
    says: message('KMS did not store the key policy: one of its principals does not exist.'),
    why: [
      message(
        'The policy that was sent is what failed. A role without its path, one that was deleted or was just created, an account that is closed and a mistyped ARN are the usual reasons.',
      ),
    ],
    step: () =>
      step(
        message(
          'Look up each principal of the policy, and correct it; whoever sent the policy can. After the creation of a role wait a minute and send it again. {propose} looks them up for you.',
          { propose: commands.propose },
        ),
        ['aws', 'iam', 'get-role', '--role-name', 'ROLE', '--query', 'Role.Arn'],
      ),
  },
  {
    words: /MalformedPolicyDocument/i,
    says: message('KMS did not store the key policy: it finds it malformed.'),
    why: [message('The policy that was sent is what failed, for the reason in the message.')],
    step: () =>
      step(
        message(
          'Correct the policy that was sent; whoever sent it can. Open it in the editor: what is wrong in it is underlined there. Or start from the live one ({propose}).',
          { propose: commands.propose },
        ),
      ),
  },
  {
    words: /InvalidCiphertext/i,
    says: message('The ciphertext does not open with this call.'),
    why: [
      noPolicy,
      message(
        'Most often the **encryption context** is another than the one it was encrypted with: names and values count to the letter, and none at all is different from an empty value.',
      ),
    ],
    step: ({ region, requestRegion }) =>
      step(
        message(
          'Give the encryption context that it was encrypted with, and the ciphertext as bytes: the CLI takes a file of bytes as {fileb}, and Base64 has to be decoded once. Whoever encrypted it knows the context; it also stands in the CloudTrail event of that call.',
          { fileb: asCode('fileb://') },
        ),
        [
          'aws',
          'kms',
          'decrypt',
          '--ciphertext-blob',
          'fileb://ciphertext.bin',
          '--encryption-context',
          'NAME=VALUE',
          ...regionOf(region ?? requestRegion),
        ],
      ),
  },
  {
    words: /IncorrectKey/i,
    says: message('The call names another key than the one the ciphertext was made with.'),
    why: [
      noPolicy,
      message('An alias that was moved to a new key is the usual reason: old ciphertexts still need the old key.'),
    ],
    step: () =>
      step(
        message(
          'Leave out the key id (of a symmetric ciphertext KMS finds it), or name the key that encrypted it; for data under a multi-Region key, the key of the same id in this Region. To see where the aliases point:',
        ),
        ['aws', 'kms', 'list-aliases'],
      ),
  },
  {
    words: /InvalidKeyUsage|key usage is|UnsupportedOperation/i,
    says: message('This key is for something else.'),
    why: [
      message(
        'Encryption, signing, MACs and key agreement each take a key of their own usage, and the algorithm must fit the key’s spec. A symmetric key has no public key.',
      ),
    ],
    step: ({ resource, keyId }) =>
      step(message('Look at the usage and spec of the key, and call the operation that fits, or take another key:'), [
        'aws',
        'kms',
        'describe-key',
        '--key-id',
        resource ?? keyId ?? 'KEY',
      ]),
  },
  {
    words:
      /thrott|TooManyRequests|Rate exceeded|rate at which you may call KMS|reduce your request rate|RequestLimitExceeded/i,
    says: message('KMS was called too often; permission is not the problem.'),
    why: [
      noPolicy,
      message('The quota counts all calls of the account in the Region, also those that services make for it.'),
    ],
    step: () =>
      step(
        message(
          'Try again with back-off. To need fewer calls, cache data keys, and turn on S3 Bucket Keys; if that is not enough, whoever manages the account asks for a higher quota:',
        ),
        ['aws', 'service-quotas', 'list-service-quotas', '--service-code', 'kms'],
      ),
  },
  {
    words: /AssumeRoleWithWebIdentity|WebIdentityErr|InvalidIdentityToken/i,
    says: message('The caller got no credentials: its web identity was not let into the role.'),
    why: [
      message('KMS was never reached; the trust policy of the role, or the identity provider of the account, refused.'),
    ],
    step: () =>
      step(
        message(
          'Compare the role’s trust policy with the token: provider, {aud} and {sub} (for a Kubernetes service account {example}) have to fit. Whoever manages IAM there can change it:',
          {
            aud: asCode('aud'),
            sub: asCode('sub'),
            example: asCode('system:serviceaccount:NAMESPACE:NAME'),
          },
        ),
        ['aws', 'iam', 'get-role', '--role-name', 'ROLE', '--query', 'Role.AssumeRolePolicyDocument'],
      ),
  },
  {
    words: /sts:AssumeRole|assuming role|AssumeRole/i,
    says: message('The caller could not assume the role that was to call KMS.'),
    why: [message('KMS was never reached; {action} was refused.', { action: asCode('sts:AssumeRole') })],
    step: () =>
      step(
        message(
          'Let the caller assume the role: its trust policy has to name the caller, and an IAM policy of the caller has to allow {action}. Whoever manages IAM there can:',
          { action: asCode('sts:AssumeRole') },
        ),
        ['aws', 'iam', 'get-role', '--role-name', 'ROLE', '--query', 'Role.AssumeRolePolicyDocument'],
      ),
  },
  {
    words:
      /NoCredentialProviders|CredentialsProviderError|no valid providers|retrieve credentials|Unable to locate credentials|no EC2 IMDS role|could not load credentials|CredentialRetrieval|NoCredentialsError|credentials? (?:could )?not (?:be )?(?:found|loaded)/i,
    says: message('The caller had no AWS credentials, so KMS was never asked.'),
    why: [noPolicy],
    step: () =>
      step(
        message(
          'Give the program credentials: a profile or environment variables on a laptop; on AWS the role of the instance, task, pod or function. To see who it is:',
        ),
        ['aws', 'sts', 'get-caller-identity'],
      ),
  },
  {
    words: /ExpiredToken|token (?:included in the request )?(?:is|has) expired/i,
    says: message('The caller’s session had expired.'),
    why: [noPolicy],
    step: () => step(message('Sign in again, then repeat the call:'), ['aws', 'sso', 'login']),
  },
  {
    words: /UnrecognizedClient|security token included in the request is invalid|InvalidClientTokenId/i,
    says: message('AWS does not know the access key of the caller.'),
    why: [message('It was deleted, belongs to another partition, or the session token is missing.')],
    step: () =>
      step(message('Sign in again, or have whoever manages IAM make a new access key. To see who the caller is:'), [
        'aws',
        'sts',
        'get-caller-identity',
      ]),
  },
  {
    // KMSInvalidSignatureException is about a signature that Verify was given.
    words: /(?<!KMS)InvalidSignature|SignatureDoesNotMatch/i,
    says: message('The signature of the request was not accepted.'),
    why: [message('The secret key is another, the clock of the machine is off, or a proxy changed the request.')],
    step: () =>
      step(message('Set the clock right, and enter the access key again on the machine that called:'), [
        'aws',
        'configure',
      ]),
  },
  {
    words:
      /certificate|TLS|SSL|x509|getaddrinfo|ENOTFOUND|ECONNREFUSED|dial tcp|Could not connect to the endpoint|i\/o timeout|connection (?:refused|reset|timed out)/i,
    says: message('The call did not reach KMS: the network, the endpoint or its certificate stood in the way.'),
    why: [noPolicy],
    step: () =>
      step(
        message(
          'Check Region, endpoint, proxy and VPC endpoint where the program runs; from a private subnet KMS needs a VPC endpoint or a NAT gateway:',
        ),
        ['aws', 'ec2', 'describe-vpc-endpoints', '--filters', 'Name=service-name,Values=*.kms'],
      ),
  },
  {
    words: /KeyUnavailable/i,
    says: message('The key is not available for the moment.'),
    why: [noPolicy],
    step: () => step(message('Nothing to change: try again, with back-off.')),
  },
  {
    words: /InvalidGrantToken|InvalidGrantId/i,
    says: message('The grant id or grant token is not valid.'),
    why: [message('A grant token serves the grant’s own key and grantee only, and not for longer than some minutes.')],
    step: ({ resource, keyId }) =>
      step(
        message(
          'List the grants of the key, and leave the token out once the grant is some minutes old. Whoever has {permission} on the key can:',
          {
            permission: asCode('kms:ListGrants'),
          },
        ),
        ['aws', 'kms', 'list-grants', '--key-id', resource ?? keyId ?? 'KEY'],
      ),
  },
  {
    words: /Grants? must not contain only the CreateGrant/i,
    says: message('A grant cannot give CreateGrant alone.'),
    why: [noPolicy],
    step: () =>
      step(message('Add the operations that are to be handed on to the grant’s operations, and create it again:'), [
        'aws',
        'kms',
        'create-grant',
        'help',
      ]),
  },
  {
    words: /KMSInvalidSignature/i,
    says: message('The signature does not belong to this message, key and algorithm.'),
    why: [noPolicy],
    step: () =>
      step(
        message(
          'Verify with the key, the algorithm and the message type (raw or digest) that it was signed with; whoever signed it knows them:',
        ),
        ['aws', 'kms', 'verify', 'help'],
      ),
  },
  {
    words: /KMSInvalidMac/i,
    says: message('The MAC does not belong to this message, key and algorithm.'),
    why: [noPolicy],
    step: () =>
      step(message('Verify with the key and the algorithm that it was made with; whoever made it knows them:'), [
        'aws',
        'kms',
        'verify-mac',
        'help',
      ]),
  },
  {
    words: /LimitExceeded/i,
    says: message('A quota of KMS is used up.'),
    why: [message('For example of grants on the key, of keys in the account, or of a policy’s size.')],
    step: () =>
      step(message('Remove what is no longer needed, or have whoever manages the account ask for a higher quota:'), [
        'aws',
        'service-quotas',
        'list-service-quotas',
        '--service-code',
        'kms',
      ]),
  },
  {
    words: /DependencyTimeout|KMSInternal|InternalFailure|ServiceUnavailable/i,
    says: message('KMS had an error of its own.'),
    why: [noPolicy],
    step: () => step(message('Nothing to change: try again, with back-off.')),
  },
];

function regionOf(region: string | null): CommandLine {
  return region === null ? [] : ['--region', region];
}
