import type { Look } from './say';
import { visible, visibleLines } from './visible';

/** In a paragraph, heading or list of Markdown. */
export const markdown: Look = {
  own: text => text.replace(/[\\*[\]<&]/g, c => entities[c] ?? `\\${c}`),
  outside: escapeMarkdown,
  code: inlineCode,
  mark: mark => (mark === 'strong' ? '**' : '*'),
  command: title => `*${title}*`,
  link: (address, label) => `[${label}](<${address.replace(/[<>]/g, encodeURIComponent)}>)`,
};

/** Escapes outside text (error messages, ARNs, policy strings) so that Markdown shows it literally: no links, commands or HTML. */
export function escapeMarkdown(text: string): string {
  return visible(text)
    .replace(/^ +/, ' ')
    .replace(/[\\`*_{}[\]()#+\-.!<>&~:@$/]/g, c => entities[c] ?? `\\${c}`);
}

const entities: Readonly<Record<string, string>> = { '<': '&lt;', '>': '&gt;', '&': '&amp;' };

/** Inline code that no content can leave: the fence is longer than any run of backticks inside. */
export function inlineCode(text: string): string {
  const flat = visible(text) || ' ';
  const fence = '`'.repeat(longestRun(flat) + 1);
  const pad = flat.startsWith('`') || flat.endsWith('`') ? ' ' : '';
  return `${fence}${pad}${flat}${pad}${fence}`;
}

/** A table. Heads and cells are Markdown of one line each; a bar would end a cell even inside code (GitHub Flavored Markdown, "Tables"). */
export function markdownTable(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  return [heads, heads.map(() => '---'), ...rows]
    .map(cells => `| ${cells.map(cell => cell.replaceAll('|', '\\|')).join(' | ')} |`)
    .join('\n');
}

/** A fenced code block that no content can leave. */
export function codeBlock(text: string, language = ''): string {
  const shown = visibleLines(text);
  const fence = '`'.repeat(Math.max(3, longestRun(shown) + 1));
  return `${fence}${language}\n${shown}\n${fence}`;
}

function longestRun(text: string): number {
  return (text.match(/`+/g) ?? []).reduce((longest, run) => Math.max(longest, run.length), 0);
}
