import type { Span } from '../../policy';
import { markdown } from '../../text/markdown';
import { asCodes, asSeries, asText, message, type Message, type Piece } from '../../text/message';
import { type Look, sayer, type Translate } from '../../text/say';

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

/** A list for people: at most `most` items as code, then how many more there are. */
export function listed(items: readonly string[], most: number): Piece {
  const shown = asCodes(items.slice(0, most));
  return items.length <= most ? shown : asSeries([shown, asText(`… (+${items.length - most})`)], ' ');
}

/**
 * The hover as Markdown. Whatever comes out of the file or the data is code or escaped: it can be no link, no command and no HTML.
 * @param translate for the language of the reader; English without
 */
export function hoverMarkdown({ lead, details, page }: HoverText, translate?: Translate): string {
  const say = sayer(look, translate);
  return [
    lead.map(say).join(' '),
    ...(details.length > 0 ? [details.map(m => `- ${say(m)}`).join('\n')] : []),
    `[${say(message('AWS documentation'))}](${page})`,
  ].join('\n\n');
}

// A string of a policy can be very long; a hover shows its beginning.
const look: Look = { ...markdown, code: text => markdown.code(text.length > 200 ? `${text.slice(0, 200)}…` : text) };
