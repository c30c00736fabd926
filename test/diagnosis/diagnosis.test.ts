import { strict as assert } from 'node:assert';
import type { Grant } from '../../src/access';
import { diagnose, type Evidence, whoIs } from '../../src/diagnosis';
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
} from '../explanation/evidence';

const decryptAnywhere = { Effect: 'Allow', Action: 'kms:Decrypt', Resource: '*' };
const foreignSession = 'arn:aws:sts::444455556666:assumed-role/Pipeline/run';
const fromOutside = { principal: foreignSession, principalAccount: '444455556666', deniedBy: 'unknown' } as const;

describe('diagnose', () => {
  it('proposes the one minimal statement where neither the account nor the role is let in', () => {
    const { cause, proposal, remedy } = diagnose(
      evidence(policyText(adminStatement), { identity: identity(decryptAnywhere) }),
    );
    assert.equal(cause.kind, 'key-policy-shut');
    assert.deepEqual(proposal?.statements[0], {
      Sid: 'AllowMyRoleToDecrypt',
      Effect: 'Allow',
      Principal: { AWS: 'arn:aws:iam::111122223333:role/MyRole' },
      Action: ['kms:Decrypt', 'kms:DescribeKey'],
      Resource: '*',
    });
    assert.deepEqual(remedy?.iamStatements, [], 'in the key’s own account the key policy alone opens');
  });

  it('adds nothing to the live policy but that statement', () => {
    const { proposal } = diagnose(evidence(policyText(adminStatement)));
    const proposed = JSON.parse(proposal?.proposed ?? '') as { Statement: unknown[] };
    const live = JSON.parse(proposal?.live ?? '') as { Statement: unknown[] };
    assert.deepEqual(proposed, { ...live, Statement: [...live.Statement, proposal?.statements[0]] });
    const before = (proposal?.live ?? '').split('\n');
    const after = (proposal?.proposed ?? '').split('\n');
    const gone = before.filter(line => !after.includes(line));
    assert.deepEqual(gone, [], 'every live line stands on the right as well, but for a comma');
  });

  it('keeps a lone statement object, as a list with the new one', () => {
    const { proposal } = diagnose(evidence(JSON.stringify({ Version: '2012-10-17', Statement: adminStatement })));
    assert.deepEqual((JSON.parse(proposal?.proposed ?? '') as { Statement: unknown }).Statement, [
      adminStatement,
      proposal?.statements[0],
    ]);
  });

  it('takes a Sid that is free', () => {
    const taken = { ...adminStatement, Sid: 'AllowMyRoleToDecrypt' };
    assert.equal(diagnose(evidence(policyText(taken))).proposal?.statements[0]?.Sid, 'AllowMyRoleToDecrypt2');
  });

  it('names the role with its path where IAM could be asked', () => {
    const iam = ok({ principalArn: 'arn:aws:iam::111122223333:role/app/MyRole', policies: [], unread: [] });
    const { proposal } = diagnose(evidence(policyText(adminStatement), { identity: iam }));
    assert.deepEqual(proposal?.statements[0]?.Principal, { AWS: 'arn:aws:iam::111122223333:role/app/MyRole' });
  });

  it('builds on the statement that names the caller and nobody else, also where it names it twice', () => {
    const role = 'arn:aws:iam::111122223333:role/MyRole';
    const encrypts = { Effect: 'Allow', Principal: { AWS: [role, role] }, Action: 'kms:Encrypt', Resource: '*' };
    const { remedies } = diagnose(evidence(policyText(adminStatement, encrypts)));
    assert.deepEqual(remedies.find(r => r.id === 'extend-statement')?.keyStatements, [
      { ...encrypts, Action: ['kms:Encrypt', 'kms:Decrypt', 'kms:DescribeKey'] },
    ]);
  });

  it('adds no DescribeKey to an operation that is not cryptographic', () => {
    const { proposal } = diagnose(
      evidence(policyText(adminStatement), { denial: denial({ action: 'kms:ListGrants' }) }),
    );
    assert.equal(proposal?.statements[0]?.Action, 'kms:ListGrants');
  });

  it('leaves the key policy alone where the root statement is there and IAM says nothing', () => {
    const { cause, proposal, remedy } = diagnose(
      evidence(policyText(rootStatement), {
        denial: denial({ deniedBy: 'no-identity-policy' }),
        identity: identity(),
      }),
    );
    assert.equal(cause.kind, 'iam-shut');
    assert.equal(proposal, undefined);
    assert.deepEqual(remedy?.iamStatements[0], {
      Sid: 'AllowDecryptWithThisKey',
      Effect: 'Allow',
      Action: ['kms:Decrypt', 'kms:DescribeKey'],
      Resource: keyArn,
    });
  });

  it('says the same while the IAM side is unread', () => {
    assert.equal(
      diagnose(
        evidence(policyText(rootStatement), {
          denial: denial({ deniedBy: 'no-identity-policy' }),
          identity: 'reading',
        }),
      ).cause.kind,
      'iam-shut',
    );
  });

  it('shows both halves across accounts', () => {
    const { cause, proposal, remedy, crossAccount } = diagnose(
      evidence(policyText(rootStatement), { denial: denial(fromOutside) }),
    );
    assert.equal(crossAccount, true);
    assert.equal(cause.kind, 'both-shut');
    assert.deepEqual(proposal?.statements[0]?.Principal, { AWS: 'arn:aws:iam::444455556666:role/Pipeline' });
    assert.equal(remedy?.iamStatements[0]?.Resource, keyArn);
  });

  it('shows the caller’s half alone where the key’s half is there', () => {
    const shared = {
      ...rootStatement,
      Sid: 'Share',
      Principal: { AWS: 'arn:aws:iam::444455556666:root' },
      Action: 'kms:Decrypt',
    };
    const { cause, proposal, remedy } = diagnose(
      evidence(policyText(rootStatement, shared), { denial: denial(fromOutside) }),
    );
    assert.equal(cause.kind, 'iam-shut');
    assert.equal(proposal, undefined);
    assert.equal(remedy?.iamStatements[0]?.Resource, keyArn);
  });

  it('proposes nothing against an explicit deny, and points at it', () => {
    const deny = { Sid: 'NoDecrypt', Effect: 'Deny', Principal: '*', Action: 'kms:Decrypt', Resource: '*' };
    const { cause, proposal } = diagnose(
      evidence(policyText(rootStatement, deny), { denial: denial({ deniedBy: 'explicit-deny-resource' }) }),
    );
    assert.equal(proposal, undefined);
    assert.ok(cause.kind === 'explicit-deny' && cause.policy === 'key-policy' && cause.reason?.kind === 'statement');
    assert.equal(cause.reason.statement.sid?.value?.value, 'NoDecrypt');
  });

  it('believes AWS about a deny that cannot be seen from here', () => {
    const { cause } = diagnose(
      evidence(policyText(rootStatement), { denial: denial({ deniedBy: 'explicit-deny-scp' }) }),
    );
    assert.deepEqual(cause, { kind: 'explicit-deny', policy: 'scp', reason: undefined });
  });

  const boundary: [Partial<Evidence>, string][] = [
    [{ denial: denial({ deniedBy: 'no-boundary' }) }, 'the error says so'],
    [
      {
        denial: denial({ deniedBy: 'unknown' }),
        identity: ok({
          policies: [{ name: 'App', kind: 'inline', text: policyText(decryptAnywhere) }],
          unread: [],
          boundary: {
            name: 'Limit',
            kind: 'boundary',
            text: policyText({ Effect: 'Allow', Action: 's3:*', Resource: '*' }),
          },
        }),
      },
      'it was read',
    ],
  ];
  for (const [over, how] of boundary) {
    it(`blames a boundary that allows too little: ${how}`, () => {
      assert.deepEqual(diagnose(evidence(policyText(rootStatement), over)).cause, {
        kind: 'limited',
        policy: 'boundary',
      });
    });
  }

  it('tells a key’s state from a lack of permission', () => {
    const { cause, proposal } = diagnose(
      evidence(policyText(rootStatement), {
        denial: denial({ kind: 'disabled', deniedBy: null, principal: null }),
        key: ok({ ...liveKey, state: 'Disabled', enabled: false }),
      }),
    );
    assert.deepEqual(cause, { kind: 'key-state', state: 'Disabled' });
    assert.equal(proposal, undefined);
  });

  it('offers no edit of an AWS managed key', () => {
    const { cause, proposal } = diagnose(
      evidence(policyText(adminStatement), { key: ok({ ...liveKey, manager: 'AWS' }) }),
    );
    assert.equal(cause.kind, 'aws-managed-key');
    assert.equal(proposal, undefined);
  });

  it('hands the statement to the owner where the policy may not be read', () => {
    const { cause, proposal, remedy } = diagnose(evidence('', { keyPolicy: refused('kms:GetKeyPolicy') }));
    assert.deepEqual(cause, { kind: 'key-policy-unread', lock: 'shut' });
    assert.equal(proposal, undefined);
    assert.deepEqual(remedy?.keyStatements[0]?.Principal, { AWS: 'arn:aws:iam::111122223333:role/MyRole' });
  });

  it('says so when everything reads as allowed now', () => {
    const named = {
      ...adminStatement,
      Principal: { AWS: 'arn:aws:iam::111122223333:role/MyRole' },
      Action: 'kms:Decrypt',
    };
    const { cause, disagreement, proposal } = diagnose(evidence(policyText(named)));
    assert.equal(cause.kind, 'allowed-now');
    assert.equal(disagreement, true);
    assert.equal(proposal, undefined);
  });

  it('asks for what the error does not say', () => {
    const { cause } = diagnose({ denial: denial({ resource: null, keyId: null, principal: null }) });
    assert.deepEqual(cause, { kind: 'incomplete', missing: ['key', 'principal'] });
  });

  it('names a service by its principal, never by a role', () => {
    const { proposal } = diagnose(
      evidence(policyText(rootStatement), {
        denial: denial({
          principal: 'logs.eu-west-1.amazonaws.com',
          principalType: 'service',
          principalAccount: null,
          action: 'kms:Encrypt',
        }),
      }),
    );
    assert.deepEqual(proposal?.statements[0]?.Principal, { Service: 'logs.eu-west-1.amazonaws.com' });
  });

  const viaS3 = {
    ...adminStatement,
    Sid: 'ThroughS3',
    Principal: { AWS: 'arn:aws:iam::111122223333:role/MyRole' },
    Action: 'kms:Decrypt',
    Condition: { StringEquals: { 'kms:ViaService': 's3.eu-west-1.amazonaws.com' } },
  };

  it('points at the statement whose conditions the call did not meet, and does not widen it', () => {
    for (const over of [{}, { identity: identity() }]) {
      const { cause, proposal, remedy } = diagnose(evidence(policyText(viaS3), over));
      assert.ok(cause.kind === 'condition-unmet' && cause.reason.kind === 'statement');
      assert.equal(cause.reason.statement.sid?.value?.value, 'ThroughS3');
      assert.equal(proposal, undefined);
      assert.equal(remedy?.keyStatements[0]?.Sid, 'AllowMyRoleToDecrypt');
    }
  });

  it('names a service-linked role in the key policy: its IAM policy cannot be edited', () => {
    const { cause, proposal } = diagnose(
      evidence(policyText(rootStatement), {
        denial: denial({
          principal: 'arn:aws:sts::111122223333:assumed-role/AWSServiceRoleForAutoScaling/AutoScaling',
          deniedBy: 'no-identity-policy',
        }),
        identity: identity(),
      }),
    );
    assert.equal(cause.kind, 'service-linked-role');
    assert.deepEqual(proposal?.statements[0]?.Principal, {
      AWS: 'arn:aws:iam::111122223333:role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling',
    });
  });

  it('takes a role that is only called like a service-linked one for what it is once IAM has told its path', () => {
    const { cause, who } = diagnose(
      evidence(policyText(rootStatement), {
        denial: denial({
          principal: 'arn:aws:sts::111122223333:assumed-role/AWSServiceRoleForMyself/i-0abc',
          deniedBy: 'no-identity-policy',
        }),
        identity: ok({
          principalArn: 'arn:aws:iam::111122223333:role/AWSServiceRoleForMyself',
          policies: [],
          unread: [],
        }),
      }),
    );
    assert.equal(who?.serviceLinked, false);
    assert.equal(cause.kind, 'iam-shut');
  });

  it('names every service-linked role whose service is known, as the rule about their paths does', () => {
    assert.deepEqual(
      whoIs('arn:aws:sts::111122223333:assumed-role/AWSServiceRoleForAmazonElasticFileSystem/s').named?.principal,
      {
        AWS: 'arn:aws:iam::111122223333:role/aws-service-role/elasticfilesystem.amazonaws.com/AWSServiceRoleForAmazonElasticFileSystem',
      },
    );
  });

  it('lets in an Identity Center role whose path is unknown by its name', () => {
    const { proposal } = diagnose(
      evidence(policyText(adminStatement), {
        denial: denial({
          principal: 'arn:aws:sts::111122223333:assumed-role/AWSReservedSSO_Dev_0123456789abcdef/alice',
        }),
      }),
    );
    assert.deepEqual(proposal?.statements[0]?.Principal, { AWS: 'arn:aws:iam::111122223333:root' });
    assert.deepEqual(proposal?.statements[0]?.Condition, {
      ArnLike: {
        'aws:PrincipalArn': 'arn:aws:iam::111122223333:role/aws-reserved/sso.amazonaws.com/*AWSReservedSSO_Dev_*',
      },
    });
  });

  it('takes a condition that the error does not settle for unknown, not for failed', () => {
    assert.equal(
      diagnose(evidence(policyText(viaS3), { denial: denial({ deniedBy: 'unknown', principal: session }) })).cause.kind,
      'undecided',
    );
  });

  /** A grant for the caller that counts how often it is held against a request; whatever is evaluated looks at it once. */
  function countingGrant(): { readonly grant: Grant; readonly evaluations: () => number } {
    let count = 0;
    const grant: Grant = {
      GranteePrincipal: 'arn:aws:iam::111122223333:role/MyRole',
      get Operations() {
        count++;
        return ['Encrypt'];
      },
    };
    return { grant, evaluations: () => count };
  }

  it('evaluates the request once', () => {
    for (const statement of [rootStatement, adminStatement, viaS3]) {
      for (const over of [{}, { identity: identity() }, { identity: partly() }]) {
        const { grant, evaluations } = countingGrant();
        const { decision, request } = diagnose(evidence(policyText(statement), { grants: ok([grant]), ...over }));
        assert.equal(evaluations(), 1);
        assert.equal(decision?.evaluation.request, request);
      }
    }
  });

  /** IAM policies of which one could not be read; the others allow nothing. */
  function partly(): NonNullable<Evidence['identity']> {
    const failure = { kind: 'throttled', operation: 'iam:GetRolePolicy', message: 'slow down' } as const;
    return ok({ policies: [], unread: [{ what: 'inline', failure }] });
  }

  it('takes IAM policies that were read in part for no proof that none allows', () => {
    const deny = { Sid: 'NoDecrypt', Effect: 'Deny', Principal: '*', Action: 'kms:Decrypt', Resource: '*' };
    for (const statements of [[rootStatement], [rootStatement, deny]]) {
      const { decision } = diagnose(evidence(policyText(...statements), { identity: partly() }));
      assert.equal(decision?.iamLock, 'unknown');
    }
  });
});
