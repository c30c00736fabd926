import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { type LocatedKind, locate } from '../../src/policy';

interface Document {
  readonly name: string;
  readonly kinds: readonly LocatedKind[];
  readonly text: string;
}

const documents = JSON.parse(
  readFileSync(resolve(import.meta.dirname, '../fixtures/documents.json'), 'utf8'),
) as readonly Document[];
const statement = '{"Effect": "Allow", "Action": "kms:Decrypt", "Resource": "*"}';

describe('finding the policies of a document', () => {
  for (const { name, kinds, text } of documents) {
    it(`${name}: ${kinds.length === 0 ? 'none' : kinds.join(', ')}`, () => {
      assert.deepEqual(
        locate(text).map(l => l.kind),
        kinds,
      );
    });
  }

  it('reads a policy with a stray Principal as what its actions say', () => {
    const policy = (action: string) =>
      `{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": "*", "Action": "${action}", "Resource": "*"}, {"Effect": "Allow", "Action": "${action}", "Resource": "*"}]}`;
    assert.deepEqual(
      ['ec2:StartInstances', 's3:GetObject', 'kms:Decrypt'].map(action => locate(policy(action))[0]?.kind),
      ['identity', 'resource', 'key'],
    );
  });

  it('takes the path where the content leaves the kind open', () => {
    const kind = (text: string, path: string) => locate(text, { path })[0]?.kind;
    assert.equal(kind('{"Version": "2012-10-17", "Statement": []}', 'keys/key-policy.json'), 'key');
    assert.equal(kind(`{"Version": "2012-10-17", "Statement": [${statement}]}`, 'scp/deny.json'), 'scp');
    assert.equal(kind(`{"Version": "2012-10-17", "Statement": [${statement}]}`, 'kms-policy.json'), 'identity');
  });

  it('finds one that is half written', () => {
    for (const text of [
      '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Act',
      '{"Statement": [{"Effect": ',
      `{"Version": "2012-10-17", "Statement": [${statement},`,
      '{"Effect": "Allow", "Action": "kms:',
    ]) {
      assert.equal(locate(text).length, 1, text);
    }
  });

  it('is not led astray by a word of another cloud in a policy of AWS', () => {
    for (const text of [
      `{"Version": "2012-10-17", "Id": "urn:uuid:5e2b", "Statement": [${statement}]}`,
      '{"Version": "2012-10-17", "Statement": [{"Sid": "acs:note", "Effect": "Deny", "Action": "ecs:RunTask", "Resource": "*"}]}',
      '{"Id": "trn:x", "Statement": [{"Effect": "Allow", "Principal": {"AWS": "*"}, "Action": "kms:*", "Resource": "*"}]}',
      '{"Id": "qcs::x", "Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": "arn:aws:s3:::b"}]}',
    ]) {
      assert.equal(locate(text).length, 1, text);
    }
  });

  it('leaves the policies of other clouds alone, unless somebody says what they are', () => {
    for (const text of [
      '{"Version": "1", "Statement": [{"Effect": "Allow", "Action": "kms:*", "Resource": "acs:kms:*:*:*"}]}',
      '{"Statement": [{"Effect": "Allow", "Action": ["obs:*"], "Resource": ["urn:x:obs:y"]}]}',
    ]) {
      assert.equal(locate(text).length, 0, text);
      assert.equal(locate(text, { kind: 'identity' }).length, 1, text);
    }
  });

  // Its placeholders were looked for in the cube of the time that the text's length asks for: 9 kB took ten seconds.
  it('reads a name of many words that look like a placeholder', () => {
    const sid = 'ACCOUNT-A-'.repeat(20_000);
    assert.equal(locate(`{"Version": "2012-10-17", "Statement": [{"Sid": "${sid}", ${statement.slice(1)}]}`).length, 1);
  });
});
