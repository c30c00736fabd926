import assert from 'node:assert/strict';
import {
  keyPolicyServices,
  needsRegion,
  newKeyPolicy,
  readAccount,
  readPrincipals,
  readRegion,
  type Reading,
  usesCaller,
  type NewKeyPolicy,
} from '../../src/assist/newKeyPolicy';
import { parsePolicy } from '../../src/policy';
import { findingsOf } from '../rules/examples';

const account = '111122223333';
const role = (name: string, of = account): string => `arn:aws:iam::${of}:role/${name}`;
const base: NewKeyPolicy = {
  account,
  partition: 'aws',
  region: 'eu-west-1',
  administrators: [],
  users: [],
  services: [],
};

function codes(wanted: NewKeyPolicy): string[] {
  const text = JSON.stringify(newKeyPolicy(wanted));
  assert.ok(!/\{[a-z]+\}/i.test(text), text);
  return findingsOf(
    {
      kind: 'key',
      text,
      keyArn: `arn:${wanted.partition}:kms:${wanted.region ?? 'eu-west-1'}:${account}:key/1234abcd-12ab-34cd-56ef-1234567890ab`,
    },
    text,
  ).map(f => `${f.code} ${text.slice(f.offset, f.offset + f.length)}`);
}

describe('a new key policy', () => {
  const administrators = [[], [role('Admin')], [role('Admin'), `arn:aws:iam::${account}:user/ann`]];
  const users = [[], [role('app')], [role('app'), role('path/worker')]];
  for (const some of administrators) {
    for (const others of users) {
      it(`has no finding with ${some.length} administrators and ${others.length} users, for each service and with all of them`, () => {
        for (const onlyThroughServices of [false, true]) {
          const wanted = { ...base, administrators: some, users: others, onlyThroughServices };
          assert.deepEqual(codes(wanted), []);
          for (const service of keyPolicyServices) {
            assert.deepEqual(codes({ ...wanted, services: [service] }), [], service.id);
          }
          assert.deepEqual(codes({ ...wanted, services: keyPolicyServices }), []);
        }
      });
    }
  }

  it('has no finding with any two services that could say the same', () => {
    const alike = keyPolicyServices.filter(
      s =>
        usesCaller(s) &&
        (!JSON.stringify(s.statements).includes('kms:ViaService') || JSON.stringify(s.statements).includes('"s3.')),
    );
    assert.ok(alike.length > 6);
    for (const [i, first] of alike.entries()) {
      for (const second of alike.slice(i + 1)) {
        assert.deepEqual(
          codes({ ...base, users: [role('app')], services: [first, second], onlyThroughServices: true }),
          [],
          `${first.id} ${second.id}`,
        );
      }
    }
  });

  it('has no finding in other partitions', () => {
    for (const [partition, region] of [
      ['aws-cn', 'cn-north-1'],
      ['aws-us-gov', 'us-gov-west-1'],
    ] as const) {
      for (const service of keyPolicyServices) {
        assert.deepEqual(
          codes({
            ...base,
            partition,
            region,
            users: [`arn:${partition}:iam::${account}:role/app`],
            services: [service],
          }),
          [],
          service.id,
        );
      }
    }
  });

  it('asks for a Region only where a service is called by it', () => {
    const named = (id: string) => keyPolicyServices.filter(s => s.id === `service-${id}`);
    assert.equal(needsRegion(base), false);
    assert.equal(needsRegion({ ...base, services: named('s3-notifications') }), false);
    assert.equal(needsRegion({ ...base, services: named('cloudwatch-logs') }), true);
    assert.equal(
      needsRegion({ ...base, services: named('s3') }),
      false,
      'IAM policies decide: nothing is written for it',
    );
    assert.equal(
      needsRegion({ ...base, users: [role('app')], services: named('s3'), onlyThroughServices: true }),
      true,
    );
    assert.ok(usesCaller(named('s3')[0] ?? assert.fail()));
  });

  it('names users once, where they have everything already', () => {
    const sids = (wanted: Partial<NewKeyPolicy>) =>
      parsePolicy(
        JSON.stringify(
          newKeyPolicy({
            ...base,
            users: [role('app')],
            services: keyPolicyServices.filter(s => ['service-s3', 'service-eks'].includes(s.id)),
            ...wanted,
          }),
        ),
      ).statements.map(s => s.sid?.value?.value);
    assert.deepEqual(sids({}), [
      'Enable IAM User Permissions',
      'Allow use of the key',
      'Allow attachment of persistent resources',
      'Allow grants by EKS',
    ]);
    assert.deepEqual(sids({ onlyThroughServices: true }), [
      'Enable IAM User Permissions',
      'Allow use by S3',
      'Allow use by EKS',
      'Allow grants by EKS',
    ]);
    assert.deepEqual(sids({ users: [] }), ['Enable IAM User Permissions']);
  });
});

