/**
 * Sentences for people travel as data: an English text with `{name}` places, and what goes into them.
 * The English text is the sentence's id, as in `vscode.l10n.t`, so one passed-in {@link Say} can translate all of them.
 */
export interface Message {
  readonly text: string;
  readonly args?: Args;
}

/** What goes into a place of a text. A message is rendered first. */
export type Arg = string | number | Message;

/** What goes into the places of a text, by their names. */
export type Args = Readonly<Record<string, Arg>>;

/** Renders a message; the editor passes one that goes through `vscode.l10n`. */
export type Say = (message: Message) => string;

/** Builds a {@link Message}: `text` has a `{name}` for each of `args`. The English text is the id of the translation, so it is written out in the code. */
export function message(text: string, args?: Args): Message {
  return args === undefined ? { text } : { text, args };
}

/** A sentence of our own in the data of `reference/`, which has its translations too. */
export function fromReference(text: string): Message {
  return { text };
}

/** A name, or a sentence of AWS's own data: shown as it stands, in every language. */
export function verbatim(text: string): Message {
  return { text: '{text}', args: { text } };
}

/** Makes a {@link Say} of something that puts values into the places of a text. */
export function sayWith(render: (text: string, values?: Readonly<Record<string, string | number>>) => string): Say {
  const say: Say = ({ text, args }) =>
    args === undefined
      ? render(text)
      : render(
          text,
          Object.fromEntries(
            Object.entries(args).map(([name, value]) => [name, typeof value === 'object' ? say(value) : value]),
          ),
        );
  return say;
}

/** Renders in English: `{name}` is replaced by the argument of that name, an unknown name stays as it is. */
export const sayEnglish: Say = sayWith((text, values) =>
  values === undefined ? text : text.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole)),
);
