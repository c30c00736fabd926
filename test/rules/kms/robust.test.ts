import assert from 'node:assert/strict';
import { applies } from '../../fuzz/holds';
import fc from 'fast-check';
import { parseTree } from 'jsonc-parser';
import { applyEdits } from '../../../src/policy';
import { fixEdits } from '../../../src/rules/rule';
import { kmsRules } from '../../../src/rules/kms';
import { refactoringsAt } from '../../../src/rules/refactor';
import { asLocated, findingsOf, unmark, made } from '../examples';

const examples = kmsRules.flatMap(rule =>
  [...rule.wrong, ...rule.right].map(e => ({ ...e, text: unmark(e.text).text })),
);

/** An example with a few pieces cut out, doubled or replaced by characters that matter to JSON and to policies. */
const broken = fc
  .tuple(
    fc.constantFrom(...examples),
    fc.array(
      fc.tuple(
        fc.nat(),
        fc.nat({ max: 40 }),
        fc.constantFrom('', '"', '{', '}', '[', ']', ',', ':', '*', '${', '\\', '\u200B', 'null', '7', '{"Ref": "X"}'),
      ),
      { maxLength: 4 },
    ),
  )
  .map(([example, cuts]) => ({
    ...example,
    text: cuts.reduce((text, [at, length, put]) => {
      const start = at % (text.length + 1);
      return text.slice(0, start) + put + text.slice(start + length);
    }, example.text),
  }));

describe('KMS rules on broken policies', () => {
  it('report places inside the text, and their edits apply', () => {
    fc.assert(
      fc.property(broken, example => {
        for (const finding of findingsOf(example, example.text, { rules: kmsRules })) {
          const { offset, length, fixes } = finding;
          assert.ok(offset >= 0 && length >= 0 && offset + length <= example.text.length);
          for (const fix of fixes) {
            applies(example.text, fixEdits(finding, fix) ?? []);
          }
        }
      }),
      { numRuns: 2000 },
    );
  });

  it('keep well-formed JSON well-formed', () => {
    fc.assert(
      fc.property(fc.constantFrom(...examples), fc.constantFrom('\n', '\r\n', ' '), (example, gap) => {
        const text = example.text.replaceAll(', "', `,${gap}"`);
        for (const finding of findingsOf(example, text, { rules: kmsRules })) {
          for (const fix of finding.fixes) {
            assertJson(made(text, finding, fix, 'answer'), fix.title.text);
          }
        }
      }),
    );
  });

  it('refactorings keep well-formed JSON well-formed, and never throw', () => {
    fc.assert(
      fc.property(broken, fc.nat(), (example, at) => {
        const located = asLocated(example.text, example.kind);
        const wellFormed = located.document.errors.length === 0;
        for (const { edits, title } of refactoringsAt(located, { offset: at % (example.text.length + 1), length: 0 })) {
          if (wellFormed) {
            assertJson(applyEdits(example.text, edits), title.text);
          }
        }
      }),
      { numRuns: 1000 },
    );
  });
});

function assertJson(text: string, what: string): void {
  const errors: Parameters<typeof parseTree>[1] = [];
  parseTree(text, errors, { allowTrailingComma: true });
  assert.deepEqual(errors, [], `"${what}" breaks the JSON:\n${text}`);
}
