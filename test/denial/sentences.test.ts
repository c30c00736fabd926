import assert from 'node:assert/strict';
import { missingPieces, readDenials, tellDenial, withCaller } from '../../src/denial';
import { sayEnglish } from '../../src/text/message';
import { key, role } from './forms';

function only(text: string): ReturnType<typeof readDenials>[number] {
  const [denial, ...more] = readDenials(text);
  assert.ok(denial !== undefined && more.length === 0);
  return denial;
}

describe('denial: sentences', () => {
  it('a full denial lacks nothing', () => {
    const denial = only(
      `User: ${role} is not authorized to perform: kms:Decrypt on resource: ${key} because no resource-based policy allows the kms:Decrypt action`,
    );
    assert.deepEqual(missingPieces(denial), []);
    const story = tellDenial(denial);
    assert.equal(sayEnglish(story.headline), `${role} may not do kms:Decrypt with ${key}.`);
    assert.match(
      story.next.map(sayEnglish).join(' '),
      /different accounts: the key policy in 444455556666 and an IAM policy in 111122223333/,
    );
  });

  it('takes another caller, with its type and account', () => {
    const denial = only(`User: ${role} is not authorized to perform: kms:Decrypt on resource: ${key}`);
    const factsOf = (name: string) => {
      const { principal, principalType, principalAccount, ...others } = withCaller(denial, name);
      assert.deepEqual({ ...denial, ...others }, denial);
      return [principal === name, principalType, principalAccount];
    };
    assert.deepEqual(factsOf('arn:aws:sts::444455556666:assumed-role/App/s'), [true, 'assumed-role', '444455556666']);
    assert.deepEqual(factsOf('arn:aws:sts::444455556666:federated-user/bob'), [true, 'federated', '444455556666']);
    assert.deepEqual(factsOf('arn:aws:iam::444455556666:root'), [true, 'root', '444455556666']);
    assert.deepEqual(factsOf('444455556666'), [true, 'root', '444455556666']);
    assert.deepEqual(factsOf('logs.eu-west-1.amazonaws.com'), [true, 'service', null]);
    assert.deepEqual(factsOf('AROAEXAMPLEDELETED4Q2'), [true, 'unknown', null]);
  });

  it('names what is missing', () => {
    assert.deepEqual(
      missingPieces(
        only(
          'An error occurred (AccessDeniedException) when calling the GetSecretValue operation: Access to KMS is not allowed',
        ),
      ),
      ['principal', 'action', 'key', 'region'],
    );
    assert.deepEqual(
      missingPieces(
        only(
          `User: ${role} is not authorized to perform: kms:ListKeys on resource: * because no identity-based policy allows the kms:ListKeys action`,
        ),
      ),
      [],
    );
    assert.deepEqual(missingPieces(only(`DisabledException: ${key} is disabled.`)), []);
  });

  it('takes the Region from the request where the key has none', () => {
    const denial = only(
      'Error executing "Decrypt" on "https://kms.eu-west-1.amazonaws.com"; AWS HTTP error: {"__type":"AccessDeniedException"}',
    );
    assert.equal(denial.region, null);
    assert.equal(denial.requestRegion, 'eu-west-1');
    assert.ok(!missingPieces(denial).includes('region'));
  });

  it('takes a key by the name it has, though it is no UUID', () => {
    const arn = 'arn:aws:kms:eu-west-1:111122223333:key/abc-123';
    const denial = only(
      `User: ${role} is not authorized to perform: kms:Decrypt on resource: ${arn} because no resource-based policy allows the kms:Decrypt action`,
    );
    assert.equal(denial.resource, arn);
    assert.deepEqual(missingPieces(denial), []);
  });

  it('says of a policy that KMS refused that the policy is what failed', () => {
    for (const text of [
      'MalformedPolicyDocumentException: The new key policy will not allow you to update the key policy in the future.',
      'An error occurred (MalformedPolicyDocumentException) when calling the PutKeyPolicy operation: Policy contains a statement with one or more invalid principals.',
    ]) {
      assert.deepEqual(tellDenial(only(text)).next.map(sayEnglish), [
        'Mend the key policy that was sent: it is what KMS refused, for the reason in the message.',
      ]);
    }
  });

  it('says of a dry run that it would have succeeded', () => {
    const denial = only(
      'An error occurred (DryRunOperationException) when calling the Decrypt operation: The request would have succeeded, but the DryRun option is set.',
    );
    assert.match(tellDenial(denial).next.map(sayEnglish).join(' '), /it was a dry run/);
  });
});
