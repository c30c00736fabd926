import { strict as assert } from 'node:assert';
import { diagnose, type Evidence } from '../../src/diagnosis';
import {
  adminStatement,
  denial,
  evidence,
  identity,
  keyArn,
  liveKey,
  ok,
  policyText,
  refused,
  rootStatement,
  session,
} from './evidence';
import { explainsEach, type ExplanationCase } from './explanationCases';

const role = 'arn:aws:iam::111122223333:role/MyRole';
const everything = { Effect: 'Allow', Action: 'kms:*', Resource: '*' };
const allow = (Sid: string, AWS: string, Action: string | readonly string[], more: object = {}): object => ({
  Sid,
  Effect: 'Allow',
  Principal: { AWS },
  Action,
  Resource: '*',
  ...more,
});
const deny = (Sid: string, more: object): object => ({
  Sid,
  Effect: 'Deny',
  Principal: '*',
  Action: 'kms:Decrypt',
  Resource: '*',
  ...more,
});

const byKeyPolicy = (...statements: readonly object[]): Evidence =>
  evidence(policyText(adminStatement, ...statements), { identity: identity(everything) });
const byIam = (statement: object, over: Partial<Evidence> = {}): Evidence =>
  evidence(policyText(rootStatement), {
    denial: denial({ deniedBy: 'no-identity-policy' }),
    identity: identity(statement),
    ...over,
  });
const denied = (statement: object): Evidence =>
  evidence(policyText(rootStatement, statement), {
    denial: denial({ deniedBy: 'explicit-deny-resource' }),
    identity: identity(everything),
  });
const behindBoundary = (
  keyPolicy: string,
  over: Partial<Evidence['denial']>,
  ...statements: readonly object[]
): Evidence => {
  const boundary = {
    name: 'arn:aws:iam::111122223333:policy/Limit',
    kind: 'boundary',
    text: policyText({ Effect: 'Allow', Action: 's3:*', Resource: '*' }),
  } as const;
  const policies =
    statements.length === 0 ? [] : [{ name: 'App', kind: 'inline', text: policyText(...statements) } as const];
  return evidence(keyPolicy, { denial: denial(over), identity: ok({ policies, boundary, unread: [] }) });
};
const linked = (name: string, over: Partial<Evidence>): Evidence =>
  evidence(policyText(rootStatement), {
    denial: denial({ principal: `arn:aws:sts::111122223333:assumed-role/${name}/s`, deniedBy: 'no-identity-policy' }),
    identity: refused('iam:GetRole'),
    ...over,
  });
const mrk = (region: string): string => `arn:aws:kms:${region}:111122223333:key/mrk-00112233445566778899aabbccddeeff`;

