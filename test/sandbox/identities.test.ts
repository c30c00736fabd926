import assert from 'node:assert/strict';
import {
  GetGroupPolicyCommand,
  GetPolicyCommand,
  GetPolicyVersionCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  GetUserCommand,
  GetUserPolicyCommand,
  ListAttachedGroupPoliciesCommand,
  ListAttachedRolePoliciesCommand,
  ListAttachedUserPoliciesCommand,
  ListGroupPoliciesCommand,
  ListGroupsForUserCommand,
  ListRolePoliciesCommand,
  ListUserPoliciesCommand,
  type ListUserPoliciesCommandOutput,
} from '@aws-sdk/client-iam';
import { DescribeKeyCommand, EncryptCommand } from '@aws-sdk/client-kms';
import { AssumeRoleCommand, GetCallerIdentityCommand, GetSessionTokenCommand } from '@aws-sdk/client-sts';
import { type Sandbox, type SandboxCredentials, type SandboxIdentity, startSandbox } from '../../src/sandbox';
import { clientsAs, clientsWith, errorOf, withSandbox } from './clients';
import { account, group, guarded, keyArn, many, nobody, operator, reader, user, world } from './world';

const withWorld = (test: (sandbox: Sandbox) => Promise<void>): (() => Promise<void>) =>
  withSandbox(test, () => startSandbox({ scenario: { world } }));

describe('sandbox: STS', () => {
  const assume = async (sandbox: Sandbox, more: object = {}): Promise<SandboxCredentials> => {
    const { Credentials, AssumedRoleUser } = await clientsAs(sandbox, user).sts.send(
      new AssumeRoleCommand({ RoleArn: reader, RoleSessionName: 'mine', ...more }),
    );
    assert.equal(AssumedRoleUser?.Arn, `arn:aws:sts::${account}:assumed-role/Reader/mine`);
    assert.ok(Credentials?.Expiration !== undefined && Credentials.Expiration.getTime() > Date.now());
    return {
      accessKeyId: Credentials.AccessKeyId ?? '',
      secretAccessKey: Credentials.SecretAccessKey ?? '',
      sessionToken: Credentials.SessionToken ?? '',
    };
  };

  it(
    'knows a user',
    withWorld(async sandbox => {
      const { Arn, Account, UserId } = await clientsAs(sandbox, user).sts.send(new GetCallerIdentityCommand({}));
      assert.deepEqual([Arn, Account], [user, account]);
      assert.match(UserId ?? '', /^AIDA[A-Z2-7]{17}$/);
    }),
  );

  it(
    'knows the root user of an account it has',
    withWorld(async sandbox => {
      const { Arn, UserId } = await clientsAs(sandbox, `arn:aws:iam::${account}:root`).sts.send(
        new GetCallerIdentityCommand({}),
      );
      assert.deepEqual([Arn, UserId], [`arn:aws:iam::${account}:root`, account]);
      assert.throws(
        () => sandbox.credentials('arn:aws:iam::999988887777:root'),
        /has no arn:aws:iam::999988887777:root/,
      );
    }),
  );

  it(
    'gives a session to whom the trust policy names',
    withWorld(async sandbox => {
      const { kms, sts } = clientsWith(sandbox, await assume(sandbox));
      assert.equal(
        (await sts.send(new GetCallerIdentityCommand({}))).Arn,
        `arn:aws:sts::${account}:assumed-role/Reader/mine`,
      );
      assert.equal((await kms.send(new DescribeKeyCommand({ KeyId: keyArn }))).KeyMetadata?.Arn, keyArn);
      assert.equal(
        (await errorOf(kms.send(new EncryptCommand({ KeyId: keyArn, Plaintext: Buffer.from('x') }))))[0],
        'AccessDeniedException',
      );
    }),
  );

  it(
    'limits the session by the policy passed in',
    withWorld(async sandbox => {
      const Policy = JSON.stringify({
        Version: '2012-10-17',
        Statement: { Effect: 'Allow', Action: 's3:*', Resource: '*' },
      });
      const { kms } = clientsWith(sandbox, await assume(sandbox, { Policy }));
      assert.deepEqual(await errorOf(kms.send(new DescribeKeyCommand({ KeyId: keyArn }))), [
        'AccessDeniedException',
        `User: arn:aws:sts::${account}:assumed-role/Reader/mine is not authorized to perform: kms:DescribeKey on resource: ${keyArn} because no session policy allows the kms:DescribeKey action`,
      ]);
    }),
  );

  it(
    'refuses everybody else, and roles that do not exist, in the same words',
    withWorld(async sandbox => {
      for (const [as, role] of [
        [nobody, reader],
        [user, `arn:aws:iam::${account}:role/Gone`],
      ] as const) {
        assert.deepEqual(
          await errorOf(
            clientsAs(sandbox, as).sts.send(new AssumeRoleCommand({ RoleArn: role, RoleSessionName: 'mine' })),
          ),
          ['AccessDenied', `User: ${as} is not authorized to perform: sts:AssumeRole on resource: ${role}`],
        );
      }
    }),
  );

  it(
    'asks for a second factor where the trust policy does',
    withWorld(async sandbox => {
      const role = (more: object): Promise<readonly [string, string]> =>
        errorOf(
          clientsAs(sandbox, user).sts.send(
            new AssumeRoleCommand({ RoleArn: guarded, RoleSessionName: 'mine', ...more }),
          ),
        );
      const SerialNumber = `arn:aws:iam::${account}:mfa/alice`;
      assert.deepEqual(await role({}), [
        'AccessDenied',
        `User: ${user} is not authorized to perform: sts:AssumeRole on resource: ${guarded}`,
      ]);
      assert.deepEqual(await role({ SerialNumber, TokenCode: '000000' }), [
        'AccessDenied',
        'MultiFactorAuthentication failed with invalid MFA one time pass code.',
      ]);
      await clientsAs(sandbox, user).sts.send(
        new AssumeRoleCommand({ RoleArn: guarded, RoleSessionName: 'mine', SerialNumber, TokenCode: '123456' }),
      );
    }),
  );

  it(
    'refuses parameters that break their constraints',
    withWorld(async sandbox => {
      const { sts } = clientsAs(sandbox, user);
      const names = await Promise.all(
        [{ RoleSessionName: 'a b' }, { DurationSeconds: 1 }, { RoleArn: undefined }, { Policy: '{' }].map(
          async more =>
            (await errorOf(sts.send(new AssumeRoleCommand({ RoleArn: reader, RoleSessionName: 'mine', ...more }))))[0],
        ),
      );
      assert.deepEqual(names, [
        'ValidationError',
        'ValidationError',
        'ValidationError',
        'MalformedPolicyDocumentException',
      ]);
    }),
  );

  it(
    'names the operations it does not have',
    withWorld(async sandbox => {
      assert.deepEqual(await errorOf(clientsAs(sandbox, user).sts.send(new GetSessionTokenCommand({}))), [
        'InvalidAction',
        'Could not find operation GetSessionToken for version 2011-06-15',
      ]);
    }),
  );
});

