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

  const update = (resource: string, more: object = {}) => ({
    Effect: 'Deny',
    Action: 'Update:*',
    Principal: '*',
    Resource: resource,
    ...more,
  });
  const others: Readonly<Record<string, object>> = {
    'a stack policy': { Statement: [update('LogicalResourceId/Database'), update('*', { Effect: 'Allow' })] },
    'a stack policy about all resources': {
      Statement: { ...update('*'), Action: ['Update:Replace', 'Update:Delete'] },
    },
    'a stack policy that lets some updates be': {
      Statement: [{ Effect: 'Allow', NotAction: 'Update:Delete', Principal: '*', Resource: '*' }],
    },
    'a statement of a stack policy': update('*'),
    'a stack policy that is half written': {
      Statement: [{ Effect: 'Deny', Principal: '*', Resource: 'LogicalResourceId/Database' }],
    },
    'a data protection policy': {
      Version: '2021-06-01',
      Statement: [
        {
          Sid: 'audit',
          DataIdentifier: ['arn:aws:dataprotection::aws:data-identifier/Name'],
          Operation: { Audit: {} },
        },
      ],
    },
    'a data protection policy of a topic': {
      Name: 'mask',
      Version: '2021-06-01',
      Statement: [
        {
          DataDirection: 'Inbound',
          Principal: ['*'],
          DataIdentifier: ['arn:aws:x'],
          Operation: { Deny: {} },
          Effect: 'Deny',
        },
      ],
    },
    "a bucket policy of Scaleway's": {
      Version: '2023-04-17',
      Statement: [{ Effect: 'Allow', Principal: { SCW: 'user_id:1' }, Action: 's3:GetObject', Resource: 'bucket/*' }],
    },
  };
  for (const [name, document] of Object.entries(others)) {
    it(`takes ${name} for no policy of IAM`, () => {
      assert.deepEqual(locate(JSON.stringify(document)), []);
    });
  }

  it('takes no kind that a person gives for a word about a stack policy, but takes a person at their word', () => {
    const text = JSON.stringify(others['a stack policy']);
    assert.equal(locate(text, { kind: 'identity' }).length, 0);
    assert.equal(locate(text, { kind: 'identity', isPolicy: true }).length, 1);
  });

  it('takes a policy with a stray word of a stack policy for a policy', () => {
    for (const policy of [
      { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: ['Update:*', 's3:GetObject'], Resource: '*' }] },
      { Statement: [update('*'), { Effect: 'Allow', Action: 'kms:Decrypt', Resource: 'LogicalResourceId/X' }] },
      { Statement: [{ Effect: 'Allow', Action: 'updater:Start', Resource: '*' }] },
    ]) {
      assert.equal(locate(JSON.stringify(policy)).length, 1, JSON.stringify(policy));
    }
  });

  const ofBus = { Effect: 'Allow', Principal: '*', Action: 'events:PutEvents', Resource: '*' };
  for (const [name, properties] of [
    ['Properties', { Type: 'AWS::Events::EventBusPolicy' }],
    ['aws:cdk:cloudformation:props', { 'aws:cdk:cloudformation:type': 'AWS::Events::EventBusPolicy' }],
    ['ResourceProperties', { RequestType: 'Create' }],
  ] as const) {
    it(`reads the Statement among a resource's ${name} as a statement, not the properties as a policy`, () => {
      const of = (statement: object) =>
        JSON.stringify({ Resources: { Bus: { ...properties, [name]: { StatementId: 'org', Statement: statement } } } });
      const found = (statement: object) =>
        locate(of(statement)).map(l => [l.kind, l.pointer, l.document.loneStatement, l.document.statements.length]);
      const at = `/Resources/Bus/${name}/Statement`;
      assert.deepEqual(found(ofBus), [['resource', at, true, 1]]);
      assert.deepEqual(found([ofBus, ofBus]), [
        ['resource', `${at}/0`, true, 1],
        ['resource', `${at}/1`, true, 1],
      ]);
    });
  }

  // Its placeholders were looked for in the cube of the time that the text's length asks for: 9 kB took ten seconds.
  it('reads a name of many words that look like a placeholder', () => {
    const sid = 'ACCOUNT-A-'.repeat(20_000);
    assert.equal(locate(`{"Version": "2012-10-17", "Statement": [{"Sid": "${sid}", ${statement.slice(1)}]}`).length, 1);
  });
});
