import type { Block } from '../text/blocks';
import { type Arg, message } from '../text/message';
import type { Diagnosis } from '../diagnosis';
import { applyingSays, type LockRow, lockRows, saysSomething, verdictSays } from './lockRows';
import { statementName } from './names';

/** The rows of the two locks as a table, with the statements and grants behind each. Empty where they would say no more than the verdict. */
export function locksTable(diagnosis: Diagnosis): Block[] {
  const rows = lockRows(diagnosis);
  if (!saysSomething(diagnosis, rows)) {
    return [];
  }
  return [
    {
      kind: 'table',
      heads: [message('Lock'), message('Verdict'), message('Why'), message('Through')],
      rows: rows.map(r => [
        [r.name],
        [message('**{verdict}**', { verdict: verdictSays(r.verdict) })],
        [r.says],
        through(r),
      ]),
    },
  ];
}

const most = 5;

function through({ applying }: LockRow): Arg[] {
  const named = applying
    .slice(0, most)
    .map(a => message('{name}: {says}', { name: statementName(a.reason), says: applyingSays(a) }));
  const more = applying.length - named.length;
  return [...named, ...(more > 0 ? [message('{count} more', { count: more })] : [])];
}
