import type { Arg, Message, Piece, Say } from './message';
import { readMarkup, type Mark } from './markup';
import { visible } from './visible';

/** How sentences look in one place: in Markdown, in a terminal, in a notification. All outside text comes in through {@link Look.outside}. */
export interface Look {
  /** A part of a sentence of our own. */
  own(text: string): string;
  /** Text from outside, already on one line and with nothing invisible in it. */
  outside(text: string): string;
  /** Code, of our own or from outside, likewise. */
  code(text: string): string;
  /** The sign that begins or ends a part that stands out. */
  mark(mark: Mark, opens: boolean): string;
  /** A command of the palette. `title` is said already. */
  command(title: string): string;
  /** A link of ours. `label` is said already. */
  link(address: string, label: string): string;
  /** The last word over what was said, wherever its parts came from. Applied once or more, it comes to the same. */
  whole?(text: string): string;
}

/** Translates the text of a sentence. */
export type Translate = (text: string) => string;

/** Says sentences in one look, and in the language of `translate`, in English without it. A place without an argument stays as it is written. */
export function sayer(look: Look, translate: Translate = text => text): Say {
  const { whole = text => text } = look;
  const say: Say = said => {
    if (typeof said === 'number') {
      return String(said);
    }
    return whole('kind' in said ? sayPiece(said) : sayMessage(said));
  };
  const sayMessage = ({ text, args = {} }: Message): string =>
    readMarkup(translate(text))
      .map(token => {
        switch (token.kind) {
          case 'text':
            return look.own(token.text);
          case 'code':
            return look.code(token.text);
          case 'mark':
            return look.mark(token.mark, token.opens);
          case 'place':
            return sayPlace(token.name, args[token.name]);
        }
      })
      .join('');
  const sayPlace = (name: string, arg: Arg | undefined): string =>
    arg === undefined ? look.own(`{${name}}`) : say(arg);
  const sayPiece = (piece: Piece): string => {
    switch (piece.kind) {
      case 'text':
        return look.outside(visible(piece.text));
      case 'code':
      case 'name':
        return look.code(visible(piece.text));
      case 'statement':
        return piece.place === undefined ? say(piece.name) : look.link(piece.place, say(piece.name));
      case 'command':
        return look.command(say(piece.title));
      case 'link':
        return look.link(piece.address, say(piece.label));
      case 'list':
        return piece.items.map(say).join(look.own(piece.between));
    }
  };
  return say;
}

/** Without any look: for diagnostics, logs and data. */
export const plain: Look = {
  own: text => text,
  outside: text => text,
  code: text => text,
  mark: () => '',
  command: title => title,
  link: (_, label) => label,
};

/**
 * For notifications, dialogs, tree items, lenses and lists: there VS Code makes links, even ones that run commands, of `[label](command:…)`,
 * and icons of `$(name)`. The words stay as they are; a space of no width comes between.
 */
export const label: Look = {
  ...plain,
  whole: text => text.replaceAll('](', ']\u200B(').replaceAll('$(', '$\u200B('),
};

/** For a terminal, where no line may be a command to the CI service that shows it. */
export const terminal: Look = { ...plain, command: title => `“${title}” in VS Code`, whole: harmlessInCi };

/**
 * Takes commands to CI services out of a text: `::error::` at the beginning of a line and `##[error]` anywhere (GitHub Actions,
 * "Workflow commands"), `##vso[…]` (Azure Pipelines, "Logging commands"), `##teamcity[…]` (TeamCity, "Service messages"). A space comes between.
 */
export function harmlessInCi(text: string): string {
  return text.replace(/^(\s*:)(?=:)/gm, '$1 ').replace(/##(?=\w*\[)/g, '## ');
}

/** For a SARIF message (SARIF 2.1.0, 3.11.6): `[text](target)` is a link there, and a backslash takes that away. */
export const sarif: Look = { ...plain, own: withoutBrackets, outside: withoutBrackets, code: withoutBrackets };

function withoutBrackets(text: string): string {
  return text.replace(/[\\[\]]/g, '\\$&');
}

/** English, without any look. */
export const sayEnglish: Say = sayer(plain);
