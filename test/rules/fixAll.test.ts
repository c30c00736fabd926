import assert from 'node:assert/strict';
import { insertMembers, locate, renameKey } from '../../src/policy';
import { rules as allRules } from '../../src/rules';
import { checkPolicies } from '../../src/rules/check';
import { changeTo } from '../../src/rules/facts';
import { fixAll, type FixedText } from '../../src/rules/fix-all';
import { everyKind, fixTitle, type Rule } from '../../src/rules/rule';
import { message } from '../../src/text/message';
import { sayEnglish } from '../../src/text/say';
import { services } from './examples';

function fix(text: string, rules: readonly Rule[] = allRules): FixedText {
  return fixAll(text, content => {
    const policies = locate(content);
    return { policies, findings: checkPolicies(policies, { services, rules }) };
  });
}

const fixed = (text: string): string => fix(text).text;

/** A rule that finds Sids, and whose safe fix writes others. */
function sidRule(code: string, wrong: RegExp, better: (sid: string) => string): Rule {
  return {
    code,
    severity: 'warning',
    summary: 'A test',
    why: 'A test',
    source: 'A test',
    kinds: everyKind,
    check({ statements }, report) {
      for (const { sid } of statements) {
        if (sid?.value !== undefined && wrong.test(sid.value.value)) {
          report({
            at: sid.value,
            message: message('A Sid'),
            fixes: changeTo(sid.value, better(sid.value.value), 'safe'),
          });
        }
      }
    },
    wrong: [],
    right: [],
  };
}

function withSids(...sids: readonly string[]): string {
  const statement = { Effect: 'Allow', Action: 'kms:ListKeys', Resource: '*' };
  return JSON.stringify({ Version: '2012-10-17', Statement: sids.map(Sid => ({ Sid, ...statement })) });
}

