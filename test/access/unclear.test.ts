import assert from 'node:assert/strict';
import { sayEnglish } from '../../src/text/say';
import { allow, decideCase, deny, iamAllow, policy, role, rootStatement, session } from './cases';

// IAM refuses such an action, and of key policies nothing is known: it grants nothing, and denies nothing, for certain.
describe('an action with a wildcard in its service prefix', () => {
  for (const action of ['k*:Decrypt', '*:Decrypt', '?ms:*']) {
    it(`${action} in a key policy may allow`, () => {
      const decision = decideCase({ keyPolicy: policy(allow({ Action: action })) });
      assert.equal(decision.outcome, 'unknown');
      assert.deepEqual(
        decision.needs.map(n => n.kind === 'statement' && sayEnglish(n.problem)),
        ['what AWS makes of it is not documented'],
      );
    });

    it(`${action} in a Deny of a key policy may deny`, () => {
      assert.equal(decideCase({ keyPolicy: policy(allow(), deny({ Action: action })) }).outcome, 'unknown');
    });

    it(`${action} in NotAction may except`, () => {
      const rest = allow({ Action: undefined });
      assert.equal(decideCase({ keyPolicy: policy({ ...rest, NotAction: action }) }).outcome, 'unknown');
      assert.equal(
        decideCase({ keyPolicy: policy(allow(), { ...rest, Effect: 'Deny', NotAction: action }) }).outcome,
        'unknown',
      );
    });

    it(`${action} in an IAM policy allows nothing, for IAM refuses it`, () => {
      const identityPolicies = [policy({ Effect: 'Allow', Action: action, Resource: '*' })];
      assert.equal(decideCase({ keyPolicy: policy(rootStatement), identityPolicies }).outcome, 'denied');
    });
  }

  it('takes nothing from the entries beside it', () => {
    const keyPolicy = policy(allow({ Action: ['kms:Decrypt', 'k*:Encrypt'] }));
    assert.equal(decideCase({ keyPolicy }).outcome, 'allowed');
    assert.equal(decideCase({ keyPolicy, action: 'kms:Encrypt' }).outcome, 'unknown');
    assert.equal(decideCase({ keyPolicy, action: 'kms:DescribeKey' }).outcome, 'denied');
  });

  it('that is about another name is about nothing', () => {
    assert.equal(decideCase({ keyPolicy: policy(allow({ Action: 'k*:Encrypt' })) }).outcome, 'denied');
  });
});

// "You might be denied" when only a part of what belongs to the caller is listed (IAM User Guide, "AWS JSON policy elements: NotPrincipal").
describe('a Deny with NotPrincipal', () => {
  const outcome = (principal: string, ...listed: readonly string[]): string => {
    const rest = deny({ Action: 'kms:*', Principal: undefined });
    return decideCase({
      principal,
      keyPolicy: policy(rootStatement, { ...rest, NotPrincipal: { AWS: ['111122223333', ...listed] } }),
      identityPolicies: [iamAllow],
    }).outcome;
  };

  it('that names a session of the role may hit the role, which acts in some session', () => {
    assert.equal(outcome(role, session), 'unknown');
  });
  it('that names the role may hit it, for its sessions are not named', () => {
    assert.equal(outcome(role, role), 'unknown');
    assert.equal(outcome(role, role, session), 'unknown');
  });
  it('that names a session of another role hits', () => {
    assert.equal(outcome(role, session.replace('/app/', '/other/')), 'denied');
  });
});