describe('what is typed into New Key Policy', () => {
  const of = { account, partition: 'aws' };
  const said = <T>(reading: Reading<T>): T | string => ('problem' in reading ? reading.problem.text : reading.value);

  for (const [typed, expected] of [
    ['111122223333', of],
    [' 1111-2222-3333 ', of],
    ['1111 2222 3333', of],
    ['arn:aws-cn:iam::111122223333:root', { account, partition: 'aws-cn' }],
    ['arn:aws:kms:eu-west-1:111122223333:key/x', of],
    ['', /has 12 digits: /],
    ['1111', /this has \{count\}/],
    ['my-account', /has 12 digits: /],
  ] as const) {
    it(`account: ${JSON.stringify(typed)}`, () => {
      check(said(readAccount(typed)), expected);
    });
  }

  for (const [typed, expected] of [
    ['', []],
    [' , ', []],
    ['role/app', [role('app')]],
    ['role/app, user/ann', [role('app'), `arn:aws:iam::${account}:user/ann`]],
    [`"${role('a')}",\n"${role('b')}"`, [role('a'), role('b')]],
    [`${role('a')} ${role('a')}`, [role('a')]],
    [role('x', '444455556666'), [role('x', '444455556666')]],
    ['app', /is no ARN of a role or user/],
    ['*', /lets everybody in/],
    [`arn:aws:sts::${account}:assumed-role/app/i-0abc`, /one session of a role/],
    [`arn:aws:iam::${account}:group/dev`, /a group/],
    [`arn:aws:iam::${account}:instance-profile/x`, /instance profile/],
    [`arn:aws:iam::${account}:root`, /root statement already/],
    ['s3.amazonaws.com', /is a service/],
    ['AROAEXAMPLEEXAMPLE12', /deleted/],
    ['arn:aws:iam::1111:role/app', /12 digits/],
    [role('*'), /no wildcards/],
    [role('<name>'), /no wildcards/],
    ['arn:aws-cn:iam::111122223333:role/app', /partition/],
    [role('AWSReservedSSO_Admin_0123456789abcdef'), /./],
    ['arn:aws:iam:111122223333:role/app', /is no ARN/],
  ] as const) {
    it(`users: ${JSON.stringify(typed)}`, () => {
      check(said(readPrincipals(typed, of, 'users')), expected);
    });
  }

  it('administrators have to belong to the account', () => {
    check(said(readPrincipals(role('x', '444455556666'), of, 'administrators')), /another account/);
    check(said(readPrincipals('role/Admin', of, 'administrators')), [role('Admin')]);
  });

  it('a Region has to exist, in the partition of the account', () => {
    check(said(readRegion(' eu-west-1 ', 'aws')), 'eu-west-1');
    check(said(readRegion('eu-west-9', 'aws')), /no such Region/);
    check(said(readRegion('eu-west-1', 'aws-cn')), /partition/);
  });

  function check(actual: unknown, expected: unknown): void {
    if (expected instanceof RegExp) {
      assert.match(String(actual), expected);
    } else {
      assert.deepEqual(actual, expected);
    }
  }
});
