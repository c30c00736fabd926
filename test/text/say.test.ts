import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import markdownIt from 'markdown-it';
import { inMarkdown } from '../../src/text/inMarkdown';
import { inTerminal } from '../../src/text/inTerminal';
import type { Block } from '../../src/text/blocks';
import { markdown } from '../../src/text/markdown';
import {
  type Arg,
  asCode,
  asCommand,
  asLink,
  asName,
  asSeries,
  asStatement,
  asText,
  message,
  type Message,
  sentences,
  verbatim,
} from '../../src/text/message';
import { label, type Look, plain, sarif, sayer, sayEnglish, terminal } from '../../src/text/say';
import { visible } from '../../src/text/visible';
import { hostile } from './hostile';

/** As VS Code's preview reads Markdown: with HTML, and with links made of bare addresses. */
const preview = markdownIt({ html: true, linkify: true });

/** Every way for a text from outside to come into a sentence. */
const ways: Readonly<Record<string, (text: string) => Arg>> = {
  text: asText,
  code: asCode,
  name: asName,
  statement: text => asStatement(asText(text)),
  'statement with a place': text => asStatement(asCode(text), 'double-lock:/a'),
  link: text => asLink('double-lock:/a', asText(text)),
  list: text => asSeries([asText(text), asCode(text)]),
  command: text => asCommand(message('Do {text} now', { text: asText(text) })),
  sentence: text =>
    message('{text} is not what `KMS` **expects** of {other}', { text: asText(text), other: asCode(text) }),
};

const runs = { numRuns: 300 };

const each = (test: (say: (text: string) => Message, name: string) => void): void => {
  for (const [name, way] of Object.entries(ways)) {
    test(text => message('Before {text}, after {text}.', { text: way(text) }), name);
    test(text => verbatim(asSeries([way(text), way(text)], '')), `${name} alone`);
  }
};

/** What a Markdown reader makes of a text, besides text: kinds of tokens, with the addresses of links and images. */
function live(text: string): string[] {
  return preview
    .parse(text, {})
    .flatMap(token => [token, ...(token.children ?? [])])
    .flatMap(token => {
      if (token.type === 'link_open' || token.type === 'image') {
        return [`${token.type} ${token.attrGet('href') ?? token.attrGet('src') ?? ''}`];
      }
      return allowed.has(token.type) ? [] : [token.type];
    })
    .filter(token => token !== 'link_open double-lock:/a');
}

// What our own markup and a paragraph come to.
const allowed: ReadonlySet<string> = new Set([
  'paragraph_open',
  'paragraph_close',
  'inline',
  'text',
  'code_inline',
  'link_close',
  'em_open',
  'em_close',
  'strong_open',
  'strong_close',
  'text_special',
]);

