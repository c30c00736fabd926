import { compose, ViewBuilder, type View } from './view';

// Decoration that tools put before each line: a log's time stamp, a stream's name, boxes, quotes, comment signs. Tried one after
// another, each anchored and bounded.
const stamp =
  /^(?:\[?\d{4}-\d\d-\d\d[T_ ]\d\d:\d\d:\d\d(?:[.,]\d{1,9})?(?:Z|[+-]\d\d:?\d\d)?\]?:?|\[?\d\d:\d\d:\d\d(?:[.,]\d{1,6})?\]?)(?=\s|$)\s{0,8}/;
const stream =
  /^(?:[A-Za-z][\w.-]{0,60}(?:\[[\w.]{1,20}\])?(?:\s{0,12}\||:(?=\s)(?<=\]:))|std(?:out|err)(?:\s[FP](?=\s))?:?)\s{0,4}/;
const mark =
  /^(?:[│┃║╎╏┆┊▏▕╷╵╭╰├└┌]|\||>(?![:/,.;)\]}'"])|#{1,6}(?=\s|$)|\/\/|!{1,4}(?=\s)|[*+;-](?=\s)|--(?=\s)|\d{1,5}(?=\s{0,2}[│|])|\\(?=\s))\s{0,40}/;
const trailer = /\s{0,200}[│┃║▏▕]$|\s{2,200}\|$/;

/**
 * The text without line decoration and indentation: what was wrapped inside a box, a comment or a quoted mail stands in lines of its
 * own again. Strings that a printer broke into `'…' +` lines are put together. Empty lines stay.
 */
export function stripLines(text: string): View {
  const view = new ViewBuilder();
  let before = '';
  for (let start = 0; start <= text.length;) {
    const newline = text.indexOf('\n', start);
    const end = newline < 0 ? text.length : newline;
    const line = text.slice(start, end);
    const from = leading(line, margin(line, before, text, end + 1));
    before = line;
    const to = trailing(line, from);
    view.push(line.slice(from, to), start + from);
    if (newline < 0) {
      break;
    }
    view.push('\n', newline);
    start = newline + 1;
  }
  return joinLiterals(view.build());
}

/** What only its neighbours show to be decoration: the numbers of a listing, the `+` of a diff. Answers how long it is. */
function margin(line: string, before: string, text: string, next: number): number {
  const found = numbered.exec(line);
  if (found !== null) {
    const follows = (a: string | undefined, b: string | undefined): boolean =>
      a !== undefined && b !== undefined && Number(b) === Number(a) + 1;
    return follows(numbered.exec(before)?.[1], found[1]) ||
      follows(found[1], numbered.exec(text.slice(next, next + 20))?.[1])
      ? found[0].length
      : 0;
  }
  return line.startsWith('+') && (before.startsWith('+') || text.charAt(next) === '+') ? 1 : 0;
}

const numbered = /^ {0,8}(\d{1,6})(?:[:.)] {0,4}| {1,4})(?=\S)/;

function leading(line: string, from: number): number {
  let at = spaces(line, from);
  let stamped = false;
  for (let round = 0; round < 12 && at < line.length; round++) {
    // Enough for any decoration, and keeps a line of a million bars linear.
    const head = line.slice(at, at + 120);
    const found = mark.exec(head) ?? (stamped ? null : stamp.exec(head)) ?? (round < 3 ? stream.exec(head) : null);
    if (found === null) {
      break;
    }
    stamped ||= /^\[?\d/.test(found[0]);
    at = spaces(line, at + found[0].length);
  }
  return at;
}

function trailing(line: string, from: number): number {
  let to = line.length;
  while (to > from && isSpace(line.charCodeAt(to - 1))) {
    to--;
  }
  const box = trailer.exec(line.slice(Math.max(from, to - 220), to));
  if (box !== null) {
    to -= box[0].length;
  } else if (to > from && (line.charAt(to - 1) === '\\' || isSoftBreak(line, to))) {
    to--;
  }
  while (to > from && isSpace(line.charCodeAt(to - 1))) {
    to--;
  }
  return Math.max(from, to);
}

/** The `=` at the end of a line of a mail (RFC 2045, quoted-printable): such lines are cut at 76 characters. */
function isSoftBreak(line: string, to: number): boolean {
  return to >= 70 && to <= 76 && line.charAt(to - 1) === '=' && line.charAt(to - 2) !== '=';
}

function spaces(line: string, at: number): number {
  while (at < line.length && isSpace(line.charCodeAt(at))) {
    at++;
  }
  return at;
}

function isSpace(code: number): boolean {
  return code === 32 || code === 9 || code === 13;
}

/** `'User: x is not ' +` and the next line's `'authorized'` are one string: in Node's dumps, Python's and C's source. */
function joinLiterals({ text, below }: View): View {
  const view = new ViewBuilder();
  let last = 0;
  for (const match of text.matchAll(/(["'`])(?: ?\+)?\n(?:\+ ?)?\1(?=[^\s,:])/g)) {
    view.push(text.slice(last, match.index), last);
    view.push('\n', match.index);
    last = match.index + match[0].length;
  }
  if (last === 0) {
    return { text, below };
  }
  view.push(text.slice(last), last);
  return compose(view.build(), { text, below });
}
