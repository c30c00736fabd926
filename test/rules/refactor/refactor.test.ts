import assert from 'node:assert/strict';
import { decide } from '../../../src/access';
import { applyEdits, parsePolicy, type Span } from '../../../src/policy';
import { kmsOperations } from '../../../src/reference';
import { refactoringsAt } from '../../../src/rules/refactor';
import { sayEnglish } from '../../../src/text/say';
import { asLocated, unmark } from '../examples';

/** The refactorings at the mark of a key policy: title → text afterwards. */
function at(marked: string): Map<string, string> {
  const { text, marks } = unmark(marked);
  const place: Span = marks[0] ?? { offset: 0, length: 0 };
  return new Map(
    refactoringsAt(asLocated(text, 'key'), place).map(r => [
      sayEnglish(r.title).replace(/ from .*/, ''),
      applyEdits(text, r.edits),
    ]),
  );
}

const root =
  '{"Sid": "root", "Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::111122223333:root"}, "Action": "kms:*", "Resource": "*"}';
const app = '"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::111122223333:role/app"}';

/** What a key policy says to a few callers about every permission. */
function decisions(text: string): string[] {
  const keyPolicy = parsePolicy(text);
  const callers = [
    'arn:aws:iam::111122223333:role/app',
    'arn:aws:iam::111122223333:role/other',
    'arn:aws:iam::444455556666:role/app',
    'sns.amazonaws.com',
  ];
  return callers.flatMap(principal =>
    kmsOperations.map(({ action }) => {
      const request = {
        principal,
        action,
        keyArn: 'arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab',
        context: {},
        contextUnknown: [],
      };
      const { keyPolicyLock, explicit } = decide(request, { keyPolicy, identityPolicies: [], grants: [] });
      return `${principal} ${action} ${keyPolicyLock} ${explicit}`;
    }),
  );
}

