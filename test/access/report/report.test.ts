import assert from 'node:assert/strict';
import { compareAccess, describeStatement, whoCanUse } from '../../../src/access';
import { parsePolicy } from '../../../src/policy';
import { sayEnglish } from '../../../src/text/say';
import { allow, deny, keyArn, policy, role, rootStatement, stranger, type Json } from '../cases';

const parse = (...statements: readonly Json[]) => parsePolicy(JSON.stringify(policy(...statements)));
const actionsOf = (who: string, rows: ReturnType<typeof whoCanUse>): readonly string[] =>
  rows.find(r => r.name === who)?.abilities.map(a => a.action) ?? [];

describe('who can use this key', () => {
  it('lists principals by what they may do, through which statement', () => {
    const rows = whoCanUse(
      parse(
        rootStatement,
        allow({ Action: ['kms:Decrypt', 'kms:DescribeKey', 'kms:CreateGrant', 'kms:PutKeyPolicy'] }),
      ),
      keyArn,
    );
    const mine = rows.find(r => r.name === role)?.abilities ?? [];
    assert.deepEqual(
      mine.map(a => [a.action, a.use]),
      [
        ['kms:CreateGrant', 'grant'],
        ['kms:Decrypt', 'use'],
        ['kms:DescribeKey', 'read'],
        ['kms:PutKeyPolicy', 'manage'],
      ],
    );
    assert.ok(mine.every(a => a.through.every(r => r.kind === 'statement' && r.statement.index === 1)));
  });
  it('counts no action with a wildcard in its service prefix, neither as given nor as taken', () => {
    assert.deepEqual(whoCanUse(parse(allow({ Action: 'k*:Decrypt' })), keyArn), []);
    const [row] = whoCanUse(parse(allow({ Action: 'kms:Decrypt' }), deny({ Action: '*:Decrypt' })), keyArn);
    assert.deepEqual(
      row?.abilities.map(a => [a.action, a.conditional]),
      [['kms:Decrypt', true]],
    );
    const [first] = parse(allow({ Action: ['kms:Encrypt', 'k*:Decrypt'] })).statements;
    const [second] = parse(deny({ Action: 'k*:Decrypt' })).statements;
    assert.deepEqual(
      [first, second].map(s => s && sayEnglish(describeStatement(s, '111122223333'))),
      [
        'may or may not allow: k*:Decrypt is not a valid form, and its effect is unknown',
        'may or may not deny: k*:Decrypt is not a valid form, and its effect is unknown',
      ],
    );
  });
  it('is honest about the account statement', () => {
    const [row] = whoCanUse(parse(rootStatement), keyArn);
    assert.ok(row?.abilities.every(a => a.dependsOnIamOf === '111122223333'));
  });
  it('knows that another account must allow it too, and what never crosses accounts', () => {
    const rows = whoCanUse(parse(allow({ Principal: { AWS: stranger }, Action: 'kms:*' })), keyArn);
    assert.ok(rows[0]?.abilities.every(a => a.dependsOnIamOf === '444455556666'));
    assert.ok(!actionsOf(stranger, rows).includes('kms:PutKeyPolicy'));
  });
  it('takes off what a Deny always takes, and marks what one may take', () => {
    const always = whoCanUse(
      parse(allow({ Action: ['kms:Decrypt', 'kms:Encrypt'] }), deny({ Principal: '*' })),
      keyArn,
    );
    assert.deepEqual(actionsOf(role, always), ['kms:Encrypt']);
    const sometimes = whoCanUse(
      parse(allow(), deny({ Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'false' } } })),
      keyArn,
    );
    assert.equal(sometimes[0]?.abilities[0]?.conditional, true);
  });
  it('leaves out statements that grant nothing', () => {
    assert.deepEqual(whoCanUse(parse({ Effect: 'Allow', Principal: { AWS: role }, Action: 'kms:*' }), keyArn), []);
  });
  it('counts grants, without IAM', () => {
    const rows = whoCanUse(parse(), keyArn, [
      {
        GrantId: 'g',
        GranteePrincipal: stranger,
        Operations: ['Decrypt'],
        Constraints: { EncryptionContextSubset: { a: 'b' } },
      },
    ]);
    assert.deepEqual(
      rows.map(r => [r.name, r.abilities.map(a => [a.action, a.conditional, a.dependsOnIamOf])]),
      [[stranger, [['kms:Decrypt', true, undefined]]]],
    );
  });
});

describe('what would change', () => {
  it('names who gains, who loses, and who is locked out', () => {
    const change = compareAccess(
      parse(rootStatement, allow()),
      parse(rootStatement, allow({ Principal: { AWS: stranger } })),
      keyArn,
      role,
    );
    assert.deepEqual(
      change.gains.map(g => [g.name, g.abilities.map(a => a.action)]),
      [[stranger, ['kms:Decrypt']]],
    );
    assert.deepEqual(
      change.losses.map(g => g.name),
      [role],
    );
    assert.deepEqual(change.lockedOut, [role]);
    assert.equal(change.nobodyManagesPolicy, false);
    assert.equal(change.callerKeepsPutKeyPolicy, 'unknown');
  });
  it('sees that nobody could change the policy any more', () => {
    const change = compareAccess(parse(rootStatement), parse(allow()), keyArn, role);
    assert.equal(change.nobodyManagesPolicy, true);
    assert.equal(change.callerKeepsPutKeyPolicy, 'no');
  });
  it('sees a condition that was dropped', () => {
    const change = compareAccess(
      parse(allow({ Condition: { StringEquals: { 'kms:ViaService': 's3.eu-west-1.amazonaws.com' } } })),
      parse(allow()),
      keyArn,
    );
    assert.deepEqual(
      change.gains.map(g => [g.name, g.conditionsOnly]),
      [[role, true]],
    );
    assert.deepEqual(change.losses, []);
  });
  it('finds no change between a policy and itself', () => {
    const same = parse(rootStatement, allow(), deny());
    const change = compareAccess(same, same, keyArn);
    assert.deepEqual([change.gains, change.losses, change.lockedOut], [[], [], []]);
  });
});

