import type { Say } from '../text/message';
import { message } from '../text/message';
import type { Diagnosis } from './diagnosis';
import { type LockRow, lockRows, verdictSays } from './locks';

/**
 * The two locks between caller and key as inline SVG in the theme's own colours. Nothing is told by colour alone: each lock has its
 * shape and its word. Empty while nothing is decided.
 */
export function locksPicture(diagnosis: Diagnosis, say: Say): string[] {
  const rows = new Map(lockRows(diagnosis).map(r => [r.id, r]));
  const keyPolicy = rows.get('key-policy');
  const iam = rows.get('iam');
  if (keyPolicy === undefined || iam === undefined) { return []; }
  const caller = shortened(diagnosis.who?.name ?? '?');
  const key = shortened(diagnosis.keyArn?.split('/').pop() ?? '?');
  const callerAccount = diagnosis.who?.account ?? '';
  const description = say(message('{caller}, then the IAM lock: {iam}, then the key-policy lock: {keyPolicy}, then the key {key}', {
    caller, key, iam: say(verdictSays(iam.verdict)), keyPolicy: say(verdictSays(keyPolicy.verdict)),
  }));
  return [[
    `<svg viewBox="0 0 720 120" width="720" role="img" aria-label="${xml(description)}" style="max-width:100%;height:auto;color:var(--vscode-foreground);font-family:var(--vscode-font-family)">`,
    `<title>${xml(description)}</title>`,
    box(4, caller, callerAccount),
    line(154, 226),
    lock(270, iam, say),
    line(314, 406),
    lock(450, keyPolicy, say),
    line(494, 566),
    box(566, key, diagnosis.keyAccount ?? ''),
    '</svg>',
  ].join('\n')];
}

const colours: Readonly<Record<LockRow['verdict'], string>> = {
  open: 'var(--vscode-charts-green)',
  delegated: 'var(--vscode-charts-blue)',
  'not-needed': 'var(--vscode-descriptionForeground)',
  shut: 'var(--vscode-charts-red)',
  unknown: 'var(--vscode-charts-yellow)',
};

function lock(x: number, { verdict, name }: LockRow, say: Say): string {
  const colour = colours[verdict];
  const shackle = verdict === 'shut' || verdict === 'unknown' ? `M${x - 12} 46 v-10 a12 12 0 0 1 24 0 v10` : `M${x - 12} 46 v-14 a12 12 0 0 1 24 0 v2`;
  const sign = verdict === 'unknown' ? '?' : verdict === 'shut' ? '×' : verdict === 'delegated' ? '→' : verdict === 'not-needed' ? '–' : '✓';
  return `<path d="${shackle}" fill="none" stroke="${colour}" stroke-width="4"/>`
    + `<rect x="${x - 20}" y="44" width="40" height="30" rx="4" fill="none" stroke="${colour}" stroke-width="4"/>`
    + text(x, 65, sign, colour, 18)
    + text(x, 94, say(name), 'currentColor', 13)
    + text(x, 112, say(verdictSays(verdict)), colour, 13);
}

function box(x: number, name: string, account: string): string {
  return `<rect x="${x}" y="34" width="150" height="50" rx="6" fill="none" stroke="currentColor"/>`
    + text(x + 75, account === '' ? 64 : 56, name, 'currentColor', 13)
    + (account === '' ? '' : text(x + 75, 74, account, 'var(--vscode-descriptionForeground)', 12));
}

function line(from: number, to: number): string {
  return `<path d="M${from + 6} 59 H${to - 6}" stroke="currentColor" stroke-dasharray="4 4" fill="none"/>`;
}

function text(x: number, y: number, words: string, fill: string, size: number): string {
  return `<text x="${x}" y="${y}" text-anchor="middle" fill="${fill}" font-size="${size}">${xml(words)}</text>`;
}

function shortened(name: string): string {
  return name.length > 20 ? `${name.slice(0, 19)}…` : name;
}

// The text stands in Markdown: its signs are taken out of play along with XML's.
function xml(words: string): string {
  return words.replace(/[^A-Za-z0-9 ,.;→✓×–\u00c0-\uffff-]/g, c => `&#${c.codePointAt(0) ?? 32};`);
}
