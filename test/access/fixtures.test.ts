import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { type KeyPolicyLock, type IamLock } from '../../src/access';
import { sayEnglish } from '../../src/text/message';
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
          decision.because.map(sayEnglish).join('\n'),
        );
        assert.deepEqual(decision.unread, unread ?? []);
        assert.equal(
          decision.needs.length > 0,
          decision.outcome === 'unknown',
          'an unknown answer says what is missing',
        );
        for (const sentence of decision.because) {
          assert.doesNotMatch(sayEnglish(sentence), /\{\w+\}|undefined/);
        }
      });
    }
  });
}
