import assert from 'node:assert/strict';
import { parse, type ParseError } from 'jsonc-parser';
import { applyEdits } from '../../../src/policy';
import { rules } from '../../../src/rules';
import { hasSchemaFor } from '../../../src/assist/completion';
import { accept, expand, labels, offered } from './accept';

const head = '{"Version": "2012-10-17", "Statement": [';
/** A key policy with one statement, on one line. */
const key = (statement: string): string =>
  `${head}{"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::111122223333:root"}, ${statement}}]}`;
const identity = (statement: string): string => `${head}{"Effect": "Allow", ${statement}}]}`;
const wide = '"Action": "kms:*", "Resource": "*"';

describe('accepting a completion', () => {
  const rows: readonly (readonly [name: string, before: string, label: string, after: string])[] = [
    ['an action between quotes', key('"Action": "kms:de|"'), 'kms:Decrypt', key('"Action": "kms:Decrypt"')],
    [
      'an action whose end stands there',
      key('"Action": "kms:de|crypt", "Resource": "*"'),
      'kms:Decrypt',
      key('"Action": "kms:Decrypt", "Resource": "*"'),
    ],
    ['an action without closing quote', key('"Action": "kms:de|'), 'kms:Decrypt', key('"Action": "kms:Decrypt"')],
    [
      'an action without closing quote, before another element',
      key('"Action": "kms:de|, "Resource": "*"'),
      'kms:Decrypt',
      key('"Action": "kms:Decrypt", "Resource": "*"'),
    ],
    [
      'an action without closing quote at the end of a line',
      `${head}{\n"Action": ["kms:de|\n]}]}`,
      'kms:Decrypt',
      `${head}{\n"Action": ["kms:Decrypt"\n]}]}`,
    ],
    ['an action without quotes', key('"Action": kms:de|'), 'kms:Decrypt', key('"Action": "kms:Decrypt"')],
    [
      'an action in a gap',
      key('"Action": |, "Resource": "*"'),
      'kms:Decrypt',
      key('"Action": "kms:Decrypt", "Resource": "*"'),
    ],
    ['an action right behind the colon', key('"Action":|'), 'kms:Decrypt', key('"Action":"kms:Decrypt"')],
    [
      'an action in a gap, without the comma after',
      key('"Action": | "Resource": "*"'),
      'kms:Decrypt',
      key('"Action": "kms:Decrypt", "Resource": "*"'),
    ],
    [
      'an action in a list',
      key('"Action": ["kms:Encrypt", "|"]'),
      'kms:Decrypt',
      key('"Action": ["kms:Encrypt", "kms:Decrypt"]'),
    ],
    [
      'an action in a list, without the comma before',
      key('"Action": ["kms:Encrypt" "|"]'),
      'kms:Decrypt',
      key('"Action": ["kms:Encrypt", "kms:Decrypt"]'),
    ],
    [
      'an action in a list, without the comma after',
      key('"Action": ["|" "kms:Encrypt"]'),
      'kms:Decrypt',
      key('"Action": ["kms:Decrypt", "kms:Encrypt"]'),
    ],
    [
      'an action behind a trailing comma',
      key('"Action": ["kms:Encrypt", |]'),
      'kms:Decrypt',
      key('"Action": ["kms:Encrypt", "kms:Decrypt"]'),
    ],
    ['an action in an empty list', key('"Action": [|]'), 'kms:Decrypt', key('"Action": ["kms:Decrypt"]')],
    ['an action in a nested list', key('"Action": [["|"]]'), 'kms:Decrypt', key('"Action": [["kms:Decrypt"]]')],
    [
      'an action between CRLF',
      key('"Action": [\r\n\t"kms:Encrypt",\r\n\t|\r\n]'),
      'kms:Decrypt',
      key('"Action": [\r\n\t"kms:Encrypt",\r\n\t"kms:Decrypt"\r\n]'),
    ],
    [
      'an action between comments',
      key('"Action": [ /* "x" */ "|" // kms\n]'),
      'kms:Decrypt',
      key('"Action": [ /* "x" */ "kms:Decrypt" // kms\n]'),
    ],
    ['a wildcard', key('"Action": "kms:gen|"'), 'kms:GenerateDataKey*', key('"Action": "kms:GenerateDataKey*"')],
    ['an element between quotes', key(`${wide}, "Cond|"`), 'Condition', key(`${wide}, "Condition": {  }`)],
    ['an element without quotes', key(`${wide}, Cond|`), 'Condition', key(`${wide}, "Condition": {  }`)],
    ['an element whose colon stands there', key('"Act|": "kms:*"'), 'Action', key('"Action": "kms:*"')],
    ['an element without closing quote', `${head}{\n  "Eff|\n}]}`, 'Effect', `${head}{\n  "Effect": "Allow"\n}]}`],
    [
      'an element without the comma before',
      `${head}{\n  "Effect": "Allow"\n  |\n}]}`,
      'Action',
      `${head}{\n  "Effect": "Allow",\n  "Action": ""\n}]}`,
    ],
    [
      'an element before another',
      `${head}{\n  "Eff|"\n  "Action": "kms:*"\n}]}`,
      'Effect',
      `${head}{\n  "Effect": "Allow",\n  "Action": "kms:*"\n}]}`,
    ],
    [
      'the elements of the policy',
      '{"Version": "2012-10-17", "|"}',
      'Statement',
      '{"Version": "2012-10-17", "Statement": []}',
    ],
    [
      'an element of a statement that stands alone',
      '{"Effect": "Allow", "Action": "s3:GetObject", "Res|"}',
      'Resource',
      '{"Effect": "Allow", "Action": "s3:GetObject", "Resource": ""}',
    ],
    [
      'an effect',
      key('"Effect": "|"').replace('"Effect": "Allow", ', ''),
      'Deny',
      key('"Effect": "Deny"').replace('"Effect": "Allow", ', ''),
    ],
    [
      'a principal map in place of a string',
      `${head}{"Principal": "|", ${wide}}]}`,
      '{ "AWS": … }',
      `${head}{"Principal": { "AWS": "" }, ${wide}}]}`,
    ],
    [
      'a service principal',
      `${head}{"Principal": {"Service": "cloudt|"}, ${wide}}]}`,
      'cloudtrail.amazonaws.com',
      `${head}{"Principal": {"Service": "cloudtrail.amazonaws.com"}, ${wide}}]}`,
    ],
    [
      'a principal that was seen',
      key('"Action": "kms:*"},{"Principal": {"AWS": ["arn|"]}'),
      'arn:aws:iam::111122223333:root',
      key('"Action": "kms:*"},{"Principal": {"AWS": ["arn:aws:iam::111122223333:root"]}'),
    ],
    [
      'an ARN to fill in, of the key’s account',
      key('"Action": "kms:*"},{"Principal": {"AWS": "|"}'),
      'arn:…:role/',
      key('"Action": "kms:*"},{"Principal": {"AWS": "arn:aws:iam::111122223333:role/MyRole"}'),
    ],
    [
      'an operator',
      key('"Action": "kms:Decrypt", "Condition": {"StringE|"}'),
      'StringEquals',
      key('"Action": "kms:Decrypt", "Condition": {"StringEquals": { "": "" }}'),
    ],
    [
      'a condition key with the operator that fits it',
      key('"Action": "kms:CreateGrant", "Condition": {"GrantIs|"}'),
      'kms:GrantIsForAWSResource',
      key('"Action": "kms:CreateGrant", "Condition": {"Bool": { "kms:GrantIsForAWSResource": "true" }}'),
    ],
    [
      'a condition key',
      key('"Action": "kms:Decrypt", "Condition": {"StringEquals": {"kms:Via|"}}'),
      'kms:ViaService',
      key('"Action": "kms:Decrypt", "Condition": {"StringEquals": {"kms:ViaService": ""}}'),
    ],
    [
      'a value with the Region that the policy names',
      key(
        '"Action": "kms:Decrypt", "Condition": {"StringEquals": {"aws:RequestedRegion": "ap-northeast-1", "kms:ViaService": "s3|"}}',
      ),
      's3.ap-northeast-1.amazonaws.com',
      key(
        '"Action": "kms:Decrypt", "Condition": {"StringEquals": {"aws:RequestedRegion": "ap-northeast-1", "kms:ViaService": "s3.ap-northeast-1.amazonaws.com"}}',
      ),
    ],
    [
      'a value in a list',
      key('"Condition": {"ForAnyValue:StringEquals": {"kms:GrantOperations": ["Decrypt", "Enc|"]}}'),
      'Encrypt',
      key('"Condition": {"ForAnyValue:StringEquals": {"kms:GrantOperations": ["Decrypt", "Encrypt"]}}'),
    ],
    [
      'a resource of a key policy',
      key('"Action": "kms:*", "Resource": "|"'),
      '*',
      key('"Action": "kms:*", "Resource": "*"'),
    ],
    [
      'a resource of an identity policy',
      identity('"Action": "s3:GetObject", "Resource": "|"'),
      'arn:aws:s3:::BucketName',
      identity('"Action": "s3:GetObject", "Resource": "arn:aws:s3:::*"'),
    ],
    [
      'where a bracket is missing before',
      key('"Action": ["kms:Decrypt", "Resource": "|"'),
      '*',
      key('"Action": ["kms:Decrypt", "Resource": "*"'),
    ],
  ];
  for (const [name, before, label, after] of rows) {
    it(name, () => {
      assert.equal(accept(before, label, {}, before.includes('"Principal"') ? 'key' : undefined), after);
    });
  }

  it('escapes in a policy that is a string', () => {
    const inner = key('"Action": "kms:de@"');
    const before = `{"Policy": ${JSON.stringify(inner).replace('@', '|')}, "PolicyName": "default"}`;
    assert.equal(
      JSON.parse((JSON.parse(accept(before, 'kms:Decrypt')) as { Policy: string }).Policy).Statement[0].Action,
      'kms:Decrypt',
    );
    const element = `{"Policy": ${JSON.stringify(key(`${wide}, "@"`)).replace('@', '|')}, "PolicyName": "default"}`;
    assert.deepEqual(
      JSON.parse((JSON.parse(accept(element, 'Condition')) as { Policy: string }).Policy).Statement[0].Condition,
      {},
    );
    const gap = `{"Policy": ${JSON.stringify(key('"Action": @')).replace('@', '|')}, "PolicyName": "default"}`;
    assert.equal(
      JSON.parse((JSON.parse(accept(gap, 'kms:Decrypt')) as { Policy: string }).Policy).Statement[0].Action,
      'kms:Decrypt',
    );
    const snippet = `{"Policy": ${JSON.stringify(`${head}@]}`).replace('@', '|')}, "PolicyName": "default"}`;
    assert.equal(
      JSON.parse((JSON.parse(accept(snippet, 'key administrators')) as { Policy: string }).Policy).Statement[0].Effect,
      'Allow',
    );
  });

  it('writes accounts and Regions of templates with Fn::Sub', () => {
    const template = (principal: string): string =>
      `{"AWSTemplateFormatVersion": "2010-09-09", "Resources": {"Key": {"Type": "AWS::KMS::Key", "Properties": {"KeyPolicy": ${head}{"Effect": "Allow", "Principal": {"AWS": ${principal}}, ${wide}}]}}}}}`;
    assert.equal(
      accept(template('"|"'), 'arn:…:root'),
      template('{ "Fn::Sub": "arn:${AWS::Partition}:iam::${AWS::AccountId}:root" }'),
    );
    assert.equal(
      accept(template('{"Fn::Sub": "|"}'), 'arn:…:role/'),
      template('{"Fn::Sub": "arn:${AWS::Partition}:iam::${AWS::AccountId}:role/MyRole"}'),
    );
    assert.deepEqual(labels(template('{"Ref": "|"}')), []);
    assert.deepEqual(
      labels(template('{"|": "x"}')).filter(l => l !== 'AWS'),
      [],
    );
  });
});

