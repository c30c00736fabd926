import assert from 'node:assert/strict';
import { openSandboxSession } from '../../src/aws';
import { never } from './environment';
import {
  account,
  admin,
  alice,
  boundary,
  inSandbox,
  jump,
  nobody,
  policy,
  region,
  sessionAs,
  withServer,
} from './servers';

describe('aws/identity', () => {
  for (const arn of [admin, `arn:aws:sts::${account}:assumed-role/Admin/some-session`]) {
    it(
      `reads every policy of ${arn}`,
      inSandbox(async sandbox => {
        const answer = await sessionAs(sandbox, admin).identityPolicies(arn, never());
        assert.ok(answer.ok, JSON.stringify(answer));
        const { policies, boundary: limit, unread, principalArn, uniqueId } = answer.value;
        assert.deepEqual(unread, []);
        assert.equal(principalArn, admin);
        assert.match(uniqueId ?? '', /^AROA/);
        assert.deepEqual(
          policies.map(p => [p.kind, p.name]),
          [
            ['inline', 'Everything'],
            ['inline', 'Ümläut & 100 %'],
            ['attached', `arn:aws:iam::${account}:policy/Managed0`],
            ['attached', `arn:aws:iam::${account}:policy/Managed1`],
            ['attached', `arn:aws:iam::${account}:policy/Managed2`],
          ],
        );
        for (const { text } of policies) {
          assert.equal(JSON.parse(text).Version, '2012-10-17');
        }
        assert.equal(JSON.parse(policies[3]?.text ?? '').Statement[0].Sid, 'Managed1');
        assert.deepEqual(
          [limit?.kind, limit?.name, JSON.parse(limit?.text ?? '').Statement[0].Sid],
          ['boundary', boundary, 'Boundary'],
        );
      }),
    );
  }

  it(
    'keeps what could be read and names what could not',
    inSandbox(async sandbox => {
      const answer = await sessionAs(sandbox, alice).identityPolicies(alice, never());
      assert.ok(answer.ok, JSON.stringify(answer));
      assert.deepEqual(answer.value.policies, []);
      assert.deepEqual(answer.value.unread.map(u => [u.what, u.name, u.failure.kind, u.failure.operation]).sort(), [
        ['boundary', undefined, 'access-denied', 'iam:GetUser'],
        ['policy', 'Assume', 'access-denied', 'iam:GetUserPolicy'],
        ['policy', `arn:aws:iam::${account}:policy/Managed0`, 'access-denied', 'iam:GetPolicyVersion'],
      ]);
    }),
  );

  it(
    'fails when nothing could be read',
    inSandbox(async sandbox => {
      const answer = await sessionAs(sandbox, nobody).identityPolicies(jump, never());
      assert.ok(!answer.ok);
      assert.equal(answer.failure.kind, 'access-denied');
    }),
  );

  it(
    'says that a role is gone',
    inSandbox(async sandbox => {
      const answer = await sessionAs(sandbox, admin).identityPolicies(`arn:aws:iam::${account}:role/Gone`, never());
      assert.ok(!answer.ok);
      assert.equal(answer.failure.kind, 'not-found');
    }),
  );

  it(
    'does not take a namesake in its own account for a principal of another',
    inSandbox(async sandbox => {
      const answer = await sessionAs(sandbox, admin).identityPolicies('arn:aws:iam::444455556666:role/Jump', never());
      assert.ok(!answer.ok);
      const { failure } = answer;
      assert.ok(failure.kind === 'other-account');
      assert.deepEqual([failure.account, failure.sessionAccount], ['444455556666', account]);
    }),
  );

  for (const arn of [
    `arn:aws:iam::${account}:root`,
    `arn:aws:sts::${account}:federated-user/bob`,
    'logs.amazonaws.com',
    'AROAEXAMPLE',
    '',
    'arn:aws:iam::1:role/',
  ]) {
    it(
      `knows that "${arn}" has no identity policies`,
      inSandbox(async sandbox => {
        const answer = await sessionAs(sandbox, admin).identityPolicies(arn, never());
        assert.ok(!answer.ok);
        assert.equal(answer.failure.kind, 'no-identity-policies');
      }),
    );
  }

  it('reads the groups of a user, all pages, a shared managed policy once', async () => {
    const team = `arn:aws:iam::${account}:policy/Team`;
    const document = encodeURIComponent(JSON.stringify(policy({ Effect: 'Allow', Action: 'kms:*', Resource: '*' })));
    const results: Record<string, (marker: string | null, group: string | null) => string> = {
      GetCallerIdentity: () => `<Arn>${alice}</Arn><Account>${account}</Account><UserId>AIDA</UserId>`,
      GetUser: () =>
        `<User><Path>/dev/</Path><UserName>alice</UserName><UserId>AIDAEXAMPLE</UserId><Arn>${alice}</Arn><CreateDate>2026-01-01T00:00:00Z</CreateDate></User>`,
      ListUserPolicies: () => '<PolicyNames/><IsTruncated>false</IsTruncated>',
      ListAttachedUserPolicies: () =>
        `<AttachedPolicies><member><PolicyName>Team</PolicyName><PolicyArn>${team}</PolicyArn></member></AttachedPolicies><IsTruncated>false</IsTruncated>`,
      ListGroupsForUser: marker => {
        const name = marker === null ? 'dev' : 'ops';
        const group = `<member><Path>/</Path><GroupName>${name}</GroupName><GroupId>AGPA</GroupId><Arn>arn:aws:iam::${account}:group/${name}</Arn><CreateDate>2026-01-01T00:00:00Z</CreateDate></member>`;
        return `<Groups>${group}</Groups><IsTruncated>${marker === null}</IsTruncated>${marker === null ? '<Marker>next</Marker>' : ''}`;
      },
      ListGroupPolicies: (_, group) =>
        `<PolicyNames>${group === 'dev' ? '<member>Own</member>' : ''}</PolicyNames><IsTruncated>false</IsTruncated>`,
      GetGroupPolicy: (_, group) =>
        `<GroupName>${group}</GroupName><PolicyName>Own</PolicyName><PolicyDocument>${document}</PolicyDocument>`,
      ListAttachedGroupPolicies: () =>
        `<AttachedPolicies><member><PolicyName>Team</PolicyName><PolicyArn>${team}</PolicyArn></member></AttachedPolicies><IsTruncated>false</IsTruncated>`,
      GetPolicy: () => `<Policy><Arn>${team}</Arn><DefaultVersionId>v7</DefaultVersionId></Policy>`,
      GetPolicyVersion: () =>
        `<PolicyVersion><Document>${document}</Document><VersionId>v7</VersionId></PolicyVersion>`,
    };
    await withServer(
      ({ operation, body }, response) => {
        const result = results[operation]?.(body?.get('Marker') ?? null, body?.get('GroupName') ?? null);
        response
          .writeHead(200, { 'content-type': 'text/xml' })
          .end(`<${operation}Response><${operation}Result>${result}</${operation}Result></${operation}Response>`);
      },
      async (endpoint, received) => {
        const session = openSandboxSession({
          endpoint,
          region,
          credentials: { accessKeyId: 'x', secretAccessKey: 'y' },
        });
        const answer = await session.identityPolicies(alice, never());
        assert.ok(answer.ok, JSON.stringify(answer));
        assert.deepEqual(answer.value.unread, []);
        assert.deepEqual(
          answer.value.policies.map(p => [p.kind, p.group, p.name]),
          [
            ['attached', undefined, team],
            ['group-inline', 'dev', 'Own'],
            ['group-attached', 'dev', team],
            ['group-attached', 'ops', team],
          ],
        );
        assert.equal(JSON.parse(answer.value.policies[1]?.text ?? '').Statement[0].Action, 'kms:*');
        assert.equal(received.filter(r => r.operation === 'GetPolicyVersion').length, 1);
      },
    );
  });
});
