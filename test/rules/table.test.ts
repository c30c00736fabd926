import assert from 'node:assert/strict';
import { rules } from '../../src/rules';
import { type Example, type Finding, type Rule } from '../../src/rules/rule';
import { findingsOf, unmark, made } from './examples';

const place = ({ offset, length }: { readonly offset: number; readonly length: number }, text: string) =>
  `${offset}: ${text.slice(offset, offset + length)}`;
const codes = (findings: readonly Finding[]) => [...new Set(findings.map(f => f.code))].sort();

describe('the table of rules', () => {
  it('has every code once, in kebab-case', () => {
    assert.deepEqual(
      rules.map(r => r.code).filter((code, i, all) => all.indexOf(code) !== i),
      [],
    );
    for (const { code } of rules) {
      assert.match(code, /^[a-z0-9]+(-[a-z0-9]+)*$/);
    }
  });

  for (const rule of rules) {
    describe(rule.code, () => {
      it('says what, why and where AWS says so', () => {
        assert.match(rule.summary, /^[A-Z"].*[^.]$/s);
        assert.ok(rule.why.length > 40);
        assert.match(rule.source, /^https:\/\/(docs|repost|aws)\.[a-z.]*aws/);
        assert.ok(rule.wrong.length > 0 && rule.right.length > 0, 'it has examples');
      });
      it('has a fix, or says why not', () => {
        const fixable = rule.wrong.some(example => {
          const { text } = unmark(example.text);
          return findingsOf(example, text).some(f => f.code === rule.code && f.fixes.length > 0);
        });
        assert.equal(fixable, rule.noFix === undefined);
      });
      // VS Code puts a preferred fix above the others, and fix-all takes it: it has to be the first thing to think of.
      it('has a safe fix in the first place only', () => {
        for (const example of rule.wrong) {
          const { text } = unmark(example.text);
          for (const { code, fixes } of findingsOf(example, text)) {
            if (code === rule.code && fixes.length > 0) {
              assert.ok(
                fixes.findIndex(f => f.effect === 'safe' && f.ask === undefined) <= 0,
                fixes.map(f => f.title.text).join(' | '),
              );
            }
          }
        }
      });
      rule.wrong.forEach((example, i) => {
        wrong(rule, example, i);
      });
      rule.right.forEach((example, i) => {
        it(`has nothing to say about right example ${i + 1}, and no other rule has`, () => {
          assert.deepEqual(
            codes(findingsOf(example, example.text)).filter(c => !example.besides?.includes(c)),
            [],
          );
        });
      });
    });
  }
});

function wrong(rule: Rule, example: Example, i: number): void {
  const { text, marks } = unmark(example.text);
  it(`reports wrong example ${i + 1} where it is marked, and nothing else`, () => {
    const all = findingsOf(example, text);
    assert.deepEqual(
      all.filter(f => f.code === rule.code).map(f => place(f, text)),
      marks.map(m => place(m, text)),
    );
    assert.deepEqual(
      codes(all).filter(c => c !== rule.code && !example.besides?.includes(c)),
      [],
    );
  });
  it(`fixes wrong example ${i + 1} where it can`, () => {
    fixes(text);
  });
  const laidOut = overLines(text);
  if (laidOut !== undefined) {
    it(`fixes it over lines too`, () => {
      fixes(laidOut);
    });
  }

  function fixes(text: string): void {
    const before = findingsOf(example, text);
    const findings = before.filter(f => f.code === rule.code);
    for (const finding of findings) {
      for (const fix of finding.fixes) {
        const fixed = made(text, finding, fix);
        const after = findingsOf(example, fixed);
        const left = after.filter(f => f.code === rule.code).length;
        assert.ok(
          left < findings.length,
          `"${fix.title.text}" leaves ${left} of ${findings.length} findings:\n${fixed}`,
        );
        const errors = codes(after.filter(f => f.severity === 'error'));
        assert.deepEqual(
          errors.filter(c => !codes(before).includes(c) && !rule.mayReveal?.includes(c)),
          [],
          `"${fix.title.text}" brings errors:\n${fixed}`,
        );
      }
    }
  }
}

/** The same JSON as people lay it out; undefined for what would say something else then. */
function overLines(text: string): string | undefined {
  try {
    const value: unknown = JSON.parse(text);
    const plain = (json: string) => json.replace(/\s/g, '');
    return plain(JSON.stringify(value)) === plain(text) ? JSON.stringify(value, undefined, 2) : undefined;
  } catch {
    return undefined;
  }
}