const cases: Readonly<Record<string, ExplanationCase>> = {
  'key policy: other operations of the caller': {
    evidence: byKeyPolicy(allow('Crypto', role, ['kms:Encrypt', 'kms:GenerateDataKey*'])),
    cause: 'key-policy-shut',
    remedies: ['extend-statement', 'grant', 'root-and-iam'],
    says: [/Statement `Crypto` names `MyRole`, but for other operations: `kms:Encrypt`, `kms:GenerateDataKey\*`\./],
  },
  'key policy: a root statement without cryptography, by NotAction': {
    evidence: byKeyPolicy({
      Sid: 'Root',
      Effect: 'Allow',
      Principal: { AWS: '111122223333' },
      NotAction: ['kms:Decrypt', 'kms:Encrypt'],
      Resource: '*',
    }),
    cause: 'key-policy-shut',
    says: [/A root statement is there, but it is weakened: `Root` hands other operations/],
  },
  'key policy: a root statement copied from another account': {
    evidence: byKeyPolicy(allow('Root', 'arn:aws:iam::444455556666:root', 'kms:*')),
    cause: 'key-policy-shut',
    says: [
      /Statement `Root` is the root statement of account `444455556666`, not of `111122223333`, to which the key belongs/,
    ],
  },
  'key policy: a key ARN as Resource': {
    evidence: byKeyPolicy({
      ...rootStatement,
      Sid: 'Root',
      Resource: 'arn:aws:kms:eu-west-1:111122223333:key/ffffffff-12ab-34cd-56ef-1234567890ab',
    }),
    cause: 'key-policy-shut',
    says: [
      /Statement `Root` would let `MyRole` in, but its Resource is `arn:.*ffffffff-.*`\. In a key policy it has to be `"\*"`/,
    ],
  },
  'key policy: one session of the role': {
    evidence: byKeyPolicy(allow('One', 'arn:aws:sts::111122223333:assumed-role/MyRole/deploy', 'kms:Decrypt')),
    cause: 'key-policy-shut',
    says: [/Statement `One` names one session of the role, `deploy`/],
  },
  'key policy: everybody, but of another account': {
    evidence: byKeyPolicy(
      allow('Anyone', '*', 'kms:Decrypt', { Condition: { StringEquals: { 'kms:CallerAccount': '444455556666' } } }),
    ),
    cause: 'key-policy-shut',
    says: [
      /Statement `Anyone` would let `MyRole` in, but its condition is not met/,
      /the caller has to be of account `444455556666`; `MyRole` is of `111122223333`/,
    ],
  },
  'key policy: the account’s members with a tag, and no IAM policy': {
    evidence: evidence(
      policyText(
        adminStatement,
        allow('Tagged', 'arn:aws:iam::111122223333:root', 'kms:Decrypt', {
          Condition: { StringEquals: { 'aws:PrincipalTag/team': 'blue' } },
        }),
      ),
      { identity: identity() },
    ),
    cause: 'condition-unmet',
    says: [
      /`aws:PrincipalTag\/team`: the caller has to have `blue`/,
      /the statement lets in no more than the account, so an IAM policy has to allow `kms:Decrypt` as well, and none does/,
    ],
  },
  'key policy: EventBridge under a condition that it never meets': {
    evidence: evidence(
      policyText(rootStatement, {
        Sid: 'Events',
        Effect: 'Allow',
        Principal: { Service: 'events.amazonaws.com' },
        Action: 'kms:*',
        Resource: '*',
        Condition: { StringEquals: { 'aws:SourceAccount': '111122223333' } },
      }),
      {
        denial: denial({
          principal: 'events.amazonaws.com',
          principalType: 'service',
          principalAccount: null,
          action: 'kms:GenerateDataKey',
        }),
      },
    ),
    cause: 'key-policy-shut',
    remedies: ['statement'],
    says: [/`events\.amazonaws\.com` calls KMS without it, so this is never met/, /The diff adds one statement/],
  },
  'key policy: a service that is to work for another account': {
    evidence: evidence(
      policyText(rootStatement, {
        Sid: 'Sns',
        Effect: 'Allow',
        Principal: { Service: 'sns.amazonaws.com' },
        Action: 'kms:*',
        Resource: '*',
        Condition: { StringEquals: { 'aws:SourceAccount': '444455556666' } },
      }),
      {
        denial: denial({
          principal: 'sns.amazonaws.com',
          principalType: 'service',
          principalAccount: null,
          action: 'kms:GenerateDataKey',
        }),
      },
    ),
    cause: 'condition-unmet',
    says: [
      /`sns\.amazonaws\.com` has to be working for `444455556666`/,
      /Compare what the service was working for with these conditions/,
    ],
    keepsQuiet: [/Make the call as/],
  },
  'key policy: an organization, for a caller of another account': {
    evidence: evidence(
      policyText(
        rootStatement,
        allow('Org', '*', 'kms:Decrypt', { Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-abcdefghij' } } }),
      ),
      {
        denial: denial({
          principal: 'arn:aws:sts::444455556666:assumed-role/Puller/x',
          principalAccount: '444455556666',
          deniedBy: 'unknown',
          message:
            'because the resource does not exist in this Region, no resource-based policies allow access, or a resource-based policy explicitly denies access',
        }),
      },
    ),
    cause: 'condition-unmet',
    says: [/the caller’s account has to belong to the organization `o-abcdefghij`/],
  },
  'key policy: names without values, and a key that must be there': {
    evidence: byKeyPolicy(
      allow('Named', role, 'kms:Decrypt', {
        Condition: {
          'ForAllValues:StringEquals': { 'kms:EncryptionContextKeys': 'app' },
          Null: { 'kms:EncryptionContextKeys': 'false' },
        },
      }),
    ),
    cause: 'condition-unmet',
    says: [/has to have the right names: `app`\./, /The call has to bring an encryption context\./],
    keepsQuiet: [/names: `false`/],
  },
  'key policy: a negated operator': {
    evidence: byKeyPolicy(
      allow('NotThere', role, 'kms:Decrypt', { Condition: { StringNotEquals: { 'aws:SourceVpce': 'vpce-0a1b' } } }),
    ),
    cause: 'condition-unmet',
    says: [/`aws:SourceVpce`: the call must not come from `vpce-0a1b`/],
    keepsQuiet: [/has to come from/],
  },
  'key policy: the role with its path, where IAM could not be read': {
    evidence: evidence(
      policyText(rootStatement, allow('App', 'arn:aws:iam::111122223333:role/team/MyRole', 'kms:Encrypt')),
      { denial: denial({ deniedBy: 'no-identity-policy' }), identity: refused('iam:GetRole') },
    ),
    cause: 'iam-shut',
    says: [/^# IAM keeps `MyRole` out\.$/m],
    keepsQuiet: [/does not show the role’s path/],
  },
  'deleted principals in two statements': {
    evidence: byKeyPolicy(
      allow('A', 'AROAEXAMPLEDELETED4Q2', 'kms:Decrypt'),
      allow('B', 'AROAEXAMPLEDELETED4Q3', 'kms:*'),
    ),
    cause: 'key-policy-shut',
    remedies: ['statement', 'grant', 'root-and-iam'],
    says: [/takes out what is left of deleted roles and users \(`AROAEXAMPLEDELETED4Q2`, `AROAEXAMPLEDELETED4Q3`\)/],
    keepsQuiet: [/adds one statement to the live key policy and changes nothing else/],
  },
  'grant: constraints that the call did not meet': {
    evidence: evidence(policyText(adminStatement), {
      grants: ok([
        {
          GrantId: 'g1',
          GranteePrincipal: role,
          Operations: ['Decrypt'],
          Constraints: { EncryptionContextSubset: { tenant: 'blue' } },
        },
      ]),
      identity: identity(),
    }),
    cause: 'condition-unmet',
    remedies: ['statement', 'grant', 'root-and-iam'],
    says: [/^# A grant lets `MyRole` in, but only under constraints/m, /has to say `tenant` = `blue`/],
    keepsQuiet: [/for other operations/],
  },
  'IAM: an alias as Resource': {
    evidence: byIam({
      Effect: 'Allow',
      Action: 'kms:Decrypt',
      Resource: 'arn:aws:kms:eu-west-1:111122223333:alias/app',
    }),
    cause: 'iam-shut',
    remedies: ['iam', 'statement', 'grant'],
    says: [
      /\*\*Statement #1 \(`App`\) allows `kms:Decrypt` on an alias, `arn:aws:kms:eu-west-1:111122223333:alias\/app`, and that opens no key\*\*/,
      /take `arn:aws:kms:eu-west-1:111122223333:key\/\*` as Resource and the condition `"ForAnyValue:StringEquals": \{"kms:ResourceAliases": "alias\/app"\}`/,
    ],
  },
  'IAM: a bare key id as Resource': {
    evidence: byIam({ Effect: 'Allow', Action: 'kms:Decrypt', Resource: '1234abcd-12ab-34cd-56ef-1234567890ab' }),
    cause: 'iam-shut',
    says: [/which is no ARN\*\*: a bare key id matches nothing/],
  },
  'IAM: another key': {
    evidence: byIam({
      Effect: 'Allow',
      Action: 'kms:*',
      Resource: 'arn:aws:kms:eu-west-1:111122223333:key/ffffffff-12ab-34cd-56ef-1234567890ab',
    }),
    cause: 'iam-shut',
    says: [/but on other keys: `arn:.*ffffffff/],
  },
  'IAM: the same multi-Region key elsewhere': {
    evidence: byIam(
      { Effect: 'Allow', Action: 'kms:*', Resource: mrk('us-east-1') },
      {
        denial: denial({ deniedBy: 'no-identity-policy', resource: mrk('eu-west-1') }),
        key: ok({ ...liveKey, arn: mrk('eu-west-1') }),
      },
    ),
    cause: 'iam-shut',
    says: [/the key of the same id in another Region/],
  },
  'IAM: other operations': {
    evidence: byIam({ Effect: 'Allow', Action: 'kms:Encrypt', Resource: keyArn }),
    cause: 'iam-shut',
    says: [/Statement #1 \(`App`\) is about this key, but allows other operations: `kms:Encrypt`/],
  },
  'IAM: under a condition': {
    evidence: byIam({ ...everything, Condition: { StringEquals: { 'kms:ViaService': 's3.eu-west-1.amazonaws.com' } } }),
    cause: 'iam-shut',
    says: [
      /Statement #1 \(`App`\) would allow it, but only under conditions that this call did not meet: `StringEquals kms:ViaService s3\.eu-west-1\.amazonaws\.com`/,
      /has to come through `s3\.eu-west-1\.amazonaws\.com`/,
    ],
  },
  'IAM: a statement whose Sid is empty': {
    evidence: byIam({ Sid: '', Effect: 'Allow', Action: 'kms:Encrypt', Resource: keyArn }),
    cause: 'iam-shut',
    says: [/Statement #1 \(`App`\) is about this key, but allows other operations/],
  },
  'IAM: nothing that is about KMS': {
    evidence: byIam({ Effect: 'Allow', Action: 's3:*', Resource: '*' }),
    cause: 'iam-shut',
    says: [/^# IAM keeps `MyRole` out\.$/m],
    keepsQuiet: [/Statement #1/],
  },
  'Deny without MFA': {
    evidence: denied(deny('Mfa', { Condition: { BoolIfExists: { 'aws:MultiFactorAuthPresent': 'false' } } })),
    cause: 'explicit-deny',
    says: [
      /^# A Deny keeps `MyRole` out: `Mfa` in the key policy\.$/m,
      /It denies under a condition/,
      /the session has to be opened with an MFA code/,
    ],
  },
  'Deny outside a network': {
    evidence: denied(deny('Office', { Condition: { NotIpAddress: { 'aws:SourceIp': '203.0.113.0/24' } } })),
    cause: 'explicit-deny',
    says: [/`aws:SourceIp`: the call has to come from `203\.0\.113\.0\/24`/],
  },
  'Deny through a service': {
    evidence: denied(deny('NoS3', { Condition: { StringEquals: { 'kms:ViaService': 's3.eu-west-1.amazonaws.com' } } })),
    cause: 'explicit-deny',
    says: [/`kms:ViaService` must not be `s3\.eu-west-1\.amazonaws\.com`/],
  },
  'Deny by NotPrincipal': {
    evidence: denied({
      Sid: 'Only',
      Effect: 'Deny',
      NotPrincipal: { AWS: ['arn:aws:iam::111122223333:role/Other', 'arn:aws:iam::111122223333:root'] },
      Action: 'kms:*',
      Resource: '*',
    }),
    cause: 'explicit-deny',
    says: [
      /denies everybody whom its `NotPrincipal` does not list/,
      /a condition `ArnNotEquals` on `aws:PrincipalArn`/,
    ],
  },
  'boundary and IAM both lack it': {
    evidence: behindBoundary(policyText(rootStatement), { deniedBy: 'no-identity-policy' }),
    cause: 'iam-shut',
    says: [
      /That is not all: the permissions boundary does not allow `kms:Decrypt` either/,
      /## The IAM policy/,
      /## The permissions boundary\s+Add this to the permissions boundary \(`arn:aws:iam::111122223333:policy\/Limit`\) too/,
    ],
  },
  'boundary of a role that the key policy is to name': {
    evidence: behindBoundary(policyText(adminStatement), {}, everything),
    cause: 'key-policy-shut',
    says: [/the permissions boundary does not allow/, /## The permissions boundary/],
  },
  'boundary of a user whom the key policy is to name: it does not limit that': {
    evidence: behindBoundary(
      policyText(adminStatement),
      { principal: 'arn:aws:iam::111122223333:user/ann', principalType: 'user' },
      everything,
    ),
    cause: 'key-policy-shut',
    says: [/opens the lock by itself/],
    keepsQuiet: [/That is not all/],
  },
  'a shut IAM lock behind an endpoint policy': {
    evidence: evidence(policyText(rootStatement), {
      denial: denial({ deniedBy: 'vpc-endpoint' }),
      identity: identity(),
    }),
    cause: 'limited',
    says: [/That is not all: no IAM policy allows `kms:Decrypt` either/],
  },
  'a disabled key behind a shut lock': {
    evidence: evidence(policyText(adminStatement), { key: ok({ ...liveKey, state: 'Disabled', enabled: false }) }),
    cause: 'key-policy-shut',
    says: [/That is not all: the key’s state is `Disabled`/],
  },
  'service-linked role with a suffix, IAM unread': {
    evidence: linked('AWSServiceRoleForAutoScaling_batch', {}),
    cause: 'service-linked-role',
    remedies: ['statement', 'grant'],
    says: [
      /role\/aws-service-role\/autoscaling\.amazonaws\.com\/AWSServiceRoleForAutoScaling_batch"/,
      /"kms:GrantIsForAWSResource": "true"/,
    ],
    keepsQuiet: [/Add this to an IAM policy/],
  },
  'service-linked role of a service without a known path, IAM unread': {
    evidence: linked('AWSServiceRoleForSomethingNew', {}),
    cause: 'service-linked-role',
    remedies: [],
    says: [
      /^# The key policy has to name `AWSServiceRoleForSomethingNew`: IAM cannot let it in\.$/m,
      /`aws iam get-role --role-name AWSServiceRoleForSomethingNew`/,
    ],
  },
  'service-linked role, and AWS gives no reason': {
    evidence: linked('AWSServiceRoleForLexBots', {
      denial: denial({
        principal: 'arn:aws:sts::111122223333:assumed-role/AWSServiceRoleForLexBots/s',
        deniedBy: 'unknown',
      }),
    }),
    cause: 'service-linked-role',
    says: [/^# Most likely the key policy has to name `AWSServiceRoleForLexBots`: IAM cannot let it in\.$/m],
    keepsQuiet: [/^# The key policy has to name/m],
  },
  'Identity Center role without the permission': {
    evidence: byIam(
      { Effect: 'Allow', Action: 's3:*', Resource: '*' },
      {
        denial: denial({
          principal: 'arn:aws:sts::111122223333:assumed-role/AWSReservedSSO_Dev_0123456789abcdef/me',
          deniedBy: 'no-identity-policy',
        }),
      },
    ),
    cause: 'iam-shut',
    says: [/cannot be edited in IAM\. Add this to the inline policy of the permission set `Dev`/],
    keepsQuiet: [/Add this to an IAM policy of/],
  },
  'CreateGrant, called directly': {
    evidence: byIam(
      { Effect: 'Allow', Action: 'eks:*', Resource: '*' },
      { denial: denial({ action: 'kms:CreateGrant', deniedBy: 'no-identity-policy' }) },
    ),
    cause: 'iam-shut',
    remedies: ['iam', 'statement'],
    says: [
      /Whoever may use `kms:CreateGrant` can give anybody access/,
      /`kms:GrantOperations`/,
      /Amazon EKS do not support that one/,
    ],
    keepsQuiet: [/aws kms create-grant --/],
  },
  'CreateGrant for an EKS cluster: no condition that EKS does not support': {
    evidence: byIam(
      { Effect: 'Allow', Action: 'eks:*', Resource: '*' },
      {
        denial: denial({
          action: 'kms:CreateGrant',
          deniedBy: 'no-identity-policy',
          callingService: 'eks.amazonaws.com',
        }),
      },
    ),
    cause: 'iam-shut',
    says: [/"kms:CreateGrant"/],
    keepsQuiet: [/"kms:GrantIsForAWSResource": "true"\n/],
  },
};

describe('explanation: what nearly opens a lock, and what else is shut', () => {
  explainsEach(cases);

  it('reads a role’s path out of the policy or grant that names it: names are unique in an account', () => {
    const shared = evidence(
      policyText(rootStatement, allow('App', 'arn:aws:iam::111122223333:role/team/MyRole', 'kms:Encrypt')),
      { denial: denial({ deniedBy: 'no-resource-policy', principal: session }), identity: refused('iam:GetRole') },
    );
    assert.deepEqual(diagnose(shared).who?.named, { principal: { AWS: 'arn:aws:iam::111122223333:role/team/MyRole' } });
    const granted = evidence(policyText(adminStatement), {
      grants: ok([{ GranteePrincipal: 'arn:aws:iam::111122223333:role/team/MyRole', Operations: ['Encrypt'] }]),
    });
    assert.deepEqual(diagnose(granted).proposal?.statements[0]?.Principal, {
      AWS: 'arn:aws:iam::111122223333:role/team/MyRole',
    });
  });
});
