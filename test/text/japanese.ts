import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Say } from '../../src/text/message';
import { plain, sayer, type Translate } from '../../src/text/say';

/** English sentence → Japanese. */
export const translations = JSON.parse(
  readFileSync(resolve(import.meta.dirname, '../../media/l10n/bundle.l10n.ja.json'), 'utf8'),
) as Readonly<Record<string, string>>;

/** As `vscode.l10n.t` in a Japanese window. */
export const toJapanese: Translate = text => translations[text] ?? text;

/** Says a sentence in Japanese, without any look. */
export const sayJapanese: Say = sayer(plain, toJapanese);

/** Whether a text has Japanese letters or punctuation. */
export const isJapanese = (text: string): boolean =>
  /[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}、。]/u.test(text);

/** English words that follow each other in Markdown, outside of code: what was not translated. */
export function englishIn(markdown: string): string[] {
  const prose = markdown
    .replace(/^(`{3,}).*?^\1/gms, '')
    .replace(/(`+)[^`].*?\1/g, '')
    .replace(/<[^>]*>/g, ' ');
  return prose.match(/\b[a-z]{2,} [a-z]{2,}\b.*/g) ?? [];
}
