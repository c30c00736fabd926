import { strict as assert } from 'node:assert';
import { keyDefinitionsIn, keyPolicyIn } from '../../src/diagnosis';
import { policyText, rootStatement } from '../explanation/evidence';

describe('keyDefinitionsIn: where code defines KMS keys', () => {
  const found = (text: string, path: string, ...clues: readonly string[]): string[] =>
    keyDefinitionsIn(text, path, clues).map(d => `${d.line} ${d.resource} ${d.format}${d.likely ? ' likely' : ''}`);

  it('in Terraform: keys, replicas, external keys and key policies', () => {
    const text =
      'resource "aws_kms_key" "app" {\n  description = "Reports"\n}\n\n  resource "aws_kms_key_policy" "app" {}\nresource "aws_kms_replica_key" "eu" {}\nresource "aws_kms_replica_external_key" "x" {}\n';
    assert.deepEqual(found(text, 'infra/kms.tf', 'Reports'), [
      '1 aws_kms_key.app terraform likely',
      '5 aws_kms_key_policy.app terraform',
      '6 aws_kms_replica_key.eu terraform',
      '7 aws_kms_replica_external_key.x terraform',
    ]);
  });

  it('in Terraform’s JSON', () => {
    assert.deepEqual(
      found('{"resource": {"aws_kms_key": {"app": {"description": "Reports"}}}}', 'kms.tf.json', 'Reports'),
      ['1 aws_kms_key.app json likely'],
    );
  });

  it('in CloudFormation as YAML, by the name of the resource', () => {
    const text =
      'Resources:\n  # comment\n  AppKey:\n    DeletionPolicy: Retain\n    Type: "AWS::KMS::Key" # ours\n    Properties:\n      Description: Reports\n  Copy:\n    Type: AWS::KMS::ReplicaKey\n';
    assert.deepEqual(found(text, 'stack.yaml', 'Reports'), [
      '5 AppKey (AWS::KMS::Key) cloudformation likely',
      '9 Copy (AWS::KMS::ReplicaKey) cloudformation',
    ]);
  });

  it('in CloudFormation as JSON', () => {
    assert.deepEqual(found('{\n "Resources": {\n  "AppKey": {\n   "Type": "AWS::KMS::Key"\n  }\n }\n}', 'stack.json'), [
      '4 AppKey (AWS::KMS::Key) json',
    ]);
  });

  it('nowhere else: data sources, aliases, words in prose, other files', () => {
    assert.deepEqual(
      found(
        'data "aws_kms_key" "app" {}\nresource "aws_kms_alias" "app" {}\n# resource "aws_kms_key" "old"\n',
        'kms.tf',
      ),
      [],
    );
    assert.deepEqual(found('resource "aws_kms_key" "app" {}', 'notes.md'), []);
    assert.deepEqual(found('Type: AWS::KMS::Alias\n', 'stack.yml'), []);
    assert.deepEqual(found('', 'kms.tf'), []);
  });

  it('a clue of the next definition is none of this one', () => {
    assert.deepEqual(
      found(
        'resource "aws_kms_key" "a" {}\nresource "aws_kms_key" "b" {\n  description = "Reports"\n}\n',
        'kms.tf',
        'Reports',
      ),
      ['1 aws_kms_key.a terraform', '2 aws_kms_key.b terraform likely'],
    );
  });
});

describe('keyPolicyIn: the key policy in what somebody sent', () => {
  const policy = policyText(rootStatement);

  it('is the policy itself, byte for byte', () => {
    assert.equal(keyPolicyIn(policy), policy);
  });

  it('is taken out of the answer of aws kms get-key-policy', () => {
    assert.deepEqual(
      JSON.parse(keyPolicyIn(JSON.stringify({ Policy: policy, PolicyName: 'default' })) ?? ''),
      JSON.parse(policy),
    );
  });

  it('is taken out of the fences of a chat', () => {
    assert.equal(keyPolicyIn(`Here it is:\n\`\`\`json\n${policy}\n\`\`\`\nregards`), policy);
  });

  it('is made of a lone statement', () => {
    assert.deepEqual(JSON.parse(keyPolicyIn(JSON.stringify(rootStatement)) ?? ''), {
      Version: '2012-10-17',
      Statement: [rootStatement],
    });
  });

  it('is not there in prose, in other JSON, in nothing, nor in a policy without statements', () => {
    for (const text of ['', 'we have no policy', '{"a": 1}', '[]', '{"Version": "2012-10-17", "Statement": []}']) {
      assert.equal(keyPolicyIn(text), undefined, text);
    }
  });
});
