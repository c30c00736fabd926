import { createScanner } from 'jsonc-parser';
import { type Span } from '../../policy';
import { asCode, message } from '../../text/message';
import type { Rule } from '../rule';

export const charset: Rule = {
  code: 'charset',
  severity: 'error',
  summary: 'A character that a key policy cannot hold',
  why: 'A key policy consists of printable ASCII and Latin-1 characters (U+0020 to U+00FF), tabs and line ends. Curly quotes, dashes, the euro sign, zero-width characters, CJK and emoji are refused; they mostly come in by copying from documents and chats.',
  source: 'https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-overview.html',
  kinds: ['key'],
  check(policy, report) {
    const { node } = policy.document;
    if (node === undefined) {
      return;
    }
    for (const { offset, length } of outsideLatin1(policy.text, node)) {
      const found = policy.text.slice(offset, offset + length);
      const ascii = asAscii(found);
      report({
        at: { offset, length },
        message: message('A key policy cannot hold {characters} ({codes}).', {
          characters: asCode(found),
          codes: asCode(
            [...found]
              .slice(0, 4)
              .map(c => `U+${(c.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`)
              .join(' '),
          ),
        }),
        fixes: [
          {
            title: ascii === '' ? message('Remove it') : message('Change to {ascii}', { ascii: asCode(ascii) }),
            changes: [{ kind: 'text', node, span: { offset, length }, newText: ascii, keeps: 'shape' }],
            effect: 'review',
          },
        ],
      });
    }
  },
  wrong: [
    {
      kind: 'key',
      text: '{"Version": "2012-10-17", "Id": "key«–»policy", "Statement": [{"Sid": "Enable«\u200B» IAM", "Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::111122223333:root"}, "Action": "kms:*", "Resource": "*"}]}',
    },
  ],
  right: [
    {
      kind: 'key',
      text: '{"Version": "2012-10-17", "Id": "Schlüssel für Fotos", "Statement": [{"Sid": "Autoriser l\'équipe", "Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::111122223333:root"}, "Action": "kms:*", "Resource": "*"}]}',
    },
  ],
};

// An ellipsis stands for text that was left out: somebody will fill it in.
const outside = /[^\u0000-\u00FF\u2026]+/g;

/** The runs of such characters in the policy, outside its comments, which are cut before the policy is sent. */
function outsideLatin1(text: string, node: Span): Span[] {
  if (text.search(outside) < 0) {
    return [];
  }
  const found: Span[] = [];
  const scanner = createScanner(text, true);
  scanner.setPosition(node.offset);
  const end = node.offset + node.length;
  // The end of the text is a token without length.
  for (scanner.scan(); scanner.getTokenLength() > 0 && scanner.getTokenOffset() < end; scanner.scan()) {
    const start = scanner.getTokenOffset();
    for (const match of text.slice(start, start + scanner.getTokenLength()).matchAll(outside)) {
      found.push({ offset: start + match.index, length: match[0].length });
    }
  }
  return found;
}

const replacements: Readonly<Record<string, string>> = {
  '\u2018': "'",
  '\u2019': "'",
  '\u201A': "'",
  '\u2032': "'",
  '\u201C': "'",
  '\u201D': "'",
  '\u201E': "'",
  '\u2033': "'",
  '\u2010': '-',
  '\u2011': '-',
  '\u2012': '-',
  '\u2013': '-',
  '\u2014': '-',
  '\u2015': '-',
  '\u2212': '-',
  '\u2022': '-',
  '\u2192': '->',
  '\u20AC': 'EUR',
  '\u2122': 'TM',
  '\u2044': '/',
};

/** The nearest ASCII: without accents, nothing for invisible characters, and a dash for each character that has none. */
function asAscii(text: string): string {
  return [...text]
    .map(char => {
      const known = replacements[char];
      if (known !== undefined) {
        return known;
      }
      if (/^[\p{Cf}\p{M}\uFE0F]$/u.test(char)) {
        return '';
      }
      if (/^\p{Zs}$/u.test(char)) {
        return ' ';
      }
      const plain = char.normalize('NFKD').replace(/\p{M}/gu, '');
      return /^[\x20-\x21\x23-\x5B\x5D-\x7E]+$/.test(plain) ? plain : '-';
    })
    .join('');
}
