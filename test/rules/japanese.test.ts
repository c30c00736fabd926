import { strict as assert } from 'node:assert';
import { rules } from '../../src/rules';
import { pageFor } from '../../src/rules/page';
import { fixTitle } from '../../src/rules/rule';
import { inMarkdown } from '../../src/text/inMarkdown';
import { isJapanese, sayJapanese, toJapanese } from '../text/japanese';
import { findingsOf, unmark } from './examples';

describe('the table of rules in Japanese', () => {
  it('says each finding, what belongs to it and its questions', () => {
    for (const { wrong } of rules) {
      for (const { message, related, fixes } of wrong.flatMap(example =>
        findingsOf(example, unmark(example.text).text),
      )) {
        for (const said of [
          message,
          ...related.map(r => r.message),
          ...fixes.flatMap(({ title, ask }) => [title, ...(ask ? [ask.prompt] : [])]),
        ]) {
          assert.ok(isJapanese(sayJapanese(said)), said.text);
        }
      }
    }
  });

  it('offers every fix of a finding, each under a title of its own', () => {
    for (const { wrong } of rules) {
      for (const { code, fixes } of wrong.flatMap(example => findingsOf(example, unmark(example.text).text))) {
        const titles = fixes.map(fix => fixTitle(fix, sayJapanese));
        assert.deepEqual([...new Set(titles)], titles, code);
      }
    }
  });

  it('has a page for each', () => {
    for (const { code, summary, why } of rules) {
      const page = inMarkdown(pageFor(code) ?? [], toJapanese);
      assert.ok(page.includes('正しい例') && page.includes('出典'), code);
      assert.ok(![summary, why].some(english => page.includes(english)), code);
    }
  });
});
