/** Documents for people travel as data too: a list of blocks. `inMarkdown` and `inTerminal` show the same ones. */
import type { Arg, Message, Say } from './message';
import type { CommandLine } from './shell';

/** A part of a document. Sentences are said by whoever shows it; texts, codes and commands stand as they are. */
export type Block =
  | { readonly kind: 'title' | 'heading'; readonly says: Message }
  /** What it comes to, in one sentence, and why, in two at most. */
  | { readonly kind: 'verdict'; readonly says: Message; readonly why: readonly Message[] }
  /** What to do, in one sentence that says who does it; then the commands for it. */
  | { readonly kind: 'step'; readonly says: Message; readonly commands: readonly CommandLine[] }
  | { readonly kind: 'paragraph'; readonly says: Message }
  /** What is good to know and nothing to do about. */
  | { readonly kind: 'note'; readonly says: Message }
  | { readonly kind: 'list'; readonly items: readonly Item[] }
  | { readonly kind: 'table'; readonly heads: readonly Message[]; readonly rows: readonly (readonly Cell[])[] }
  /** A picture for whoever can see it, and the same in words. */
  | { readonly kind: 'drawing'; readonly draw: (say: Say) => string; readonly says: Message }
  /** The same statements in each notation, the first one for everybody, the others folded. */
  | { readonly kind: 'statement'; readonly notations: readonly Notation[] }
  | { readonly kind: 'code'; readonly text: string; readonly language: string }
  | { readonly kind: 'command'; readonly commands: readonly CommandLine[]; readonly shell: 'posix' | 'powershell' }
  /** What can be done from here, by its title in the palette. Only an editor can do it. */
  | { readonly kind: 'action'; readonly titles: readonly Message[] };

/** An item of a list, and what belongs under it. */
export interface Item {
  readonly says: Arg;
  readonly below?: readonly Message[];
}

/** A cell of a table: its lines. */
export type Cell = readonly Arg[];

/** Statements in one notation. */
export interface Notation {
  readonly name: Message;
  /** As Markdown's fenced blocks call it. */
  readonly language: string;
  readonly text: string;
}

/** A paragraph of each sentence. */
export function paragraphs(all: readonly Message[]): Block[] {
  return all.map(says => ({ kind: 'paragraph', says }));
}

/** A heading, and what stands below it; nothing where nothing does. */
export function section(says: Message, below: readonly Block[]): Block[] {
  return below.length === 0 ? [] : [{ kind: 'heading', says }, ...below];
}

/** A list of sentences; nothing where there are none. */
export function points(all: readonly Message[]): Block[] {
  return all.length === 0 ? [] : [{ kind: 'list', items: all.map(says => ({ says })) }];
}
