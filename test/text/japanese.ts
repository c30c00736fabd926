import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { type Say, sayWith } from '../../src/text/message';

/** English sentence → Japanese. */
export const translations = JSON.parse(
  readFileSync(resolve(import.meta.dirname, '../../media/l10n/bundle.l10n.ja.json'), 'utf8'),
) as Readonly<Record<string, string>>;

/** Renders as `vscode.l10n.t` does in a Japanese window (VS Code, `src/vs/base/common/strings.ts`, `format2`). */
export const sayJapanese: Say = sayWith((text, values) => {
  const translated = translations[text] ?? text;
  return values === undefined
    ? translated
    : translated.replace(/\{([^}]+)\}/g, (place, name: string) => String(values[name] ?? place));
});

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
