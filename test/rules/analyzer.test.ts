import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { type LocatedKind, locate } from '../../src/policy';
import { checkPolicies } from '../../src/rules/check';
import { rules } from '../../src/rules';
import { type Finding } from '../../src/rules/rule';
import { services, unmark, made } from './examples';

/** A document with one mistake that IAM Access Analyzer names, marked with `«…»`; `settled` = a user said which kind it is. */
interface Example {
  readonly code: string;
  readonly kind: LocatedKind;
  readonly settled?: boolean;
  readonly severity: string;
  readonly besides?: readonly string[];
  readonly text: string;
}

const examples = JSON.parse(
  readFileSync(resolve(import.meta.dirname, '../fixtures/analyzer-examples.json'), 'utf8'),
) as readonly Example[];

/** Documents that say the same: as it is, as an answer of the AWS CLI, within a template, with comments and CRLF. */
const shapes: Readonly<Record<string, (text: string) => string>> = {
  'as it stands': text => text,
  'as an escaped string': text => JSON.stringify({ Policy: text }, undefined, 2),
  'percent-encoded': text => JSON.stringify({ PolicyDocument: encodeURIComponent(text) }),
  'with comments': text => `// reviewed\r\n${text.replaceAll(', "', ',\r\n\t/* next */ "')}\r\n`,
};

describe('mistakes that IAM Access Analyzer names, in policies of other services', () => {
  for (const { code, kind, settled, severity, besides = [], text: marked } of examples) {
    const { text, marks } = unmark(marked);
    const check = (document: string): Finding[] =>
      checkPolicies(locate(document, settled ? { kind } : {}), { services, syntaxErrors: 'jsonc' });
    it(`${code} in ${kind}`, () => {
      assert.equal(locate(text, settled ? { kind } : {})[0]?.kind, kind);
      const found = check(text);
      assert.deepEqual(
        found.filter(f => f.code === code).map(f => ({ severity: f.severity, at: f.offset, length: f.length })),
        marks.map(m => ({ severity, at: m.offset, length: m.length })),
      );
      assert.deepEqual([...new Set(found.filter(f => f.code !== code).map(f => f.code))], besides);
    });
    for (const [how, shape] of Object.entries(shapes)) {
      it(`${code} in ${kind}, ${how}, is found and cured`, () => {
        const document = shape(text);
        const before = check(shape(text)).filter(f => f.code === code);
        assert.equal(before.length, marks.length);
        for (const [finding, fix] of before.flatMap(f => f.fixes.map(fix => [f, fix] as const))) {
          const after = check(
            made(document, finding, fix, fix.ask?.suggestions[0] ?? 'arn:aws:iam::111122223333:role/app'),
          );
          assert.ok(after.filter(f => f.code === code).length < before.length, fix.title.text);
          const allowed = new Set([code, ...besides, ...(rules.find(r => r.code === code)?.mayReveal ?? [])]);
          assert.deepEqual(
            after.filter(f => f.severity === 'error' && !allowed.has(f.code)).map(f => f.code),
            [],
            fix.title.text,
          );
        }
      });
    }
  }
});
