import { replaceAll, type View, ViewBuilder } from './view';

const entities: Readonly<Record<string, string>> = {
  quot: '"',
  apos: "'",
  amp: '&',
  lt: '<',
  gt: '>',
  nbsp: ' ',
  hellip: '…',
  ndash: '-',
  colon: ':',
  sol: '/',
};
/** Punctuation of Chinese and Japanese texts, which otherwise would belong to the ARN before it; and the rarer line breaks. */
const plainly: Readonly<Record<string, string>> = {
  '\u2028': '\n',
  '\u2029': '\n',
  '\u0085': '\n',
  '\uff1a': ':',
  '\ufe55': ':',
  '\uff0f': '/',
  '\uff0c': ',',
  '\u3001': ',',
  '\u3002': '.',
  '\uff1b': ';',
  '\uff08': '(',
  '\uff09': ')',
  '\uff1c': '<',
  '\uff1e': '>',
  '\u3010': '[',
  '\u3011': ']',
  '\u300c': '"',
  '\u300d': '"',
  '\u300e': '"',
  '\u300f': '"',
};
const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\n', t: ' ', b: '', f: ' ', a: '', v: ' ', '0': '' };

// Every alternative begins with a character of its own and repeats nothing that could match in two ways, so the scan is linear.
const damage = new RegExp(
  [
    // Colours: ESC [ 31 m, other control sequences, and what is left of them in pasted logs: `^[[31m`, `\u001b[31m`, `\x1b[0m`, `[0m`.
    String.raw`\x1b\][^\x07\x1b]{0,300}(?:\x07|\x1b\\)`,
    String.raw`(?:[\x1b\x9b\u241b]|\^\[|\\{1,8}(?:u001[bB]|x1[bB]|033|e(?=\[)))\[?[0-9;?]{0,20}[A-Za-z]`,
    String.raw`\[[0-9]{1,3}(?:;[0-9]{1,3}){0,4}m(?!\])|\[m(?![A-Za-z0-9\]])`,
    // HTML entities, also escaped twice.
    String.raw`&(?:amp;){0,3}(?:#x?[0-9A-Fa-f]{1,6}|[a-z]{2,6});`,
    // Links that chats make of addresses: `[a@b.example](mailto:a@b.example)`, `<mailto:a@b.example|a@b.example>`.
    String.raw`\[[^\[\]\n]{1,120}\]\((?:mailto:|https?:)[^()\s]{1,300}\)|<(?:mailto:|https?:)[^<>|\s]{1,300}\|[^<>|\n]{1,200}>`,
    // Tags that a browser or a chat put around words; `<account-id>` is a redaction and stays.
    String.raw`</?(?:wbr|br|span|em|strong|mark|code|pre|div|p|b|i|u|a|tt|li|td|tr|font)(?:\s[^<>]{0,200})?/?>`,
    // Escapes of strings within strings, however deep.
    String.raw`\\{1,64}(?:u[0-9A-Fa-f]{4}|x[0-9A-Fa-f]{2}|[nrtbf"'/\x60*_<>[\](){}#.!|-])`,
    String.raw`\\{2,64}`,
    // Quotes doubled by CSV: `""eventName"":""Decrypt""`.
    String.raw`""(?=[A-Za-z0-9_{\[])|(?<=[A-Za-z0-9_.}\]>*-])""`,
    // Percent-encoded punctuation of ARNs and sentences: `arn%3Aaws%3Akms`.
    String.raw`%(?:2[0-9A-Fa-f]|3[A-Fa-f]|40|5[BbDd])`,
    // Typographic characters.
    '[\u2018\u2019\u201a\u201b\u2032\u00b4\u201c\u201d\u201e\u201f\u2033\u00ab\u00bb\u2039\u203a\uff02\uff07]',
    '[\u2010-\u2013\u2212\ufe63\uff0d]',
    '[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000\t]',
    '[\u200b-\u200f\u2060\u00ad\ufeff]',
    '[\u2028\u2029\u0085]',
    String.raw`[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]`,
    '[\uff1a\uff0f\ufe55\uff0c\u3001\u3002\uff08\uff09\uff1b\u300c-\u300f\uff1c\uff1e\u3010\u3011]',
  ].join('|'),
  'g',
);

