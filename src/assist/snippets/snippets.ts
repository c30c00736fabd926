import { type JsonValue, type LocatedKind } from '../../policy';
import { type ServiceUse, serviceUses } from '../../reference';
import { asText, fromReference, type Message, message, verbatim } from '../../text/message';
import { serviceStatements } from './services';
import type { StatementTemplate, Template } from './template';

/** Statements that people write again and again. */
export interface Snippet {
  /** Unique; the id of `services.json` after `service-`. */
  readonly id: string;
  /** What people type to find it: the title in English. */
  readonly label: string;
  readonly title: Message;
  /** What the statements do, in a sentence or two. */
  readonly what: Message;
  readonly kind: LocatedKind;
  readonly statements: readonly StatementTemplate[];
  /** The statements stand in need of the root statement (or another that lets somebody change the policy) beside them. */
  readonly needsRoot: boolean;
  /** The AWS page. */
  readonly source: string;
  /** False when AWS's page was not read for it: then it says so. */
  readonly documented: boolean;
  readonly notes: readonly string[];
}

const keyPolicies = 'https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html';

/** The root statement: it leaves the decision to the account's IAM policies (KMS Developer Guide, "Default key policy"). */
export const rootStatementTemplate: StatementTemplate = {
  Sid: 'Enable IAM User Permissions',
  Effect: 'Allow',
  Principal: { AWS: 'arn:{partition}:iam::{account}:root' },
  Action: 'kms:*',
  Resource: '*',
};

/** What the console gives key administrators (KMS Developer Guide, "Allows key administrators to administer the KMS key"). */
export function administratorStatement(principals: string | readonly string[]): StatementTemplate {
  return {
    Sid: 'Allow access for Key Administrators',
    Effect: 'Allow',
    Principal: { AWS: principals },
    Action: [
      'kms:Create*',
      'kms:Describe*',
      'kms:Enable*',
      'kms:List*',
      'kms:Put*',
      'kms:Update*',
      'kms:Revoke*',
      'kms:Disable*',
      'kms:Get*',
      'kms:Delete*',
      'kms:TagResource',
      'kms:UntagResource',
      'kms:ScheduleKeyDeletion',
      'kms:CancelKeyDeletion',
      'kms:RotateKeyOnDemand',
    ],
    Resource: '*',
  };
}

