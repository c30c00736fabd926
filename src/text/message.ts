/**
 * Sentences for people travel as data: an English text with `{name}` places, and what goes into them.
 * The English text is the sentence's id, as in `vscode.l10n.t`, so one passed-in {@link Say} can translate all of them.
 */
export interface Message {
  readonly text: string;
  readonly args?: Readonly<Record<string, string | number>>;
}

/** Renders a message; the editor passes one that goes through `vscode.l10n`. */
export type Say = (message: Message) => string;

/** Builds a {@link Message}. */
export function message(text: string, args?: Readonly<Record<string, string | number>>): Message {
  return args === undefined ? { text } : { text, args };
}

/** Renders in English: `{name}` is replaced by the argument of that name, an unknown name stays as it is. */
export const sayEnglish: Say = ({ text, args }) =>
  args === undefined ? text : text.replace(/\{(\w+)\}/g, (whole, name: string) => String(args[name] ?? whole));