describe('sandbox: IAM', () => {
  const identityOf = (arn: string): SandboxIdentity | undefined => world.identities?.find(i => i.arn === arn);
  const read = (document: string | undefined): unknown => JSON.parse(decodeURIComponent(document ?? ''));

  it(
    'reads a role with its path, trust, boundary and policies',
    withWorld(async sandbox => {
      const { iam } = clientsAs(sandbox, user);
      const { Role } = await iam.send(new GetRoleCommand({ RoleName: 'Reader' }));
      assert.deepEqual(
        [Role?.Arn, Role?.Path, Role?.PermissionsBoundary?.PermissionsBoundaryArn],
        [reader, '/team/', `arn:aws:iam::${account}:policy/Boundary`],
      );
      assert.deepEqual(read(Role?.AssumeRolePolicyDocument), identityOf(reader)?.trust);
      const names = (await iam.send(new ListRolePoliciesCommand({ RoleName: 'Reader' }))).PolicyNames;
      assert.deepEqual(names, ['Read']);
      const inline = await iam.send(new GetRolePolicyCommand({ RoleName: 'Reader', PolicyName: 'Read' }));
      assert.deepEqual(read(inline.PolicyDocument), identityOf(reader)?.inline?.['Read']);
      const attached = (await iam.send(new ListAttachedRolePoliciesCommand({ RoleName: 'Reader' }))).AttachedPolicies;
      assert.deepEqual(attached, [{ PolicyName: 'Shared', PolicyArn: `arn:aws:iam::${account}:policy/Shared` }]);
      const { Policy } = await iam.send(new GetPolicyCommand({ PolicyArn: attached[0]?.PolicyArn }));
      const { PolicyVersion } = await iam.send(
        new GetPolicyVersionCommand({ PolicyArn: Policy?.Arn, VersionId: Policy?.DefaultVersionId }),
      );
      assert.deepEqual(read(PolicyVersion?.Document), world.managedPolicies?.[`arn:aws:iam::${account}:policy/Shared`]);
    }),
  );

  it(
    'reads a user',
    withWorld(async sandbox => {
      const { iam } = clientsAs(sandbox, user);
      assert.equal((await iam.send(new GetUserCommand({}))).User?.Arn, user);
      assert.equal((await iam.send(new GetUserCommand({ UserName: 'nobody' }))).User?.UserName, 'nobody');
      assert.deepEqual((await iam.send(new ListUserPoliciesCommand({ UserName: 'alice' }))).PolicyNames, ['All']);
      assert.deepEqual(
        read((await iam.send(new GetUserPolicyCommand({ UserName: 'alice', PolicyName: 'All' }))).PolicyDocument),
        identityOf(user)?.inline?.['All'],
      );
      assert.deepEqual(
        (await iam.send(new ListAttachedUserPoliciesCommand({ UserName: 'alice' }))).AttachedPolicies,
        [],
      );
      assert.deepEqual((await iam.send(new ListGroupsForUserCommand({ UserName: 'alice' }))).Groups, []);
    }),
  );

  it(
    'reads the groups of a user, and lets their policies count',
    withWorld(async sandbox => {
      const { iam } = clientsAs(sandbox, user);
      const { Groups } = await iam.send(new ListGroupsForUserCommand({ UserName: 'olga' }));
      assert.deepEqual(
        Groups?.map(g => [g.GroupName, g.Arn]),
        [['Operators', group]],
      );
      assert.deepEqual((await iam.send(new ListGroupPoliciesCommand({ GroupName: 'Operators' }))).PolicyNames, [
        'Describe',
      ]);
      assert.deepEqual(
        (await iam.send(new ListAttachedGroupPoliciesCommand({ GroupName: 'Operators' }))).AttachedPolicies,
        [],
      );
      const { PolicyDocument } = await iam.send(
        new GetGroupPolicyCommand({ GroupName: 'Operators', PolicyName: 'Describe' }),
      );
      assert.deepEqual(read(PolicyDocument), identityOf(group)?.inline?.['Describe']);
      await clientsAs(sandbox, operator).kms.send(new DescribeKeyCommand({ KeyId: keyArn }));
      assert.throws(() => sandbox.credentials(group), /has no/);
    }),
  );

  it(
    'lists page by page',
    withWorld(async sandbox => {
      const { iam } = clientsAs(sandbox, many);
      const names: string[] = [];
      let Marker: string | undefined;
      do {
        const page: ListUserPoliciesCommandOutput = await iam.send(
          new ListUserPoliciesCommand({ UserName: 'many', MaxItems: 2, Marker }),
        );
        assert.equal(page.IsTruncated, page.Marker !== undefined);
        names.push(...(page.PolicyNames ?? []));
        Marker = page.Marker;
      } while (Marker !== undefined);
      assert.deepEqual(names, ['A', 'B', 'C', 'D', 'E']);
    }),
  );

  it(
    'says what there is not',
    withWorld(async sandbox => {
      const { iam } = clientsAs(sandbox, user);
      assert.deepEqual(await errorOf(iam.send(new GetRoleCommand({ RoleName: 'Gone' }))), [
        'NoSuchEntityException',
        'The role with name Gone cannot be found.',
      ]);
      assert.deepEqual(
        await errorOf(iam.send(new GetRolePolicyCommand({ RoleName: 'Reader', PolicyName: 'toString' }))),
        ['NoSuchEntityException', 'The role policy with name toString cannot be found.'],
      );
      assert.equal(
        (await errorOf(iam.send(new GetPolicyCommand({ PolicyArn: `arn:aws:iam::${account}:policy/Gone` }))))[0],
        'NoSuchEntityException',
      );
    }),
  );

  it(
    'reads for those only whom IAM allows',
    withWorld(async sandbox => {
      const { iam } = clientsAs(sandbox, nobody);
      assert.deepEqual(await errorOf(iam.send(new GetRoleCommand({ RoleName: 'Reader' }))), [
        'AccessDenied',
        `User: ${nobody} is not authorized to perform: iam:GetRole on resource: role Reader because no identity-based policy allows the iam:GetRole action`,
      ]);
    }),
  );
});
