/** Escapes outside text (error messages, ARNs, policy strings) so that Markdown shows it literally: no links, commands or HTML. */
export function escapeMarkdown(text: string): string {
  return text.replace(/[\\`*_{}[\]()#+\-.!|<>&~:@$/]/g, c => entities[c] ?? `\\${c}`).replace(lineEnd, ' ');
}

/** Whatever Markdown, HTML or a terminal may take for the end of a line: CR LF, CR, LF, VT, FF, NEL, LS, PS. */
const lineEnd = /\r\n|[\r\n\v\f\u0085\u2028\u2029]/g;

/** The lines of a text as one, with one space between them. */
function onOneLine(text: string): string {
  const lines = text.split(lineEnd);
  const last = lines.length - 1;
  return lines
    .map((line, at) => (at === 0 ? line : line.trimStart()))
    .map((line, at) => (at === last ? line : line.trimEnd()))
    .filter((line, at) => at === 0 || at === last || line !== '')
    .join(' ');
}

const entities: Readonly<Record<string, string>> = { '<': '&lt;', '>': '&gt;', '&': '&amp;' };

/** Inline code that no content can leave: the fence is longer than any run of backticks inside. */
export function inlineCode(text: string): string {
  const flat = onOneLine(text);
  const fence = '`'.repeat(longestRun(flat) + 1);
  const pad = flat.startsWith('`') || flat.endsWith('`') ? ' ' : '';
  return `${fence}${pad}${flat}${pad}${fence}`;
}

/** Inline code for a table's cell: there a bar ends the cell even inside code (GitHub Flavored Markdown, "Tables"). */
export function cellCode(text: string): string {
  return inlineCode(text).replaceAll('|', '\\|');
}

/** A table (GitHub Flavored Markdown, "Tables"). Heads and cells are Markdown of one line each, in which a bar is escaped: see {@link cellCode}. */
export function markdownTable(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  return [heads, heads.map(() => '---'), ...rows].map(cells => `| ${cells.join(' | ')} |`).join('\n');
}

/** A fenced code block that no content can leave. */
export function codeBlock(text: string, language = ''): string {
  const fence = '`'.repeat(Math.max(3, longestRun(text) + 1));
  return `${fence}${language}\n${text}\n${fence}`;
}

function longestRun(text: string): number {
  return (text.match(/`+/g) ?? []).reduce((longest, run) => Math.max(longest, run.length), 0);
}
