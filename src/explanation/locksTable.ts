import { cellCode, escapeMarkdown, markdownTable } from '../text/markdown';
import { message, type Say } from '../text/message';
import type { Diagnosis } from '../diagnosis';
import { applyingSays, type LockRow, lockRows, verdictSays } from './locks';
import { reasonName } from './reasonName';

/** The rows of the two locks as a Markdown table, with the statements and grants behind each. Empty while there is nothing to tell. */
export function locksTable(diagnosis: Diagnosis, say: Say): string[] {
  const rows = lockRows(diagnosis);
  if (rows.length === 0) {
    return [];
  }
  const heads = [message('Lock'), message('Verdict'), message('Why'), message('Through')].map(m => say(m));
  const lines = rows.map(r => [
    say(r.name),
    `**${say(verdictSays(r.verdict))}**`,
    escapeMarkdown(say(r.says)),
    through(r, say),
  ]);
  return [markdownTable(heads, lines)];
}

const most = 5;

function through({ applying }: LockRow, say: Say): string {
  const named = applying.slice(0, most).map(a => {
    const policy = a.reason.kind === 'statement' && a.reason.name !== undefined ? ` (${cellCode(a.reason.name)})` : '';
    return `${cellCode(say(reasonName(a.reason)))}${policy}: ${say(applyingSays(a))}`;
  });
  const more = applying.length - named.length;
  return [...named, ...(more > 0 ? [say(message('{count} more', { count: more }))] : [])].join('<br>');
}