describe('a statement in one line', () => {
  const line = (statement: Json): string => {
    const [first] = parse(statement).statements;
    assert.ok(first);
    return sayEnglish(describeStatement(first, '111122223333'));
  };
  it('says who may do what', () => {
    assert.equal(line(allow()), 'lets app decrypt');
    assert.equal(
      line(allow({ Principal: { AWS: stranger } })),
      'lets app decrypt · account 444455556666 must allow it too',
    );
    assert.equal(line(rootStatement), 'lets IAM in account 111122223333 decide who may do everything');
    assert.equal(
      line(allow({ Principal: { Service: 's3.amazonaws.com' }, Action: ['kms:GenerateDataKey*', 'kms:Decrypt'] })),
      'lets s3.amazonaws.com generate data key… and decrypt',
    );
    assert.equal(
      line(allow({ Principal: '*', Action: 'kms:*', Condition: { Bool: { a: 'true' } } })),
      'lets everyone do everything, under conditions · in other accounts IAM must allow it too',
    );
  });
  it('names only the actions that a key policy decides about', () => {
    const idle = (action: string): string => `${action} is no action that a key policy can allow or deny`;
    const rows: readonly (readonly [action: string | readonly string[], allow: string])[] = [
      [['kms:Decrypt', 'kms:GenerateDataKeys'], 'lets app decrypt'],
      [['kms:Decypt', 's3:GetObject', 'kms:Decrypt'], 'lets app decrypt'],
      [['kms:ListKeys', 'kms:DescribeKey'], 'lets app describe key'],
      ['KMS:decrypt', 'lets app decrypt'],
      ['kms:Generate*', 'lets app generate…'],
      ['kms:GenerateDataKeys', `grants nothing: ${idle('kms:GenerateDataKeys')}`],
      [['s3:GetObject', 'kms:Decypt'], `grants nothing: ${idle('s3:GetObject')}`],
      ['kms:ListKeys', `grants nothing: ${idle('kms:ListKeys')}`],
      ['kms:Foo*', `grants nothing: ${idle('kms:Foo*')}`],
      ['kms:${Action}', 'lets app ${action}'],
    ];
    for (const [Action, expected] of rows) {
      assert.equal(line(allow({ Action })), expected);
    }
    const except = (NotAction: string | readonly string[]): string =>
      line({ Effect: 'Allow', Principal: { AWS: role }, NotAction, Resource: '*' });
    assert.equal(except(['kms:Decrypt', 's3:GetObject']), 'lets app everything but decrypt');
    assert.equal(except('s3:*'), 'lets app do everything');
    assert.equal(line({ ...deny(), Action: 'kms:Decypt' }), `denies nothing: ${idle('kms:Decypt')}`);
  });
  it('says of a statement that is being written only that', () => {
    for (const Action of ['', 'kms:', ['kms:Decrypt', '']]) {
      assert.equal(line(allow({ Action })), 'is not finished yet');
    }
  });
  it('says of the root of a template what it says of a literal one', () => {
    const root = (AWS: unknown): string => line({ ...rootStatement, Principal: { AWS } });
    const own = 'lets IAM in this account decide who may do everything';
    for (const principal of [
      'arn:aws:iam::${AWS::AccountId}:root',
      { 'Fn::Sub': 'arn:aws:iam::${AWS::AccountId}:root' },
      { 'Fn::Sub': 'arn:${AWS::Partition}:iam::${AWS::AccountId}:root' },
      { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':iam::', { Ref: 'AWS::AccountId' }, ':root']] },
      'arn:aws:iam::${data.aws_caller_identity.current.account_id}:root',
      { Ref: 'AWS::AccountId' },
    ]) {
      assert.equal(root(principal), own, JSON.stringify(principal));
    }
    assert.equal(
      root({ 'Fn::Sub': 'arn:aws:iam::${Partner}:root' }),
      'lets IAM in account ${Partner} decide who may do everything',
    );
    assert.equal(root('arn:aws:iam::<account>:root'), 'lets IAM in account <account> decide who may do everything');
    assert.equal(
      root([{ 'Fn::Sub': 'arn:aws:iam::${AWS::AccountId}:root' }, role]),
      'lets this account and app do everything',
    );
    assert.equal(
      root({ 'Fn::Sub': 'arn:aws:iam::${AWS::AccountId}:role/root' }),
      'lets arn:aws:iam::${AWS::AccountId}:role/root do everything',
    );
  });
  it('says what a Deny takes, and what has no effect', () => {
    assert.equal(line(deny()), 'denies app: decrypt');
    assert.equal(
      line({ Effect: 'Deny', NotPrincipal: { AWS: role }, Action: 'kms:*', Resource: '*' }),
      'denies everyone but app: do everything',
    );
    assert.equal(line({ Effect: 'Allow', Principal: '*', Action: 'kms:*' }), 'grants nothing: it has no Resource');
  });
});
