/** What must hold of every decision, whatever the policies; by name. `npm run long` does it for long. */
import { becauseOf } from '../../src/explanation';
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { sayEnglish } from '../../src/text/say';
import { type RandomProperty, randomProperty } from '../random';
import { knownCase, policyArbitrary } from './arbitraries';
import { decideCase } from './cases';
import { naiveAnswer } from './naive';

const hideable = [
  'kms:ViaService',
  'kms:EncryptionContext:AppName',
  'aws:PrincipalOrgID',
  'aws:SourceArn',
  'kms:ResourceAliases',
];

const agrees = fc.property(knownCase, c => {
  const expected = naiveAnswer(c);
  fc.pre(expected !== undefined);
  const decision = decideCase({ ...c });
  assert.deepEqual(
    {
      decision: decision.outcome,
      keyPolicyLock: decision.keyPolicyLock,
      iamLock: decision.iamLock,
      denySource: decision.denySource ?? 'none',
    },
    expected,
    becauseOf(decision).map(sayEnglish).join('\n'),
  );
});

const denied = fc.property(knownCase, c => {
  const everything = { Effect: 'Deny', Principal: '*', Action: '*', Resource: '*' };
  assert.equal(
    decideCase({ ...c, keyPolicy: { ...c.keyPolicy, Statement: [...c.keyPolicy.Statement, everything] } }).outcome,
    'denied',
  );
});

const allowOnly = knownCase.chain(c =>
  fc.record({ c: fc.constant(c), keyPolicy: policyArbitrary(true, ['Allow']), drop: fc.nat() }),
);
const monotonous = fc.property(allowOnly, ({ c, keyPolicy, drop }) => {
  const fewer = {
    ...keyPolicy,
    Statement: keyPolicy.Statement.filter((_s, i) => i !== drop % Math.max(1, keyPolicy.Statement.length)),
  };
  if (decideCase({ ...c, keyPolicy }).outcome === 'denied') {
    assert.notEqual(decideCase({ ...c, keyPolicy: fewer }).outcome, 'allowed');
  }
});

const learnt = fc.property(knownCase, fc.func(fc.boolean()), (c, hide) => {
  const hidden = hideable.filter(key => hide(key));
  const context = Object.fromEntries(Object.entries(c.context).filter(([key]) => !hidden.includes(key)));
  const before = decideCase({ ...c, context, contextUnknown: hidden });
  if (before.outcome !== 'unknown') {
    assert.equal(decideCase({ ...c }).outcome, before.outcome);
  } else {
    assert.ok(before.needs.length > 0, 'says what is missing');
  }
});

const part = fc.constantFrom('keyPolicy', 'identityPolicies', 'grants');
const read = fc.property(knownCase, part, (c, unread) => {
  const before = decideCase({ ...c, [unread]: null });
  const after = decideCase({ ...c });
  if (before.outcome === 'denied') {
    assert.equal(after.outcome, 'denied');
  }
  if (before.outcome === 'allowed' && after.outcome !== 'allowed') {
    assert.ok(after.explicit || after.outcome === 'unknown');
    assert.ok(before.unread.length > 0);
  }
});

export const randomDecisions: Readonly<Record<string, RandomProperty>> = {
  'agrees with the naive evaluator, which shares no code with it': randomProperty(agrees, 2000),
  'never allows once a matching Deny without conditions is added': randomProperty(denied, 300),
  'never turns denied into allowed by taking an Allow away': randomProperty(monotonous, 300),
  'does not change a decision when unknown context keys become known, unless it was unknown': randomProperty(
    learnt,
    1000,
  ),
  'does not change a decision when an unread policy is read, but for a Deny that was named as possible': randomProperty(
    read,
    500,
  ),
};
