import assert from 'node:assert/strict';
import { headline, missingPieces, readDenials, withCaller } from '../../src/denial';
import { sayEnglish } from '../../src/text/say';
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
    assert.equal(sayEnglish(headline(denial)), `${role} may not do kms:Decrypt with ${key}.`);
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
});