describe('what comes from outside', () => {
  it('is text in Markdown: no link, image, HTML, heading or line of its own', () => {
    const say = sayer(markdown);
    each((sentence, name) => {
      fc.assert(
        fc.property(hostile, text => {
          const said = say(sentence(text));
          assert.deepEqual(live(said), [], `${name}: ${JSON.stringify(said)}`);
          assert.doesNotMatch(said, /[\p{Cc}\p{Cs}\u2028\u2029\u202a-\u202e\u2066-\u2069\u200b-\u200d]/u);
        }),
        runs,
      );
    });
  });

  it('is text in every part of a document', () => {
    fc.assert(
      fc.property(hostile, text => {
        const says = message('A {text}', { text: asText(text) });
        const code = verbatim(asCode(text));
        const blocks: Block[] = [
          { kind: 'title', says },
          { kind: 'verdict', says: code, why: [says] },
          { kind: 'step', says, commands: [['aws', text]] },
          { kind: 'list', items: [{ says, below: [code, says] }] },
          { kind: 'note', says: code },
          { kind: 'table', heads: [message('One'), message('Two')], rows: [[[says, code], [asCode(text)]]] },
          { kind: 'code', text, language: 'text' },
          { kind: 'statement', notations: [{ name: message('As JSON'), language: 'json', text }] },
          { kind: 'command', commands: [['aws', text, `${text}x`]], shell: 'powershell' },
        ];
        const html = preview.render(inMarkdown(blocks));
        const tags = new Set([...html.matchAll(/<\/?([a-z0-9]+)/g)].map(([, tag]) => tag));
        for (const tag of ['a', 'img', 'script', 'details', 'summary', 'hr', 'del', 's']) {
          assert.ok(!tags.has(tag), `<${tag}> of ${JSON.stringify(text)}`);
        }
        assert.equal([...html.matchAll(/<h1/g)].length, 2);
        assert.equal([...html.matchAll(/<pre/g)].length, 4);
        assert.equal([...html.matchAll(/<td/g)].length, 2);
        assert.equal([...html.matchAll(/<br/g)].length, 1);
        assert.equal([...html.matchAll(/<li/g)].length, 3);
        assert.doesNotMatch(html, /[\u202a-\u202e\u2066-\u2069]/);
        const shown = inTerminal(blocks);
        assert.doesNotMatch(shown, /[^\P{Cc}\n\t]|[\u2028\u2029\u202a-\u202e\u2066-\u2069\u200b-\u200d]/u);
        assert.doesNotMatch(shown, /^\s*::|##\w*\[/m);
      }),
      { numRuns: 1000 },
    );
  });

  it('makes no link and no icon in a notification or a list', () => {
    // How the workbench finds links in the text of a notification (its `parseLinkedText`), and icons in labels.
    const link = /\[([^\]]+)\]\(((?:https?:\/\/|command:|file:)[^)\s]+)(?: (["'])(.+?)(\3))?\)/i;
    assert.match('[x](command:y)', link);
    const say = sayer(label);
    each((sentence, name) => {
      fc.assert(
        fc.property(hostile, text => {
          const said = say(sentence(text));
          assert.doesNotMatch(said, link, name);
          assert.doesNotMatch(said, /\$\([a-z0-9-]+\)/i, name);
          assert.doesNotMatch(said, /[\p{Cc}\p{Cs}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u, name);
        }),
        runs,
      );
    });
  });

  it('is no command to a terminal or a CI service', () => {
    const say = sayer(terminal);
    each((sentence, name) => {
      fc.assert(
        fc.property(hostile, text => {
          const said = say(sentence(text));
          assert.doesNotMatch(said, /[\p{Cc}\p{Cs}\u2028\u2029\u202a-\u202e\u2066-\u2069\u200b-\u200d]/u, name);
          assert.doesNotMatch(said, /^\s*::|##\w*\[/m, name);
        }),
        runs,
      );
    });
  });

  it('makes no link in SARIF', () => {
    const say = sayer(sarif);
    each((sentence, name) => {
      fc.assert(
        fc.property(hostile, text => {
          assert.doesNotMatch(say(sentence(text)).replace(/\\[\\[\]]/g, ''), /\[[^\]]*\]\(/, name);
        }),
        runs,
      );
    });
  });

  it('keeps its words', () => {
    for (const look of [plain, label, terminal]) {
      const say = sayer(look);
      assert.equal(say(asText('role [a](b) $(c)')).replaceAll('\u200B', ''), 'role [a](b) $(c)');
    }
  });
});

describe('our own sentences', () => {
  const looks: Readonly<Record<string, Look>> = { markdown, plain };
  const cases: readonly (readonly [Message, Readonly<Record<string, string>>])[] = [
    [
      message('**Strong** and *emphasis* and `code`'),
      { markdown: '**Strong** and *emphasis* and `code`', plain: 'Strong and emphasis and code' },
    ],
    [
      message('Principal "*" and kms:* and s3:Get*; * is any'),
      {
        markdown: 'Principal "\\*" and kms:\\* and s3:Get\\*; \\* is any',
        plain: 'Principal "*" and kms:* and s3:Get*; * is any',
      },
    ],
    [
      message('**{name} is kept out**', { name: asName('a*b') }),
      { markdown: '**`a*b` is kept out**', plain: 'a*b is kept out' },
    ],
    [
      message('{"AWS": "*"} is everybody'),
      { markdown: '{"AWS": "\\*"} is everybody', plain: '{"AWS": "*"} is everybody' },
    ],
    [message('{count} of <x> & [y]', { count: 3 }), { markdown: '3 of &lt;x> &amp; \\[y\\]', plain: '3 of <x> & [y]' }],
    [sentences([message('One.'), message('Two.')]), { markdown: 'One. Two.', plain: 'One. Two.' }],
    [
      message('A place that {nobody} fills'),
      { markdown: 'A place that {nobody} fills', plain: 'A place that {nobody} fills' },
    ],
    [
      verbatim(asCommand(message('Double Lock: Verify Access'))),
      { markdown: '*Double Lock: Verify Access*', plain: 'Double Lock: Verify Access' },
    ],
    [
      verbatim(asLink('double-lock:/x', asCode('a.json:3'))),
      { markdown: '[`a.json:3`](<double-lock:/x>)', plain: 'a.json:3' },
    ],
  ];
  for (const [sentence, expected] of cases) {
    it(sayEnglish(sentence), () => {
      for (const [name, said] of Object.entries(expected)) {
        assert.equal(sayer(looks[name] ?? plain)(sentence), said);
      }
    });
  }
});

describe('a text made visible', () => {
  it('is one line that shows what was hidden', () => {
    assert.equal(visible('a\r\rb\u0085c\u2028d\te'), 'a b c d e');
    assert.equal(visible('a\u202eb\u200bc\ud800d\u001be'), 'a\\u202eb\\u200bc\\ud800d\\u001be');
    assert.equal(visible('\u{e0041}'), '\\u{e0041}');
    assert.equal(visible('請求書 😀'), '請求書 😀');
  });
});
