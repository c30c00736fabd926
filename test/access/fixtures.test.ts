import assert from 'node:assert/strict';
import { becauseOf } from '../../src/explanation';
import { readdirSync, readFileSync } from 'node:fs';
import { type KeyPolicyLock, type IamLock } from '../../src/access';
import { sayEnglish } from '../../src/text/say';
import { decideText } from './cases';

const folder = new URL('../fixtures/access/', import.meta.url);

/** A case whose verdict was derived by hand from the page in `source`. */
interface Fixture {
  readonly name: string;
  readonly expected: {
    readonly decision: string;
    readonly keyPolicyLock: KeyPolicyLock;
    readonly iamLock: IamLock;
    readonly denySource: string;
    readonly unread?: readonly string[];
  };
}

for (const file of readdirSync(folder)) {
  describe(`decide: ${file.replace(/\.json$/, '').replaceAll('-', ' ')}`, () => {
    for (const fixture of JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as readonly Fixture[]) {
      it(fixture.name, () => {
        const decision = decideText(JSON.stringify(fixture));
        const { unread, ...expected } = fixture.expected;
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
        assert.deepEqual(decision.unread, unread ?? []);
        assert.equal(
          decision.needs.length > 0,
          decision.outcome === 'unknown',
          'an unknown answer says what is missing',
        );
        for (const sentence of becauseOf(decision)) {
          assert.doesNotMatch(sayEnglish(sentence), /\{\w+\}|undefined/);
        }
      });
    }
  });
}

describe('the fixture with every kind of decision', () => {
  const fixtures = JSON.parse(
    readFileSync(new URL('every-kind-of-decision.json', folder), 'utf8'),
  ) as readonly Fixture[];
  const kinds: Readonly<Partial<Record<keyof Fixture['expected'], readonly string[]>>> = {
    decision: ['allowed', 'denied', 'unknown'],
    keyPolicyLock: ['open', 'delegated-to-iam', 'shut', 'unknown'],
    iamLock: ['open', 'not-needed', 'shut', 'unknown'],
    denySource: [
      'key-policy',
      'identity-policy',
      'boundary',
      'session-policy',
      'scp',
      'rcp',
      'vpc-endpoint-policy',
      'grant-constraint',
      'not-cross-account',
      'none',
    ],
  };
  for (const [field, values] of Object.entries(kinds)) {
    it(`has every ${field}`, () => {
      const seen = new Set<unknown>(fixtures.map(({ expected }) => expected[field as keyof Fixture['expected']]));
      assert.deepEqual(
        values.filter(value => !seen.has(value)),
        [],
      );
    });
  }
});