const cryptographic = ['kms:Encrypt', 'kms:Decrypt', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:DescribeKey'];

/** What the console gives key users: direct use, and grants for the services that use the key for them (KMS Developer Guide, "Allows key users to use the KMS key"). */
export function userStatements(principals: string | readonly string[]): readonly StatementTemplate[] {
  return [
    {
      Sid: 'Allow use of the key',
      Effect: 'Allow',
      Principal: { AWS: principals },
      Action: cryptographic,
      Resource: '*',
    },
    {
      Sid: 'Allow attachment of persistent resources',
      Effect: 'Allow',
      Principal: { AWS: principals },
      Action: ['kms:CreateGrant', 'kms:ListGrants', 'kms:RevokeGrant'],
      Resource: '*',
      Condition: { Bool: { 'kms:GrantIsForAWSResource': 'true' } },
    },
  ];
}

const roleArn = 'arn:{partition}:iam::{account}:role/{role}';
const keyArn = 'arn:{partition}:kms:{region}:{account}:key/{keyId}';

interface Row extends Pick<Snippet, 'id' | 'title' | 'what' | 'statements' | 'source'> {
  readonly needsRoot?: false;
}

const inKeyPolicies: readonly Row[] = [
  {
    id: 'root',
    title: message('root statement'),
    what: message(
      'The key policy leaves it to the account’s IAM policies who may use the key. Without it, IAM policies have no effect.',
    ),
    statements: [rootStatementTemplate],
    source: keyPolicies,
    needsRoot: false,
  },
  {
    id: 'administrators',
    title: message('key administrators'),
    what: message('Lets somebody manage the key, its policy and its grants, but not encrypt or decrypt with it.'),
    statements: [administratorStatement('arn:{partition}:iam::{account}:role/{administrator}')],
    source: keyPolicies,
  },
  {
    id: 'users',
    title: message('key users'),
    what: message('Lets somebody encrypt and decrypt, directly and through AWS services.'),
    statements: userStatements(roleArn),
    source: keyPolicies,
  },
  {
    id: 'cross-account',
    title: message('use from another account'),
    what: message(
      'Lets another account in. That account’s IAM policies must allow it too, for this key’s ARN: across accounts both locks must open.',
    ),
    statements: userStatements('arn:{partition}:iam::{otherAccount}:root').map((s, i) => ({
      ...s,
      Sid: i === 0 ? 'Allow use from another account' : 'Allow grants from another account',
    })),
    source: 'https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-modifying-external-accounts.html',
  },
  {
    id: 'decrypt-only',
    title: message('decrypt only'),
    what: message('Lets somebody read what is encrypted with the key, and nothing else.'),
    statements: [
      {
        Sid: 'Allow decryption',
        Effect: 'Allow',
        Principal: { AWS: roleArn },
        Action: ['kms:Decrypt', 'kms:DescribeKey'],
        Resource: '*',
      },
    ],
    source: 'https://docs.aws.amazon.com/kms/latest/developerguide/key-policies.html',
  },
  {
    id: 'organization',
    title: message('use from the organization'),
    what: message(
      'Lets every principal of the organization in. Those of other accounts also need an IAM policy there.',
    ),
    statements: [
      {
        Sid: 'Allow use from the organization',
        Effect: 'Allow',
        Principal: { AWS: '*' },
        Action: cryptographic,
        Resource: '*',
        Condition: { StringEquals: { 'aws:PrincipalOrgID': '{organization}' } },
      },
    ],
    source: 'https://docs.aws.amazon.com/kms/latest/developerguide/conditions-aws.html',
  },
  {
    id: 'encryption-context',
    title: message('use with an encryption context'),
    what: message('Lets somebody use the key only with a certain encryption context.'),
    statements: [
      {
        Sid: 'Allow use with the encryption context',
        Effect: 'Allow',
        Principal: { AWS: roleArn },
        Action: ['kms:Encrypt', 'kms:Decrypt', 'kms:GenerateDataKey*'],
        Resource: '*',
        Condition: { StringEquals: { 'kms:EncryptionContext:{contextKey}': '{contextValue}' } },
      },
    ],
    source: 'https://docs.aws.amazon.com/kms/latest/developerguide/encrypt_context.html',
  },
  {
    id: 'sign',
    title: message('sign and verify'),
    what: message('For an asymmetric signing key: lets somebody sign, verify and get the public key.'),
    statements: [
      {
        Sid: 'Allow signing',
        Effect: 'Allow',
        Principal: { AWS: roleArn },
        Action: ['kms:Sign', 'kms:Verify', 'kms:GetPublicKey', 'kms:DescribeKey'],
        Resource: '*',
      },
    ],
    source: keyPolicies,
  },
  {
    id: 'mac',
    title: message('generate and verify MACs'),
    what: message('For an HMAC key: lets somebody generate and verify message authentication codes.'),
    statements: [
      {
        Sid: 'Allow MACs',
        Effect: 'Allow',
        Principal: { AWS: roleArn },
        Action: ['kms:GenerateMac', 'kms:VerifyMac', 'kms:DescribeKey'],
        Resource: '*',
      },
    ],
    source: keyPolicies,
  },
];

const inIdentityPolicies: readonly Row[] = [
  {
    id: 'iam-use',
    title: message('use a KMS key'),
    what: message('The IAM lock: lets this identity use one key. The key policy must let it, or its account, in too.'),
    statements: [{ Sid: 'UseKey', Effect: 'Allow', Action: cryptographic, Resource: keyArn }],
    source: 'https://docs.aws.amazon.com/kms/latest/developerguide/iam-policies-best-practices.html',
  },
  {
    id: 'iam-decrypt',
    title: message('decrypt with a KMS key'),
    what: message(
      'The IAM lock: lets this identity read what is encrypted with one key. The key policy must let it, or its account, in too.',
    ),
    statements: [
      { Sid: 'DecryptWithKey', Effect: 'Allow', Action: ['kms:Decrypt', 'kms:DescribeKey'], Resource: keyArn },
    ],
    source: 'https://docs.aws.amazon.com/kms/latest/developerguide/iam-policies-best-practices.html',
  },
  {
    id: 'iam-alias',
    title: message('use KMS keys by alias'),
    what: message(
      'Lets this identity use the account’s keys that have an alias, whichever key that is. An alias ARN in Resource would not do: there it names the alias itself.',
    ),
    statements: [
      {
        Sid: 'UseKeysByAlias',
        Effect: 'Allow',
        Action: cryptographic,
        Resource: 'arn:{partition}:kms:{region}:{account}:key/*',
        Condition: { 'ForAnyValue:StringEquals': { 'kms:ResourceAliases': '{alias}' } },
      },
    ],
    source: 'https://docs.aws.amazon.com/kms/latest/developerguide/alias-authorization.html',
  },
];

const inTrustPolicies: readonly Row[] = [
  {
    id: 'trust-service',
    title: message('a service assumes the role'),
    what: message('Lets an AWS service run with the role’s permissions.'),
    statements: [
      {
        Sid: 'TrustService',
        Effect: 'Allow',
        Principal: { Service: '{service}.amazonaws.com' },
        Action: 'sts:AssumeRole',
      },
    ],
    source: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-service.html',
  },
  {
    id: 'trust-role',
    title: message('a role assumes the role'),
    what: message(
      'Lets another role take this one on. Its own IAM policy must allow sts:AssumeRole when it is in another account.',
    ),
    statements: [{ Sid: 'TrustRole', Effect: 'Allow', Principal: { AWS: roleArn }, Action: 'sts:AssumeRole' }],
    source: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-user.html',
  },
  {
    id: 'trust-github',
    title: message('GitHub Actions assumes the role'),
    what: message('Lets the workflows on the main branch of one GitHub repository take the role on.'),
    statements: [
      {
        Sid: 'TrustGitHubActions',
        Effect: 'Allow',
        Principal: { Federated: 'arn:{partition}:iam::{account}:oidc-provider/token.actions.githubusercontent.com' },
        Action: 'sts:AssumeRoleWithWebIdentity',
        Condition: {
          StringEquals: {
            'token.actions.githubusercontent.com:aud': 'sts.amazonaws.com',
            'token.actions.githubusercontent.com:sub': 'repo:{repository}:ref:refs/heads/main',
          },
        },
      },
    ],
    source: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_create_oidc.html',
  },
];

function snippet(kind: LocatedKind): (row: Row) => Snippet {
  return ({ needsRoot = kind === 'key', ...row }) => ({
    ...row,
    label: row.title.text,
    kind,
    needsRoot,
    documented: true,
    notes: [],
  });
}

function ofService(use: ServiceUse): Snippet[] {
  const statements = serviceStatements[use.id]?.(use) ?? [];
  return statements.length === 0
    ? []
    : [
        {
          id: `service-${use.id}`,
          label: use.service,
          title: verbatim(asText(use.service)),
          what: message('Who calls KMS: {who}.', { who: fromReference(use.whoCallsKms) }),
          kind: 'key',
          statements,
          needsRoot: true,
          source: use.source,
          documented: use.documented,
          notes: use.notes,
        },
      ];
}

/** Every snippet. */
export const snippets: readonly Snippet[] = [
  ...inKeyPolicies.map(snippet('key')),
  ...serviceUses.flatMap(ofService),
  ...inIdentityPolicies.map(snippet('identity')),
  ...inTrustPolicies.map(snippet('trust')),
];

/** A whole policy with a snippet's statements in it. */
export function policyTemplate({ statements, needsRoot }: Pick<Snippet, 'statements' | 'needsRoot'>): Template {
  return {
    Version: '2012-10-17',
    Statement: [...(needsRoot ? [rootStatementTemplate] : []), ...statements] as unknown as readonly JsonValue[],
  };
}

/** The key policy that the console writes: the root statement, administrators and users. */
export const consolePolicy: Snippet = {
  ...snippet('key')({
    id: 'console',
    title: message('key policy with administrators and users'),
    what: message(
      'The key policy that the console writes: IAM policies decide, and named roles manage and use the key.',
    ),
    source: keyPolicies,
    statements: [
      administratorStatement('arn:{partition}:iam::{account}:role/{administrator}'),
      ...userStatements(roleArn),
    ],
  }),
};
