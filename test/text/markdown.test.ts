import { strict as assert } from 'node:assert';
import { cellCode, markdownTable } from '../../src/text/markdown';

describe('Markdown tables', () => {
  it('keep a bar inside code from ending the cell', () => {
    assert.equal(cellCode('a|b'), '`a\\|b`');
  });

  it('have a line of dashes below their heads', () => {
    assert.equal(markdownTable(['A', 'B'], [['1', '2']]), '| A | B |\n| --- | --- |\n| 1 | 2 |');
  });
});
