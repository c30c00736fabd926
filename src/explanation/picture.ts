import type { Block } from '../text/blocks';
import { asName, message, type Message, type Say } from '../text/message';
import type { Diagnosis } from '../diagnosis';
import { type LockRow, lockRows, saysSomething, verdictSays } from './lockRows';
import { callerName } from './names';

/**
 * The way from caller to key as inline SVG in the theme's own colours: the locks, whose they are, and where the way ends. Nothing
 * is told by colour alone: each lock has its shape, its sign and its word, and a screen reader gets the same as a sentence.
 * Empty where it would say no more than the verdict.
 */
export function locksPicture(diagnosis: Diagnosis): Block[] {
  const rows = lockRows(diagnosis);
  const iam = rows.find(r => r.id === 'iam');
  const keyPolicy = rows.find(r => r.id === 'key-policy');
  if (iam === undefined || keyPolicy === undefined || !saysSomething(diagnosis, rows)) {
    return [];
  }
  const limits = rows.filter(r => !ends.has(r.id) && r.verdict !== 'open');
  const grant = rows.some(r => r.id === 'grants' && r.verdict === 'open');
  const state = rows.find(r => r.id === 'key-state');
  const callerSide = [...limits.filter(r => r.id !== 'rcp'), iam];
  const keySide = [...limits.filter(r => r.id === 'rcp'), keyPolicy];
  const chain = [...callerSide, ...keySide];

  const told = [...chain, ...rows.filter(r => r.id === 'grants'), ...(state ? [state] : [])];
  const says = inWords(diagnosis, told);
  return [
    {
      kind: 'drawing',
      says,
      draw: say => draw(diagnosis, { chain, callerLocks: callerSide.length, grant, state, says }, say),
    },
  ];
}

/** What is drawn. */
interface Drawn {
  readonly chain: readonly LockRow[];
  /** How many of the chain are the caller's. */
  readonly callerLocks: number;
  /** A grant leads past the locks. */
  readonly grant: boolean;
  readonly state: LockRow | undefined;
  readonly says: Message;
}

function draw(diagnosis: Diagnosis, { chain, callerLocks, grant, state, says }: Drawn, say: Say): string {
  const keyX = boxWidth + chain.length * step + margin;
  const width = keyX + boxWidth + margin;
  const height = grant ? 176 : 150;
  const description = say(says);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" role="img" aria-label="${xml(description)}" style="max-width:100%;height:auto;color:var(--vscode-foreground);font-family:var(--vscode-font-family)">`,
    `<title>${xml(description)}</title>`,
    ...accounts(diagnosis, callerLocks, { width, height }, say),
    ...way(chain, keyX),
    box(margin, shortened(say(callerName(diagnosis.who))), say(message('caller'))),
    ...chain.map((row, i) => lock(lockX(i), row, say)),
    box(
      keyX,
      shortened(diagnosis.keyArn?.split('/').pop() ?? '?'),
      state === undefined ? say(message('key')) : (say(state.says).split(':')[0] ?? ''),
      state?.verdict === 'shut',
    ),
    ...(grant ? [grantWay(keyX, say)] : []),
    '</svg>',
  ].join('\n');
}

const ends: ReadonlySet<LockRow['id']> = new Set(['iam', 'key-policy', 'grants', 'key-state']);
const margin = 12;
const boxWidth = 168;
const step = 150;
/** Height of the way itself. */
const wayY = 70;

function lockX(index: number): number {
  return margin + boxWidth + step * index + step / 2;
}

function inWords({ who, keyArn }: Diagnosis, rows: readonly LockRow[]): Message {
  const from = message('From {caller} to the key {key}', {
    caller: callerName(who),
    key: asName(keyArn?.split('/').pop() ?? '?'),
  });
  const locks = rows.map(r =>
    message('{lock}: {verdict}, {why}', { lock: r.name, verdict: verdictSays(r.verdict), why: r.says }),
  );
  return message('{way}.', {
    way: [from, ...locks].reduce((first, second) => message('{first}. {second}', { first, second })),
  });
}

const colours: Readonly<Record<LockRow['verdict'], string>> = {
  open: 'var(--vscode-charts-green)',
  delegated: 'var(--vscode-charts-blue)',
  'not-needed': 'var(--vscode-descriptionForeground)',
  none: 'var(--vscode-descriptionForeground)',
  shut: 'var(--vscode-charts-red)',
  unknown: 'var(--vscode-charts-yellow)',
};
const signs: Readonly<Record<LockRow['verdict'], string>> = {
  open: '✓',
  delegated: '→',
  'not-needed': '–',
  none: '–',
  shut: '×',
  unknown: '?',
};

