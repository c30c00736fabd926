import { inMarkdown } from '../../src/text/inMarkdown';
import { strict as assert } from 'node:assert';
import { diagnose, type Diagnosis, type Evidence, type RemedyId } from '../../src/diagnosis';
import { explanation } from '../../src/explanation';

/** What was read, and what whoever has the problem should read. */
export interface ExplanationCase {
  readonly evidence: Evidence;
  readonly cause: Diagnosis['cause']['kind'];
  readonly remedies?: readonly RemedyId[];
  readonly says: readonly RegExp[];
  readonly keepsQuiet?: readonly RegExp[];
}

/** A test for each case: its cause, its remedies in order, and the words of its explanation. */
export function explainsEach(cases: Readonly<Record<string, ExplanationCase>>): void {
  for (const [name, { evidence: given, cause, remedies, says, keepsQuiet = [] }] of Object.entries(cases)) {
    it(name, () => {
      const diagnosis = diagnose(given);
      const text = inMarkdown(explanation(diagnosis));
      assert.equal(diagnosis.cause.kind, cause);
      if (remedies) {
        assert.deepEqual(
          diagnosis.remedies.map(r => r.id),
          remedies,
        );
      }
      for (const words of says) {
        assert.match(text, words);
      }
      for (const words of keepsQuiet) {
        assert.doesNotMatch(text, words);
      }
      assert.doesNotMatch(text, /undefined|\[object|\{\w+\}/);
    });
  }
}