describe('refactorings', () => {
  it('turns a value into a list', () => {
    assert.equal(
      at(`{"Statement": [{${app}, "Action": «"kms:Decrypt"», "Resource": "*"}]}`).get('Change to a list'),
      `{"Statement": [{${app}, "Action": ["kms:Decrypt"], "Resource": "*"}]}`,
    );
  });
  it('turns a list of one into its value', () => {
    assert.equal(
      at(`{"Statement": [{${app}, "Action": «["kms:Decrypt"]», "Resource": "*"}]}`).get('Change to a single value'),
      `{"Statement": [{${app}, "Action": "kms:Decrypt", "Resource": "*"}]}`,
    );
  });
  it('leaves a list of several', () => {
    assert.equal(
      at(`{"Statement": [{${app}, "Action": «["kms:Decrypt", "kms:Encrypt"]», "Resource": "*"}]}`).has(
        'Change to a single value',
      ),
      false,
    );
  });

  const mergeable = `{"Statement": [
  ${root},
  {
    // why the first one
    ${app},
    "Action": ["kms:Decrypt"], "Resource": "*"
  },
  { ${app}, "Action": ["kms:DescribeKey", "kms:Decrypt"], "Resource": ["*"] }
]}`;
  it('merges two statements that differ in their actions, and keeps the first one as it stands', () => {
    const result =
      at(mergeable.replace('"kms:Decrypt"]', '«"kms:Decrypt"»]')).get('Merge with the next statement') ?? '';
    assert.match(result, /why the first one/);
    assert.deepEqual(
      parsePolicy(result).statements.map(s => s.action?.value.strings.map(a => a.value)),
      [['kms:*'], ['kms:Decrypt', 'kms:DescribeKey']],
    );
    assert.deepEqual(decisions(result), decisions(mergeable));
  });
  it('merges two selected statements', () => {
    const result = at(mergeable.replace('{\n    //', '«{\n    //').replace(/\}\n\]/, '}»\n]')).get(
      'Merge both statements',
    );
    assert.equal(parsePolicy(result ?? '').statements.length, 2);
  });
  it('merges statements of which one writes true in quotation marks', () => {
    const secure = (value: string) => `"Resource": "*", "Condition": {"Bool": {"aws:SecureTransport": ${value}}}`;
    const result = at(
      `{"Statement": [{${app}, "Action": «"kms:Decrypt"», ${secure('true')}}, {${app}, "Action": "kms:Encrypt", ${secure('"true"')}}]}`,
    ).get('Merge with the next statement');
    assert.equal(result, `{"Statement": [{${app}, "Action": ["kms:Decrypt", "kms:Encrypt"], ${secure('true')}}]}`);
  });
  it('does not merge statements that differ in their conditions', () => {
    assert.equal(
      at(
        `{"Statement": [{${app}, "Action": «"kms:Decrypt"», "Resource": "*"}, {${app}, "Action": "kms:Encrypt", "Resource": "*", "Condition": {"Bool": {"aws:ViaAWSService": "true"}}}]}`,
      ).has('Merge with the next statement'),
      false,
    );
  });

  const mixed = `{"Statement": [${root}, {"Sid": "app", "Effect": "Allow", "Principal": {"AWS": ["arn:aws:iam::111122223333:role/app", "arn:aws:iam::111122223333:role/other"], "Service": "sns.amazonaws.com"}, "Action": ["kms:Decrypt", "kms:Encrypt", "kms:CreateGrant", "kms:PutKeyPolicy"], "Resource": "*"}]}`;
  it('splits a statement by kind of action', () => {
    const result =
      at(mixed.replace('"kms:Decrypt"', '«"kms:Decrypt"»')).get('Split the statement by kind of action') ?? '';
    assert.deepEqual(
      parsePolicy(result).statements.map(s => [s.sid?.value?.value, s.action?.value.strings.length]),
      [
        ['root', 1],
        ['app', 2],
        ['app2', 1],
        ['app3', 1],
      ],
    );
    assert.deepEqual(decisions(result), decisions(mixed));
  });
  it('splits a statement by principal', () => {
    const result = at(mixed.replace('"kms:Decrypt"', '«"kms:Decrypt"»')).get('Split the statement by principal') ?? '';
    assert.equal(parsePolicy(result).statements.length, 4);
    assert.deepEqual(decisions(result), decisions(mixed));
  });

  it('shrinks a policy without changing what it says', () => {
    const statement = (action: string, role: string) =>
      `{ "Effect": "Allow", "Principal": { "AWS": "arn:aws:iam::111122223333:role/${role}" }, "Action": ["kms:${action}", "kms:${action}"], "Resource": ["*"] }`;
    const long = `{ "Version": "2012-10-17", "Statement": [\n  ${[root, ...['Decrypt', 'Encrypt', 'Describe*', 'DescribeKey'].flatMap(a => [statement(a, 'app'), statement(a, 'other')])].join(',\n  ')}\n] }`;
    const short = at(`«»${long}`).get('Shrink the policy') ?? '';
    assert.ok(short.length < long.length / 3, short);
    assert.equal(parsePolicy(short).statements.length, 2);
    assert.deepEqual(decisions(short), decisions(long));
  });
  it('shrinks around what is no string', () => {
    const list = '"Resource": ["*", {"Sub": "arn:aws:kms:*"}]';
    assert.match(
      at(`{"Version": "2012-10-17", "Statement": [«{${app}, "Action": ["kms:Decrypt", "kms:*"], ${list}}»]}`).get(
        'Shrink the policy',
      ) ?? '',
      /"kms:\*","Resource":\["\*",\{"Sub":"arn:aws:kms:\*"\}\]/,
    );
  });
  it('does not shrink what a template still fills in', () => {
    const text = `{"Version": "2012-10-17",   "Statement": [ {"Fn::If": ["A", ${root}, ${root}]} ]}`;
    assert.deepEqual([...at(`«»${text}`).keys()], []);
  });
});