/**
 * Undoes what terminals, browsers, word processors and serializers did to characters: colours, HTML entities, escapes at any depth,
 * percent signs, typographic quotes and spaces. Line breaks that stood as `\n` become line breaks.
 */
export function unescapeText(text: string): View {
  return replaceAll(text, damage, ([found]) => undo(found));
}

/** What stood there before the damage; its kind shows in its first character. */
function undo(found: string): string {
  const first = found.charAt(0);
  switch (first) {
    case '&':
      return entity(found);
    case '%':
      return String.fromCharCode(parseInt(found.slice(1), 16));
    case '\\':
      return backslashes(found);
    case '<':
      return linkOrTag(found);
    case '"':
      return '"';
    case '[':
      return found.endsWith(')') ? found.slice(1, found.indexOf(']')) : '';
    case '\x1b':
    case '\x9b':
    case '\u241b':
    case '^':
      return '';
    default:
      return plainly[first] ?? typewritten(first);
  }
}

/** A typographic character as a typewriter has it; nothing for one that cannot be seen. */
function typewritten(character: string): string {
  if (/[\u2018-\u201b\u2032\u00b4\u2039\u203a\uff07]/.test(character)) {
    return "'";
  }
  if (/[\u201c-\u201f\u2033\u00ab\u00bb\uff02]/.test(character)) {
    return '"';
  }
  if (/[\u2010-\u2013\u2212\ufe63\uff0d]/.test(character)) {
    return '-';
  }
  return /[\s\u00a0\u202f]/.test(character) && character !== '\ufeff' ? ' ' : '';
}

/** The text of a link; a line break for a tag that makes one. */
function linkOrTag(found: string): string {
  if (found.includes('|')) {
    return found.slice(found.indexOf('|') + 1, -1);
  }
  return /^<\/?(?:br|p|div|li|tr|pre)\b/.test(found) ? '\n' : '';
}

function entity(found: string): string {
  const name = found
    .slice(found.lastIndexOf('&') + 1)
    .replace(/^(?:amp;)+/, '')
    .slice(0, -1);
  if (!name.startsWith('#')) {
    return entities[name] ?? found;
  }
  return character(/^#x/i.test(name) ? parseInt(name.slice(2), 16) : parseInt(name.slice(1), 10));
}

function backslashes(found: string): string {
  const after = found.replace(/^\\+/, '');
  if (after === '') {
    return '\\';
  }
  if (/^[ux][0-9A-Fa-f]{2,4}$/.test(after)) {
    return character(parseInt(after.slice(1), 16));
  }
  if (/^(?:u001b|x1b|033|e)/i.test(after) && after.length > 1) {
    return '';
  }
  return escapes[after] ?? after;
}

/** Keeps what can stand in a text: nothing invisible, and line breaks as such. */
function character(code: number): string {
  if (code === 10 || code === 13 || code === 0x2028) {
    return '\n';
  }
  return code < 32 || code > 0x10ffff || (code >= 0xd800 && code < 0xe000) ? ' ' : String.fromCodePoint(code);
}

const spacedArn =
  /\barn\s?:\s?aws[a-z-]{0,12}\s?:\s?(?:kms|iam|sts)\s?:\s?[a-z0-9-]{0,20}\s?:\s?[^\s:]{0,30}\s?:\s?(?=[a-z<{*])/gi;

/** Takes the spaces out of `arn : aws : kms : …`, which translation programs and text recognition put there. */
export function closeArns(text: string): View {
  const view = new ViewBuilder();
  let last = 0;
  for (const { 0: arn, index } of text.matchAll(spacedArn)) {
    if (!arn.includes(' ')) {
      continue;
    }
    view.push(text.slice(last, index), last);
    let at = index;
    for (const part of arn.split(/\s/)) {
      view.push(part, at);
      at += part.length + 1;
    }
    last = index + arn.length;
  }
  view.push(text.slice(last), last);
  return view.build();
}