describe('what is offered', () => {
  it('is filtered as people type', () => {
    assert.equal(labels(key('"Action": "kms:de|"'))[0], 'kms:Decrypt');
    assert.ok(labels(key('"Action": "decr|"')).includes('kms:Decrypt'));
    assert.ok(labels(identity('"Action": "s3|"')).includes('s3:'));
    assert.ok(labels(identity('"Action": "s3:getob|"')).includes('s3:GetObject'));
  });

  it('leaves out what a key policy cannot give', () => {
    assert.ok(!labels(key('"Action": "kms:List|"')).includes('kms:ListKeys'));
    assert.ok(labels(identity('"Action": "kms:List|"')).includes('kms:ListKeys'));
    assert.ok(!labels(key('"Action": "s3|"'), {}, 'key').includes('s3:'));
  });

  it('leaves out what stands there already', () => {
    assert.ok(!labels(key('"Action": ["kms:Decrypt", "kms:De|"]')).includes('kms:Decrypt'));
    assert.ok(labels(key('"Action": ["kms:Decrypt|"]')).includes('kms:Decrypt'));
    assert.deepEqual(
      labels(key(`${wide}, "|"`)).filter(l =>
        ['Effect', 'Principal', 'Action', 'Resource', 'NotAction', 'NotPrincipal'].includes(l),
      ),
      [],
    );
  });

  it('are elements of this kind of policy', () => {
    assert.deepEqual(labels(identity('"Action": "s3:GetObject", "|"')), [
      'Sid',
      'Resource',
      'Condition',
      'NotResource',
    ]);
    assert.deepEqual(
      labels(
        `${head}{"Effect": "Allow", "Principal": {"Service": "ec2.amazonaws.com"}, "Action": "sts:AssumeRole", "|"}]}`,
      ),
      ['Sid', 'Condition'],
    );
    assert.deepEqual(labels(`${head}{"Effect": "Deny", "Action": "*", "Resource": "*", "|"}]}`, {}, 'scp'), [
      'Sid',
      'Condition',
    ]);
  });

  it('are what a resource control policy can hold', () => {
    const rcp = (statement: string): string => `{"Version": "2012-10-17", "Statement": [${statement}]}`;
    assert.deepEqual(labels(rcp('{"Effect": "|"}'), {}, 'rcp'), ['Deny']);
    const actions = labels(rcp('{"Effect": "Deny", "Action": "|"}'), {}, 'rcp');
    assert.ok(actions.includes('s3:') && !actions.includes('ec2:') && !actions.includes('*'));
    assert.match(accept(rcp('|'), 'statement', {}, 'rcp'), /"Deny",\s*"Principal": "\*"/);
  });

  it('are actions of a trust policy that fit its principals', () => {
    const trust = (principal: string): readonly string[] =>
      labels(
        `{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": ${principal}, "Action": "sts:Assume|"}]}`,
        {},
        'trust',
      );
    assert.deepEqual(trust('{"Service": "ec2.amazonaws.com"}'), ['sts:AssumeRole']);
    assert.deepEqual(trust('{"Federated": "arn:aws:iam::111122223333:saml-provider/Okta"}'), [
      'sts:AssumeRoleWithSAML',
    ]);
    assert.deepEqual(trust('{"Federated": "cognito-identity.amazonaws.com"}'), ['sts:AssumeRoleWithWebIdentity']);
    assert.equal(trust('{"AWS": {"Ref": "Who"}}').length, 3);
  });

  it('make no member twice, and leave out tag keys that no request carries', () => {
    const condition = (inside: string): string =>
      `{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*", "Condition": {${inside}}}]}`;
    assert.ok(
      !labels(condition('"StringEquals": {"aws:PrincipalAccount": "111122223333"}, "|"')).includes(
        'aws:PrincipalOrgID',
      ),
    );
    assert.ok(labels(condition('"|"')).includes('aws:PrincipalOrgID'));
    assert.deepEqual(
      labels(condition('"StringEquals": {"|": "x"}')).filter(l => l.startsWith('aws:RequestTag')),
      [],
    );
    assert.deepEqual(labels(condition('"Bool": {"aws:SecureTransport": ["true", "|"]}')), []);
  });

  it('are nothing inside of an escape', () => {
    const text = JSON.stringify({ Policy: '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow"}]}' });
    assert.deepEqual(labels(text.replace('{\\"Effect', '{\\|"Effect')), []);
    assert.ok(labels(text.replace('{\\"Effect', '{|\\"Effect')).includes('Action'));
  });

  it('are elements where the text is only a few words long', () => {
    assert.ok(labels('{"Effect": "Allow", "Act|').includes('Action'));
    assert.ok(!labels('{"Effect": "Allow", "Not|"}', {}, 'key').includes('NotPrincipal'));
  });

  it('are operators that fit the type of the key under them', () => {
    const under = labels(key('"Action": "kms:CreateGrant", "Condition": {"|": {"kms:GrantIsForAWSResource": "true"}}'));
    assert.deepEqual(under, ['Bool', 'Null', 'BoolIfExists']);
    const set = labels(key('"Action": "kms:CreateGrant", "Condition": {"|": {"kms:GrantOperations": "Decrypt"}}'));
    assert.ok(set.includes('ForAllValues:StringEquals') && !set.includes('StringEquals') && !set.includes('Bool'));
  });

  it('are condition keys that fit the operator and the actions', () => {
    const keys = (operator: string, action: string): string[] =>
      labels(key(`"Action": "${action}", "Condition": {"${operator}": {"|"}}`));
    assert.ok(keys('Bool', 'kms:CreateGrant').includes('kms:GrantIsForAWSResource'));
    assert.ok(!keys('StringEquals', 'kms:CreateGrant').includes('kms:GrantIsForAWSResource'));
    assert.ok(!keys('Bool', 'kms:Decrypt').includes('kms:GrantIsForAWSResource'));
    assert.ok(!keys('StringEquals', 'kms:CreateGrant').includes('kms:GrantOperations'), 'it has several values');
    assert.ok(keys('ForAllValues:StringEquals', 'kms:CreateGrant').includes('kms:GrantOperations'));
    const s3 = labels(identity('"Action": "s3:GetObject", "Resource": "*", "Condition": {"StringEquals": {"|"}}'));
    assert.ok(s3.some(k => k.startsWith('s3:')) && !s3.some(k => k.startsWith('kms:')));
  });

  it('are accounts that are known', () => {
    assert.deepEqual(
      labels(key('"Condition": {"StringEquals": {"aws:SourceAccount": "|"}}'), { accounts: ['444455556666'] }),
      ['111122223333', '444455556666'],
    );
  });

  it('is nothing where nothing belongs', () => {
    for (const text of [
      '{"name": "|"}',
      '{"name": "x", "|": 1}',
      '{"scripts": {"test": "|"}}',
      key('"Action": "kms:*" |').replace(' |', '|'),
      key('"Sid": "|"'),
      `${key(wide)}|`,
      `|${key(wide)}`,
      key('"Action": "kms:Decrypt" // kms:|\n'),
      key('"Action": /* | */ "kms:Decrypt"'),
      key('"Effect" |: "Allow"'),
      key('"Action": |"kms:Decrypt"'),
      '"|"',
      '[1, 2, |]',
      key('"Condition": {"StringEquals": {"kms:ViaService": {"|": 1}}}'),
    ]) {
      assert.deepEqual(labels(text, {}), [], text);
    }
  });
});

