import { strict as assert } from 'node:assert';
import { escapeMarkdown, inlineCode, markdownTable } from '../../src/text/markdown';

describe('Markdown tables', () => {
  it('keep a bar inside code from ending the cell', () => {
    assert.equal(markdownTable(['A'], [[inlineCode('a|b')]]), '| A |\n| --- |\n| `a\\|b` |');
  });

  it('have a line of dashes below their heads', () => {
    assert.equal(markdownTable(['A', 'B'], [['1', '2']]), '| A | B |\n| --- | --- |\n| 1 | 2 |');
  });
});

describe('outside text in Markdown', () => {
  const lineEnds = ['\n', '\r', '\r\n', '\v', '\f', '\u0085', '\u2028', '\u2029', '\r\r', '\n\r\n'];

  it('stays on its line, whatever ends lines in it', () => {
    for (const end of lineEnds) {
      for (const text of [`a${end}===`, `a${end}    b`, `${end}${end}[x](https://example.com)`, `a \t${end}\t `]) {
        assert.doesNotMatch(escapeMarkdown(text), /[\r\n\v\f\u0085\u2028\u2029]/);
        assert.doesNotMatch(inlineCode(text), /[\r\n\v\f\u0085\u2028\u2029]/);
      }
    }
  });

  it('has one space for a line end and the white space around it', () => {
    for (const end of lineEnds) {
      assert.equal(inlineCode(`a  ${end}\t b`), '`a b`');
    }
    assert.equal(inlineCode('a\n \n\nb'), '`a b`');
    assert.equal(inlineCode('\n a \n'), '` a `');
    assert.equal(inlineCode('two  spaces stay'), '`two  spaces stay`');
  });
});
