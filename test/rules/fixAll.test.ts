import assert from 'node:assert/strict';
import { locate } from '../../src/policy';
import { checkPolicies } from '../../src/rules/check';
import { fixAll } from '../../src/rules/fix-all';
import { services } from './examples';

const fixed = (text: string): string => fixAll(text, content => checkPolicies(locate(content), { services }));

describe('fix-all', () => {
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
});