describe('completion in policies of all kinds', () => {
  it('leaves valid JSON wherever it is taken, and does without what comes later', () => {
    const texts = rules
      .flatMap(r => r.right)
      .filter(({ text }) => isJson(text))
      .filter((_, i) => i % 5 === 0);
    assert.ok(texts.length > 30);
    for (const { text, kind } of texts) {
      for (let offset = 0; offset < text.length; offset += 11) {
        const before = text.slice(0, offset);
        offered(`${before}|`, {}, kind);
        for (const { span, insert, besides, label } of offered(`${before}|${text.slice(offset)}`, {}, kind).items.slice(
          0,
          3,
        )) {
          const after = applyEdits(text, [...besides, { ...span, newText: expand(insert) }]);
          assert.ok(isJson(after), `${label} at ${before.slice(-40)}|${text.slice(offset, offset + 20)}: ${after}`);
        }
      }
    }
  });
});

function isJson(text: string): boolean {
  const errors: ParseError[] = [];
  parse(text, errors, { allowTrailingComma: true });
  return errors.length === 0;
}

describe('an empty document', () => {
  const isDefault = (done: string): void => {
    const { Statement } = JSON.parse(done.replace('// a comment\n', '')) as { Statement: { Action: string }[] };
    assert.equal(Statement[0]?.Action, 'kms:*', done);
  };
  for (const text of ['|', '// a comment\n|', '\n|\n']) {
    it(`becomes a policy: ${JSON.stringify(text)}`, () => {
      isDefault(accept(text, 'key policy: default'));
      assert.equal(offered(text).items[0]?.label, 'key policy: default');
    });
  }
  for (const text of ['|', '{|}', '{\n  |\n}', '{ "|" }', '{|', 'key|', '// a comment\n|']) {
    it(`becomes a policy where its name or somebody says that it is one: ${JSON.stringify(text)}`, () => {
      for (const about of [
        { path: 'policies/app.json' },
        { settled: 'key' },
        { settled: 'key', schema: true },
      ] as const) {
        isDefault(accept(text, 'key policy: default', {}, { ...about, invoked: false }));
      }
    });
  }
  it('has policies of each kind, and choices of accounts', () => {
    const all = labels('|', { accounts: ['111122223333', '444455556666'] });
    assert.ok(
      all.length > 50 && all.some(l => l.startsWith('IAM policy: ')) && all.some(l => l.startsWith('trust policy: ')),
    );
    const [first] = offered('|', { accounts: ['111122223333', '444455556666'] }).items;
    assert.match(first?.insert ?? '', /\$\{1\|111122223333,444455556666\|\}/);
    assert.match(expand(first?.insert ?? ''), /arn:aws:iam::111122223333:root/);
  });
  it('has those of its kind first, and alone when somebody said what it is', () => {
    const kinds = (about: Parameters<typeof labels>[2]): readonly string[] => [
      ...new Set(labels('|', {}, about).map(l => l.split(':')[0] ?? '')),
    ];
    assert.deepEqual(kinds('trust'), ['trust policy']);
    assert.deepEqual(kinds('scp'), []);
    assert.deepEqual(kinds('unknown'), ['key policy', 'IAM policy', 'trust policy']);
    const [first = ''] = labels('{ "|" }', {}, { path: 'trust-policy.json' }).filter(l => l.includes(': '));
    assert.match(first, /^trust policy: /);
  });
});

