import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import type { Block } from '../../src/text/blocks.js';
import { inPreview } from '../../src/text/inMarkdown.js';
import { asCode, asName, asText, message } from '../../src/text/message.js';
import { hostile } from '../text/hostile.js';
import { useWorkbench } from './workbench';

const many = 400;

/** A document of ours with a hostile text in every place that takes one. */
function partOf(text: string): Block[] {
  const says = message('Before {text}, {code} and {name} after.', {
    text: asText(text),
    code: asCode(text),
    name: asName(text),
  });
  return [
    { kind: 'paragraph', says },
    { kind: 'list', items: [{ says, below: [says] }] },
    { kind: 'note', says },
    { kind: 'table', heads: [message('Fact'), message('Value')], rows: [[[says], [asCode(text), asText(text)]]] },
    { kind: 'code', text, language: 'text' },
  ];
}

describe('what comes from outside', () => {
  const texts = fc.sample(hostile, { numRuns: many, seed: 20261201 });
  const last = message('The last line.');
  const document = inPreview([...texts.flatMap(partOf), { kind: 'paragraph', says: last }]);
  const workbench = useWorkbench({ workspace: { 'hostile.md': document } });

  it('is text in the preview: no link, image, handler, style or frame of its own', async () => {
    const w = workbench();
    await w.openFile('hostile.md');
    await w.run('Markdown: Open Preview');
    const body = await w.previewBody(last.text);
    const alive = await body.evaluate(element =>
      [...element.querySelectorAll('*')].flatMap(e => [
        ...(/^(a|img|script|style|iframe|object|embed|form|input|video|audio|details)$/i.test(e.tagName) &&
        // The preview's own scripts.
        !/^https:\/\/[^/]*\.vscode-resource\./.test(e.getAttribute('src') ?? '')
          ? [e.outerHTML.slice(0, 200)]
          : []),
        ...e
          .getAttributeNames()
          .filter(name => name.startsWith('on') || name === 'style')
          .map(name => `${name} of ${e.outerHTML.slice(0, 200)}`),
      ]),
    );
    assert.deepEqual(alive, []);
    const counted = await body.evaluate(element =>
      ['td', 'blockquote', 'h1', 'hr', 'table'].map(name => element.querySelectorAll(name).length),
    );
    assert.deepEqual(counted, [2 * many, many, 0, 0, many]);
  });
});
