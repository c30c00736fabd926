import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { decide, readCase } from '../../src/access';
import { sayEnglish } from '../../src/text/message';

const file = new URL('../../../shared/kms-facts/evaluation-cases.jsonl', import.meta.url);

interface Expected {
  readonly decision: string;
  readonly keyPolicyLock: string;
  readonly iamLock: string;
  readonly denySource: string;
}

describe('the shared evaluation cases', () => {
  if (!existsSync(file)) {
    it('are not here (../shared/kms-facts/evaluation-cases.jsonl)', function () {
      this.skip();
    });
    return;
  }
  for (const line of readFileSync(file, 'utf8')
    .split('\n')
    .filter(l => l.trim() !== '')) {
    const { id, expected } = JSON.parse(line) as { id: string; expected: Expected & { because: string } };
    it(`${id}: ${expected.because}`, () => {
      const reading = readCase(line);
      assert.ok('case' in reading);
      const decision = decide(reading.case.request, reading.case.known);
      assert.deepEqual(
        {
          decision: decision.outcome,
          keyPolicyLock: decision.keyPolicyLock,
          iamLock: decision.iamLock,
          denySource: decision.denySource ?? 'none',
        },
        {
          decision: expected.decision,
          keyPolicyLock: expected.keyPolicyLock,
          iamLock: expected.iamLock,
          denySource: expected.denySource,
        },
        decision.because.map(sayEnglish).join('\n'),
      );
      assert.ok(decision.because.length > 0);
    });
  }
});