describe('where snippets are welcome', () => {
  const rows: readonly (readonly [text: string, about: Parameters<typeof offered>[2], welcome: boolean])[] = [
    ['|', { path: 'app-config.json' }, true],
    ['|', { path: 'Untitled-1' }, true],
    ['|', { path: 'app-config.json', invoked: false }, false],
    ['|', { path: 'tsconfig.json', schema: true }, false],
    ['|', { path: 'my-policy.json', schema: true }, false],
    ['|', { path: 'tsconfig.json', schema: true, settled: 'key' }, true],
    ['tru|', { path: 'app-config.json' }, false],
    ['{|}', { path: 'app-config.json' }, false],
    ['{|', { path: 'Untitled-1' }, false],
    ['{ "|', { path: 'tsconfig.json' }, false],
    ['{"port|', { path: 'app-config.json' }, false],
    ['{"port|"}', { path: 'app-config.json' }, false],
    ['[|]', { path: 'my-policy.json' }, false],
    ['{"|"}', { path: 'key2-policy.json' }, true],
    ['{"|"}', { path: 'policies/prod/app.json' }, true],
    ['{"|"}', { path: 'policies/prod/app.json', schema: true }, false],
    ['{"$schema": "x", "|"}', { path: 'my-policy.json' }, false],
    ['{"retries": 3, "|"}', { path: 'retry-policy.json' }, false],
    ['{"Version": "2012-10-17", "|"}', { path: 'my-policy.json' }, false],
    ['{"Version": "2012-10-17", "Statement": [|]}', { path: 'a.json' }, true],
    ['{"Version": "2012-10-17", "Statement": |}', { path: 'a.json' }, true],
    ['{"Version": "2012-10-17", "Statement": [|]}', { path: 'a.json', schema: true }, false],
    ['{"$schema": "x", "Version": "2012-10-17", "Statement": [|]}', { path: 'a.json' }, false],
    ['{"Version": "2012-10-17", "Statement": [|]}', { schema: true, settled: 'key' }, true],
  ];
  for (const [text, about, welcome] of rows) {
    it(`${welcome ? 'they are' : 'they are not'}: ${text} ${JSON.stringify(about)}`, () => {
      assert.equal(
        offered(text, {}, about).items.some(({ kind }) => kind === 'snippet'),
        welcome,
      );
    });
  }
});

