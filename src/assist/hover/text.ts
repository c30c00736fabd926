import type { Span } from '../../policy';
import { escapeMarkdown, inlineCode } from '../../text/markdown';
import { message, type Message, type Say } from '../../text/message';

/** What a hover says: the answer in two or three sentences, then details, then where AWS says so. */
export interface HoverText {
  readonly lead: readonly Message[];
  readonly details: readonly Message[];
  /** The AWS page. */
  readonly page: string;
}

/** A hover and the place in the document that it is about. */
export interface Hover extends Span {
  readonly text: HoverText;
}

/** Builds a {@link HoverText}; what is undefined or false is left out. */
export function hoverText(page: string, lead: readonly Optional[], details: readonly Optional[] = []): HoverText {
  return { page, lead: lead.filter(isMessage), details: details.filter(isMessage) };
}

type Optional = Message | undefined | false;

function isMessage(value: Optional): value is Message {
  return value !== undefined && value !== false;
}

/** A list for people: at most `most` items, then how many more there are. */
export function listed(items: readonly string[], most: number): string {
  return items.length <= most ? items.join(', ') : `${items.slice(0, most).join(', ')} … (+${items.length - most})`;
}

/** The hover as Markdown. Whatever comes out of the file or the data is code or escaped: it can be no link, no command and no HTML. */
export function hoverMarkdown({ lead, details, page }: HoverText, say: Say): string {
  return [
    lead.map(m => sentence(m, say)).join(' '),
    ...(details.length > 0 ? [details.map(m => `- ${sentence(m, say)}`).join('\n')] : []),
    `[${say(message('AWS documentation'))}](${page})`,
  ].join('\n\n');
}

// Arguments with these names are prose, and so are messages; all others are names of the policy language or parts of the file, and
// are set as code.
const prose: ReadonlySet<string> = new Set(['name', 'text', 'count', 'who', 'what']);

function proseOrCode(argument: string, value: string): string {
  return prose.has(argument) ? escapeMarkdown(value) : codes(value);
}

function sentence({ text, args = {} }: Message, say: Say): string {
  const pieces: string[] = [];
  // While the sentence is translated and escaped, a private-use character stands for each argument.
  const marked = Object.fromEntries(
    Object.entries(args).map(([name, value]) => {
      const piece = typeof value === 'object' ? sentence(value, say) : proseOrCode(name, String(value));
      return [name, String.fromCharCode(0xe000 + pieces.push(piece) - 1)];
    }),
  );
  const translated = say(Object.keys(args).length === 0 ? { text } : { text, args: marked });
  return escapeMarkdown(translated).replace(/[\uE000-\uE0FF]/g, c => pieces[c.charCodeAt(0) - 0xe000] ?? '');
}

/** A list of names as code, each by itself. */
function codes(text: string): string {
  return text === ''
    ? ''
    : text
        .split(', ')
        .map(item => {
          const [, name = item, more = ''] = /^(.*?)( … \(\+\d+\))$/.exec(item) ?? [];
          return `${inlineCode(shorten(name))}${escapeMarkdown(more)}`;
        })
        .join(', ');
}

// A string of a policy can be very long; a hover shows its beginning.
function shorten(text: string): string {
  return text.length > 200 ? `${text.slice(0, 200)}…` : text;
}
