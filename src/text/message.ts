/**
 * Sentences for people travel as data: an English text with `{name}` places, and what goes into them.
 * The English text is the sentence's id, as in `vscode.l10n.t`, so one passed-in {@link Say} can translate all of them.
 *
 * The text is our own and may hold `**strong**`, `*emphasis*` and `` `code` ``. What goes into its places says what it is: so no
 * text from outside (an error, an ARN, a policy's string) can pass for a sentence of ours, and each way of showing decides how it looks.
 */
export interface Message {
  readonly text: string;
  readonly args?: Args;
}

/** What goes into a place of a text, besides numbers and other sentences of our own. */
export type Piece =
  /** Text from outside, as a part of the sentence: what an error said, a description. */
  | { readonly kind: 'text'; readonly text: string }
  /** A name of the policy language, a value, an ARN, a command: shown as code where there is such a look. */
  | { readonly kind: 'code'; readonly text: string }
  /** What somebody or something is called: a role, a key, a profile, a file. */
  | { readonly kind: 'name'; readonly text: string }
  /** A statement or grant by its name; `place` = an address of ours that shows it, where there is one. */
  | { readonly kind: 'statement'; readonly name: Arg; readonly place?: string }
  /** A command of ours, by its title in the palette. */
  | { readonly kind: 'command'; readonly title: Message }
  /** A link of ours; `address` never comes from outside. */
  | { readonly kind: 'link'; readonly address: string; readonly label: Arg }
  /** Several, with the same text of ours between each two. */
  | { readonly kind: 'list'; readonly items: readonly Arg[]; readonly between: string };

/** What goes into a place of a text. A plain string does not: it has to say what it is. */
export type Arg = number | Message | Piece;

/** What goes into the places of a text, by their names. */
export type Args = Readonly<Record<string, Arg>>;

/** Puts a sentence, or a piece of one, into words, in one language and one look (see `sayer`). */
export type Say = (said: Arg) => string;

/** Builds a {@link Message}: `text` has a `{name}` for each of `args`. The English text is the id of the translation, so it is written out in the code. */
export function message(text: string, args?: Args): Message {
  return args === undefined ? { text } : { text, args };
}

/** A sentence of our own in the data of `reference/`, which has its translations too. */
export function fromReference(text: string): Message {
  return { text };
}

/** A piece that stands alone: shown as it stands, in every language. */
export function verbatim(piece: Piece): Message {
  return { text: '{text}', args: { text: piece } };
}

/** Several sentences, one after the other; one at least. */
export function sentences(all: readonly Message[]): Message {
  return all.reduce((first, second) => message('{first} {second}', { first, second }));
}

/** Text from outside, as a part of the sentence. */
export function asText(text: string): Piece {
  return { kind: 'text', text };
}

/** A name of the policy language, a value, an ARN, a command line. */
export function asCode(text: string): Piece {
  return { kind: 'code', text };
}

/** What somebody or something is called: a role, a key, a profile, a file. */
export function asName(text: string): Piece {
  return { kind: 'name', text };
}

/** A statement or grant by its name, with the address of ours that shows it, where there is one. */
export function asStatement(name: Arg, place?: string): Piece {
  return { kind: 'statement', name, ...(place !== undefined && { place }) };
}

/** A command of ours, by its title in the palette. */
export function asCommand(title: Message): Piece {
  return { kind: 'command', title };
}

/** A link of ours. `address` must not come from outside. */
export function asLink(address: string, label: Arg): Piece {
  return { kind: 'link', address, label };
}

/** Several, with a text of ours between each two. */
export function asSeries(items: readonly Arg[], between = ', '): Piece {
  return { kind: 'list', items, between };
}

/** Several values, each as code. */
export function asCodes(texts: readonly string[]): Piece {
  return asSeries(texts.map(asCode));
}