describe('the order in VS Code’s list', () => {
  // Better matches first, then by sortText, which for VS Code's own proposals is the label: `"kms:…"`, `$schema`.
  const shown = (marked: string, about: Parameters<typeof offered>[2] = {}): readonly string[] => {
    const { text, offset, items } = offered(marked, {}, about);
    const typed = (start: number): string => text.slice(start, offset).toLowerCase();
    return items
      .filter(({ span, filter }) => filter.toLowerCase().startsWith(typed(span.offset)))
      .sort((a, b) => (a.sort < b.sort ? -1 : 1))
      .map(i => i.shown);
  };

  it('has the missing elements of a policy first, then whole policies', () => {
    const about = { path: 'key2-policy.json' };
    assert.deepEqual(shown('{"|"}', about).slice(0, 4), ['Version', 'Id', 'Statement', 'key policy: default']);
    assert.deepEqual(shown('{"St|"}', about), ['Statement']);
    assert.deepEqual(shown('{"Id": "x", "|"}', about), ['Version', 'Statement']);
    assert.deepEqual(shown('{"Version": "2012-10-17", "|"}'), ['Id', 'Statement']);
    assert.deepEqual(shown('{"Version": "2012-10-17", "|"}', 'identity'), ['Statement']);
    assert.deepEqual(shown('{"Version": "|"}', about), ['"2012-10-17"', '"2008-10-17"']);
  });

  it('has the missing elements of a statement in the order that AWS writes them', () => {
    assert.deepEqual(shown(`${head}{"|"}]}`).slice(0, 6), [
      'Sid',
      'Effect',
      'Principal',
      'Action',
      'Resource',
      'Condition',
    ]);
    assert.deepEqual(shown(key('"Action": "kms:Decrypt", "|"')).slice(0, 3), ['Sid', 'Resource', 'Condition']);
  });

  it('matches and looks as what JSON repeats of the document, and comes before it', () => {
    for (const text of [key('"Action": "kms:G|"'), key('"Action": ["kms:GenerateDataKeys", "kms:G|"]')]) {
      const [first] = shown(text);
      assert.equal(first, '"kms:GenerateDataKey"', text);
    }
    for (const { kind, shown: label, filter, sort, preselect, span } of offered(key('"Action": "kms:|"')).items) {
      assert.equal(filter, label, 'JSON compares its labels, which have quotes');
      assert.ok(sort < '"' && preselect, kind);
      assert.equal(key('"Action": "kms:"')[span.offset], '"');
    }
    for (const { filter, sort } of offered(key('"|"')).items) {
      assert.ok(filter.startsWith('"') && sort < '$', filter);
    }
  });

  it('has snippets last and selects none, except in an empty document', () => {
    for (const [text, about] of [
      [`${head}|]}`, {}],
      ['{"|"}', { path: 'my-policy.json' }],
    ] as const) {
      const snippets = offered(text, {}, about).items.filter(({ kind }) => kind === 'snippet');
      assert.ok(snippets.length > 10 && snippets.every(({ sort, preselect }) => sort > 'z' && !preselect));
    }
    assert.ok(offered('|').items.every(({ sort }) => sort < '"'));
  });

  it('goes on inside of the quotes after the name of a service', () => {
    const { items } = offered(identity('"Action": "s3|"'));
    assert.equal(items.find(i => i.label === 's3:')?.insert, '"s3:${1:}"');
  });
});

