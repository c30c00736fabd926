import { hidden } from './visible';

/** An `aws` command line: the words, unquoted. */
export type CommandLine = readonly string[];

/** Quotes a word for POSIX shells; nothing inside can break out. */
export function quotePosix(word: string): string {
  const text = withoutControls(word);
  // zsh expands a `=` at the beginning.
  return /^[A-Za-z0-9_\-.,:/@+][A-Za-z0-9_\-.,:/@=+]*$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}

/** Quotes a word for PowerShell (about_Quoting_Rules), where typographic quotation marks end a string too. */
export function quotePowerShell(word: string): string {
  const text = withoutControls(word);
  if (/^[A-Za-z0-9_\-.:/=+]*[A-Za-z0-9]$/.test(text) && !/^-.*[.:]/.test(text)) {
    return text;
  }
  const quoted = (inside: string): string => `'${inside.replace(/['\u2018-\u201B]/g, '$&$&')}'`;
  if (!text.includes('"')) {
    return quoted(text);
  }
  // Up to 7.2 PowerShell hands double quotes to programs as they are, where they end the argument (about_Parsing, "Passing arguments that contain quote characters").
  const escaped = text.replace(/(\\*)"/g, '$1$1\\"').replace(/\\+$/, '$&$&');
  return `$(if ($PSNativeCommandArgumentPassing -in 'Standard', 'Windows') { ${quoted(text)} } else { ${quoted(escaped)} })`;
}

/** One line for a POSIX shell, each word quoted where it has to be, so that nothing in it is expanded or run. */
export function posixLine(command: CommandLine): string {
  return command.map(quotePosix).join(' ');
}

/** One line for PowerShell, each word quoted where it has to be, so that nothing in it is expanded or run. */
export function powerShellLine(command: CommandLine): string {
  return command.map(quotePowerShell).join(' ');
}

/** No value of AWS has control characters, but a pasted one can press Enter, end a terminal's bracketed paste, or show another command than it runs. */
function withoutControls(word: string): string {
  return word.replace(hidden, '\uFFFD');
}