function lock(x: number, { verdict, name }: LockRow, say: Say): string {
  const colour = colours[verdict];
  const closed = verdict === 'shut' || verdict === 'unknown';
  const shackle = closed ? `M${x - 11} 58 v-10 a11 11 0 0 1 22 0 v10` : `M${x - 11} 58 v-16 a11 11 0 0 1 22 0 v4`;
  return (
    `<path d="${shackle}" fill="none" stroke="${colour}" stroke-width="4"/>` +
    `<rect x="${x - 20}" y="56" width="40" height="30" rx="4" fill="var(--vscode-editor-background)" stroke="${colour}" stroke-width="4"/>` +
    text(signs[verdict], { x, y: 77, size: 18 }) +
    text(say(name), { x, y: 108, size: 13 }) +
    text(say(verdictSays(verdict)), { x, y: 127, size: 13, bold: true })
  );
}

function box(x: number, name: string, below: string, broken = false): string {
  const edge = broken ? `stroke="${colours.shut}" stroke-width="3"` : 'stroke="currentColor"';
  return (
    `<rect x="${x}" y="44" width="${boxWidth}" height="52" rx="6" fill="var(--vscode-editor-background)" ${edge}/>` +
    text(name, { x: x + boxWidth / 2, y: 66, size: 13 }) +
    text(broken ? `× ${below}` : below, { x: x + boxWidth / 2, y: 86, size: 12 })
  );
}

/** Solid as far as the request gets, dotted from where it is not known, nothing but dots behind a shut lock. */
function way(chain: readonly LockRow[], keyX: number): string[] {
  let line = solid;
  return [...chain, undefined].map((row, i) => {
    const from = i === 0 ? margin + boxWidth : lockX(i - 1) + 26;
    const to = row === undefined ? keyX : lockX(i) - 26;
    const piece = `<path d="M${from + 4} ${wayY} H${to - 4}" fill="none" stroke="currentColor" ${line}/>`;
    if (row !== undefined && (row.verdict === 'shut' || row.verdict === 'unknown')) {
      line = dotted;
    }
    return piece;
  });
}

const solid = 'stroke-width="2"';
const dotted = 'stroke-width="1" stroke-dasharray="2 5"';

function grantWay(keyX: number, say: Say): string {
  const middle = (margin + boxWidth / 2 + keyX + boxWidth / 2) / 2;
  return (
    `<path d="M${margin + boxWidth / 2} 98 V150 H${keyX + boxWidth / 2} V98" fill="none" stroke="${colours.open}" stroke-width="2"/>` +
    text(`✓ ${say(message('a grant lets the caller in'))}`, { x: middle, y: 145, size: 13 })
  );
}

/** Frames that say whose each lock is: one for both sides within an account. */
function accounts(
  { who, keyAccount, crossAccount }: Diagnosis,
  callerLocks: number,
  { width, height }: { readonly width: number; readonly height: number },
  say: Say,
): string[] {
  const frame = (from: number, to: number, account: string | undefined): string => {
    const title = account === undefined ? '' : say(message('account {account}', { account: asName(account) }));
    return (
      `<rect x="${from}" y="22" width="${to - from}" height="${height - 24}" rx="8" fill="none" stroke="var(--vscode-descriptionForeground)" stroke-dasharray="5 4"/>` +
      text(title, { x: (from + to) / 2, y: 14, size: 12 })
    );
  };
  const border = margin + boxWidth + step * callerLocks;
  // A service is in nobody's account.
  if (who?.account === undefined) {
    return [frame(border + 4, width - 2, keyAccount)];
  }
  return crossAccount
    ? [frame(2, border - 4, who.account), frame(border + 4, width - 2, keyAccount)]
    : [frame(2, width - 2, keyAccount)];
}

/** Where words stand, by their middle, and how they look. */
interface TextStyle {
  readonly x: number;
  readonly y: number;
  readonly size: number;
  readonly bold?: boolean;
}

function text(words: string, { x, y, size, bold = false }: TextStyle): string {
  const weight = bold ? ' font-weight="bold"' : '';
  return `<text x="${x}" y="${y}" text-anchor="middle" fill="currentColor" font-size="${size}"${weight}>${xml(words)}</text>`;
}

function shortened(name: string): string {
  const signs = [...name];
  return signs.length > 22 ? `${signs.slice(0, 21).join('')}…` : name;
}

// The text stands in Markdown: its signs are taken out of play along with XML's.
function xml(words: string): string {
  return words.replace(/[^A-Za-z0-9 ,.;→✓×–…\u00c0-\uffff-]/g, c => `&#${c.codePointAt(0) ?? 32};`);
}