describe('the schema of a document', () => {
  const file = (path: string) => ({ scheme: 'file', authority: '', path });
  const rows: readonly (readonly [path: string, fileMatch: unknown, has: boolean])[] = [
    ['/w/package.json', 'package.json', true],
    ['/w/a/package.json', ['bower.json', 'package.json'], true],
    ['/w/my-package.json', 'package.json', false],
    ['/w/tsconfig.build.json', 'tsconfig.*.json', true],
    ['/w/.vscode/settings.json', '/.vscode/settings.json', true],
    ['/w/.eslintrc.json', '.eslintrc.json', true],
    ['/w/deep/er/x.template.json', '**/*.template.json', true],
    ['/w/schemas/a.json', '/schemas/*.json', true],
    ['/w/a.json', ['*.json', '!a.json'], false],
    ['/w/b.json', ['*.json', '!a.json'], true],
    ['/w/snippets/a.json', '%APP_SETTINGS_HOME%/snippets/*.json', false],
    ['/w/keybindings.json', 'vscode://defaultsettings/keybindings.json', false],
    ['/w/a.json', undefined, false],
    ['/w/a.json', 7, false],
  ];
  for (const [path, fileMatch, has] of rows) {
    it(`${has ? 'is' : 'is not'} by ${JSON.stringify(fileMatch)}: ${path}`, () => {
      assert.equal(hasSchemaFor(file(path), [{ url: 'x' }, { fileMatch, url: 'x' }]), has);
    });
  }
  it('is that of VS Code’s own files', () => {
    const glob = '%APP_SETTINGS_HOME%/snippets/*.json';
    const snippets = { scheme: 'vscode-userdata', authority: '', path: '/home/me/User/snippets/a.json' };
    assert.equal(hasSchemaFor(snippets, [{ fileMatch: glob }]), true);
    const keys = { scheme: 'vscode', authority: 'defaultsettings', path: '/keybindings.json' };
    assert.equal(hasSchemaFor(keys, [{ fileMatch: 'vscode://defaultsettings/keybindings.json' }]), true);
    assert.equal(hasSchemaFor(keys, [{ fileMatch: 'vscode://defaultsettings/settings.json' }]), false);
  });
  it('is none where the list is no list', () => {
    for (const list of [undefined, null, 'x', {}, [null, 1, 'x']]) {
      assert.equal(hasSchemaFor(file('/w/a.json'), list), false);
    }
  });
});
