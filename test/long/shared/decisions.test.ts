import assert from 'node:assert/strict';
import { becauseOf } from '../../../src/explanation';
import { decide, readCase } from '../../../src/access';
import { sayEnglish } from '../../../src/text/say';
import { readShared, skipped } from './files';

interface Record {
  readonly id: string;
  readonly expected: {
    readonly decision: string;
    readonly keyPolicyLock: string;
    readonly iamLock: string;
    readonly denySource: string;
    readonly because: string;
  };
}

const path = 'kms-facts/evaluation-cases.jsonl';
const records = readShared<Record>(path);

describe('the shared evaluation cases', () => {
  if (records === undefined) {
    skipped(`../shared/${path}`);
  }
  for (const record of records ?? []) {
    const { because, ...expected } = record.expected;
    it(`${record.id}: ${because}`, () => {
      const reading = readCase(JSON.stringify(record));
      assert.ok('case' in reading);
      const decision = decide(reading.case.request, reading.case.known);
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
      assert.ok(becauseOf(decision).length > 0);
    });
  }
});
