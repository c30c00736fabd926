import type { PastedText } from './page';

/** What follows a name that is reported: `: Lambda was unable …`, ` - User: …`, ` (KMS) …`, not a type, a block or a call of program text. */
const reportedAfter =
  /^["'`*_)\]]{0,4}\s{0,3}(?::|[-–—]\s)\s{0,4}(?!\{(?!\s?["'])|\(|never\b|[\w.]+[;(=[<]|Option\b)(?:null\b|arn:|[{"'`*]{0,3}[\w.]+[\s,)'"].|$)/;

/** Words that introduce one: nouns for a failure, then verbs of those who report one. */
const introducingWords = [
  'errors?(?:_?(?:code|class|type|id|name|message))?',
  '[a-z]{0,20}code',
  'exception(?: name)?',
  'faults?',
  'reason',
  'cause',
  '(?:__)?type',
  'caused by',
  'by',
  'occurred',
  'got',
  'gets?',
  'getting',
  'received?',
  'receiving',
  'throws',
  'threw',
  'throwing',
  'thrown',
  'with',
  'returned',
  'returns',
  'returning',
  'raised',
  'raises',
  'seeing',
  'saw',
  'see',
  'hit',
  'hits',
  'hitting',
  'encountered',
  'caught',
  'result',
  'status',
  'due to',
  'because of',
  'fail(?:ed|ure|s|ing)?',
  'panic',
  'fatal',
  'warn(?:ing)?',
  'an?',
];

/** What introduces one: `error (`, `code: "`, `failed with `, `Caused by: `. Conditions and advice do not. */
const introduced = new RegExp(
  String.raw`\b(?:${introducingWords.join('|')})["'\x60*)]{0,3}(?:\s{0,3}(?:[:=(>[]|=>|is|was|of|an?|the)){0,2}[\s"'\x60*(]{0,4}$`,
  'i',
);

/** Advice, conditions and program text, not far before the name. */
const hedged =
  /\b(?:catch|handle[sd]?|handling|retry|ignore[sd]?|rescue|except|such as|e\.g\.|like|unless|avoid|new|class|interface|enum|struct|trait|case|import|instanceof|if|whether|may|might|can|could|should|would|must)\b[^.:\n]{0,60}$|\)\s{0,3}(?:throws|raises)\b[^.:\n]{0,60}$/i;
const documented =
  /(?:@throws|@exception|:raises|\{@link)\s[^\n]{0,40}$|\b(?:case|class|interface|struct|readonly|let|var|const)\s[^:]{0,40}$/;

/**
 * Whether the name of a failure, between these squeezed offsets, is reported as one that happened: followed by its message, introduced as an
 * error, or alone on its line. Names also stand in program text, in lists of exceptions and in advice.
 */
export function isReported({ clean: { text }, squeezed: { below } }: PastedText, start: number, end: number): boolean {
  const at = below(start);
  const to = below(end - 1) + 1;
  const before = text.slice(Math.max(0, at - 100), at);
  // The package or class that a name is qualified with is a part of it.
  const lead = before.slice(before.lastIndexOf('\n') + 1).replace(/[\w.:#\\$/]{1,120}$/, '');
  const after = text.slice(to, to + 120);
  if (/^\)\s{0,3}(?:occurred )?when\s/.test(after)) {
    return true;
  }
  if (documented.test(lead)) {
    return false;
  }
  if (reportedAfter.test(after)) {
    return true;
  }
  if (hedged.test(lead)) {
    return false;
  }
  const line = after.split('\n', 1)[0] ?? '';
  // A comma or an equals sign after it: a list, an assignment.
  if (
    /^["'`*_]{0,3}\s{0,2}[=?]/.test(line) ||
    (/^["'`*_]{0,3}\s{0,2}[;,]\s*$/.test(line) && !/[:=]\s{0,2}["'`]$/.test(lead))
  ) {
    return false;
  }
  if (introduced.test(lead)) {
    return true;
  }
  // Alone in its paragraph.
  return (
    /^[\s"'`*([]{0,8}$/.test(lead.replace(/^.{0,60}?\b(?:ERROR|WARN|INFO|FATAL)\b[\]:]?/, '')) &&
    /(?:^|\n\s*\n)[^\n]*$/.test(before.length < 100 ? before : `-${before}`) &&
    /^["'`*)\].\s]{0,6}(?:$|\n\s*\n)/.test(after)
  );
}
