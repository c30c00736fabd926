/**
 * Makes a text from outside one line that shows all that is in it: line ends and tabs become one space, with the white space
 * around them; control, bidirectional and invisible characters and halves of surrogate pairs become `\u202e`, as JSON writes them.
 */
export function visible(text: string): string {
  return onOneLine(text).replace(hidden, escaped);
}

/** The same for a text of several lines: their ends become LF, and tabs stay. */
export function visibleLines(text: string): string {
  return text
    .split(lineEnd)
    .map(line => line.replace(hidden, c => (c === '\t' ? c : escaped(c))))
    .join('\n');
}

/** Whatever Markdown, HTML, a terminal or a CI service may take for the end of a line: CR LF, CR, LF, VT, FF, NEL, LS, PS. */
const lineEnd = /\r\n|[\r\n\v\f\u0085\u2028\u2029]/g;

/** Characters that nobody sees, or that move others about. The Unicode Standard: Cc (controls), Cf (format: bidirectional marks, zero width, tags …), Cs (lone surrogates), Zl and Zp, and letters without a shape (Hangul fillers). */
export const hidden = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\u115f\u1160\u3164\uffa0]/gu;

/** Writes what nobody sees in a JSON text as `\\u202e`, which means the same there; line feeds between its parts stay. */
export function escapeHidden(json: string): string {
  return json.replace(hidden, c =>
    c === '\n'
      ? c
      : [...Array(c.length).keys()].map(i => `\\u${c.charCodeAt(i).toString(16).padStart(4, '0')}`).join(''),
  );
}

function escaped(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  return code > 0xffff ? `\\u{${code.toString(16)}}` : `\\u${code.toString(16).padStart(4, '0')}`;
}

/** The lines of a text as one, with one space between them. */
function onOneLine(text: string): string {
  const lines = text.split(lineEnd);
  const last = lines.length - 1;
  return lines
    .map((line, at) => (at === 0 ? line : line.trimStart()))
    .map((line, at) => (at === last ? line : line.trimEnd()))
    .filter((line, at) => at === 0 || at === last || line !== '')
    .join(' ')
    .replaceAll('\t', ' ');
}