describe('fix-all', () => {
  it('offers no name in place of none, and says what a renamed Deny lets go', () => {
    const titles = (statement: object) =>
      checkPolicies(locate(JSON.stringify({ Version: '2012-10-17', Statement: [{ Resource: '*', ...statement }] })), {
        services,
      })
        .filter(f => /^invalid-(action|service-in-action)$/.test(f.code))
        .flatMap(f => f.fixes.map(fix => fixTitle(fix, sayEnglish)));
    for (const action of ['s3:', 'dynamdb:', 's3: ', 'kms:']) {
      assert.deepEqual(titles({ Effect: 'Deny', Action: action }), [], action);
      assert.deepEqual(titles({ Effect: 'Allow', NotAction: action }), [], action);
    }
    assert.deepEqual(titles({ Effect: 'Deny', Action: 's3:GetObjects' }), [
      'Change to s3:GetObject, and deny s3:GetObjects no longer (gives more access)',
    ]);
    assert.deepEqual(titles({ Effect: 'Allow', NotAction: 'dynamdb:GetItem' }), [
      'Change to dynamodb:GetItem, and except dynamdb:GetItem no longer (gives more access)',
    ]);
    assert.deepEqual(titles({ Effect: 'Allow', Action: 's3:GetObjects' }), [
      'Change to s3:GetObject (gives more access)',
    ]);
  });

  const statement = '{"Sid": "a", "Effect": "Allow", "Action": ["kms:ListKeys", "kms:ListKeys"], "Resource": "*"}';

  it('writes nothing into what is still open', () => {
    const text = '{"Statement": [{"Effect": "Deny", "Action": ["s3:GetObject", "s3:GetObject"';
    assert.equal(fixed(text), text);
  });

  it('mends a statement that is whole beside one that is not', () => {
    const open = ', {"Effect": "Deny", "Action": ["s3:Get';
    assert.equal(
      fixed(`{"Statement": [${statement}${open}`),
      `{"Statement": [${statement.replace('["kms:ListKeys", "kms:ListKeys"]', '["kms:ListKeys"]')}${open}`,
    );
  });

  // The data is always a little older than AWS: what it does not know may be real.
  const unknown = ['kms:Decryptt', 's3:GetObjects', 's3:', 's3:Forget*', 'dynamdb:GetItem', 'decrypt'];
  for (const [effect, element] of [
    ['Deny', 'Action'],
    ['Allow', 'Action'],
    ['Allow', 'NotAction'],
    ['Deny', 'NotAction'],
  ]) {
    for (const action of unknown) {
      it(`leaves ${action} where it stands, in ${element} of ${effect}`, () => {
        const text = JSON.stringify({
          Version: '2012-10-17',
          Statement: [{ Effect: effect, [element ?? '']: ['sqs:SendMessage', action], Resource: '*' }],
        });
        assert.equal(fixed(text), text);
      });
    }
  }

  const unsafe: readonly (readonly [name: string, policy: object])[] = [
    [
      "functions' lists in another order: they make other names",
      {
        Version: '2012-10-17',
        Statement: ['AB', 'BA'].map(order => ({
          Effect: 'Deny',
          Action: 's3:GetObject',
          Resource: { 'Fn::Join': ['', ['arn:aws:s3:::', ...[...order].map(Ref => ({ Ref }))]] },
        })),
      },
    ],
    [
      'references of another case',
      {
        Version: '2012-10-17',
        Statement: ['Actions', 'actions'].map(Ref => ({ Effect: 'Deny', Action: { Ref }, Resource: '*' })),
      },
    ],
    [
      'statements that a person still has to fill in',
      {
        Version: '2012-10-17',
        Statement: ['A', 'B'].map(Sid => ({
          Sid,
          Effect: 'Deny',
          Action: 's3:GetObject',
          Resource: 'arn:aws:s3:::YOUR_BUCKET',
        })),
      },
    ],
    [
      'a resource beyond the part that a wildcard stands in',
      {
        Version: '2012-10-17',
        Statement: {
          Effect: 'Deny',
          Action: '*',
          Resource: [
            'arn:aws:iam::*:role/app',
            'arn:aws:iam::111122223333:group/a:role/app',
            'arn:aws:s3:*',
            'arn:aws:s3:::b',
          ],
        },
      },
    ],
    [
      'a resource beside a literal star, or a variable beside a question mark',
      {
        Version: '2012-10-17',
        Statement: {
          Effect: 'Deny',
          Action: 's3:GetObject',
          Resource: ['arn:aws:s3:::b/${*}', 'arn:aws:s3:::b/${aws:username}', `arn:aws:s3:::b/${'?'.repeat(15)}`],
        },
      },
    ],
    [
      'a Version where a variable would come to life',
      { Statement: { Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::b/${codecommit:x}' } },
    ],
    [
      'a Version in a document that may be no policy',
      { Statement: [{ Effect: 'Allow', Action: ['read'], Resource: ['project'] }] },
    ],
    [
      'a Version in a document with names that no policy has',
      { Name: 'x', Statement: [{ Effect: 'Allow', Action: 's3:GetObject', Resource: '*' }] },
    ],
    [
      'a Version that is a number',
      { Version: 1, Statement: [{ Effect: 'Allow', Action: 'ecs:RunTask', Resource: '*' }] },
    ],
    [
      'a Version of another cloud',
      { Version: '1', Statement: [{ Effect: 'Allow', Action: 'kms:Decrypt', Resource: '*' }] },
    ],
    [
      'deprecated names',
      {
        Version: '2012-10-17',
        Statement: {
          Effect: 'Deny',
          Action: 'kms:CreateKey',
          Resource: '*',
          Condition: { StringEquals: { 'kms:CustomerMasterKeySpec': 'RSA_2048' } },
        },
      },
    ],
    [
      'numbers that a computer does not hold',
      {
        Version: '2012-10-17',
        Statement: {
          Effect: 'Deny',
          Action: 's3:ListBucket',
          Resource: '*',
          Condition: { NumericGreaterThan: { 's3:max-keys': ['90071992547409931', '90071992547409932'] } },
        },
      },
    ],
    [
      'booleans that a template makes',
      {
        Version: '2012-10-17',
        Statement: {
          Effect: 'Deny',
          Action: 's3:ListBucket',
          Resource: '*',
          Condition: { Bool: { 'aws:SecureTransport': ['${Flag}', '${Flag}'] } },
        },
      },
    ],
  ];
  for (const [name, policy] of unsafe) {
    it(`leaves ${name}`, () => {
      const text = JSON.stringify(policy, undefined, 2);
      assert.equal(fixed(text), text);
    });
  }

  it('writes the largest of many numbers', () => {
    const of = (values: unknown) =>
      JSON.stringify({
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Deny',
            Action: 's3:ListBucket',
            Resource: '*',
            Condition: { NumericLessThan: { 's3:max-keys': values } },
          },
        ],
      });
    assert.equal(fixed(of(Array.from({ length: 1500 }, (_, i) => String(i)))), of('1499'));
  });

  const swap = sidRule('ping', /^ping$/, () => 'pong');
  const swapBack = sidRule('pong', /^pong$/, () => 'ping');
  const upper = sidRule('upper', /^[a-z]+$/, sid => sid.toUpperCase());
  const rows: readonly (readonly [
    name: string,
    rules: readonly Rule[],
    sids: readonly string[],
    after: readonly string[],
    left: readonly string[],
  ])[] = [
    ['makes fixes that hold', [upper], ['a', 'b', 'C'], ['A', 'B', 'C'], []],
    ['leaves a finding that comes back', [sidRule('back', /^a/, sid => `${sid}a`)], ['a', 'b'], ['a', 'b'], ['back']],
    ['has no fix in one that changes nothing', [sidRule('same', /^a/, sid => sid)], ['a'], ['a'], []],
    ['leaves two rules that take turns', [swap, swapBack], ['ping', 'x'], ['ping', 'x'], ['ping']],
    [
      'leaves three rules that take turns',
      [swap, sidRule('pong', /^pong$/, () => 'pung'), sidRule('pung', /^pung$/, () => 'ping')],
      ['pong'],
      ['pong'],
      ['pong'],
    ],
    [
      'makes the others beside one that comes back',
      [sidRule('back', /^x/, sid => `${sid}x`), upper],
      ['x1', 'abc'],
      ['x1', 'ABC'],
      ['back'],
    ],
  ];
  for (const [name, rules, sids, after, left] of rows) {
    it(name, () => {
      const result = fix(withSids(...sids), rules);
      assert.equal(result.text, withSids(...after));
      assert.deepEqual(
        result.left.map(f => f.code),
        left,
      );
      assert.deepEqual(fix(result.text, rules).text, result.text);
    });
  }

  it('ends where each fix brings another mistake', () => {
    const longer = [sidRule('even', /^(aa)+$/, sid => `${sid}a`), sidRule('odd', /^a(aa)*$/, sid => `${sid}a`)];
    const { text, left } = fix(withSids('a', 'B'), [...longer, sidRule('lower', /B/, () => 'b')]);
    assert.equal(text, withSids('a', 'b'));
    assert.deepEqual(
      left.map(f => f.code),
      ['odd'],
    );
  });

  it('leaves a fix after which the policy seems of another kind', () => {
    const statement = { Sid: 'a', Effect: 'Allow', Principal: '*', Action: 'kms:*', Resource: 'arn:aws:kms:*:*:key/*' };
    const versions: Rule = {
      ...sidRule('version', /x/, sid => sid),
      check({ document: { node, version } }, report) {
        if (node && version === undefined) {
          const at = { offset: node.offset, length: 1 };
          const changes = [insertMembers(node, { Version: '2012-10-17' }, 'first')];
          report({ at, message: message('No Version'), fixes: [{ title: message('A'), effect: 'safe', changes }] });
        }
      },
    };
    const text = JSON.stringify({ Statement: [statement] });
    assert.deepEqual([fix(text, [versions]).text, fix(text, [versions]).left.length], [text, 1]);
  });

  it('leaves a fix that hides the policy', () => {
    const hides: Rule = {
      ...sidRule('hides', /x/, sid => sid),
      check({ document: { statement } }, report) {
        if (statement) {
          const at = statement.key;
          report({
            at,
            message: message('A name'),
            fixes: [{ title: message('A'), effect: 'safe', changes: [renameKey(statement.property, 'x')] }],
          });
        }
      },
    };
    const text = withSids('a');
    const result = fix(text, [hides]);
    assert.deepEqual([result.text, result.left.length], [text, 1]);
  });
});
