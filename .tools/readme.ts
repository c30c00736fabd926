/**
 * The README of the VSIX. VS Code shows on an extension's page no picture but one from an https address (since 1.103 no `data:` either), and
 * vsce packages no relative link without one. With the repository's address pictures and links lead there; while it has none, a link is its
 * text, and in place of a picture stands what it shows, as text that VS Code colours.
 */
import { readFileSync } from 'node:fs';
import { basename, resolve } from 'node:path';

/** What stands for a picture of `media/`, from `.tools/readme/` under the same name. */
function inWords(picture: string): string {
  const file = `${basename(picture, '.png')}.md`;
  return readFileSync(resolve(import.meta.dirname, 'readme', file), 'utf8').trim();
}

/** The README as it may stand on the extension's page. */
export function extensionReadme(markdown: string, address: string | undefined): string {
  // Code first: what stands in it is neither link nor picture.
  return markdown.replace(/```[^]*?```|`[^`\n]*`|!?\[[^\]]*\]\([^)\s]+\)/g, part => resolved(part, address));
}

/** A relative link or picture, as the page can show it; all else as it is. */
function resolved(part: string, address: string | undefined): string {
  const [, mark, text, to = ''] = /^(!?)\[([^\]]*)\]\(([^)\s]+)\)$/.exec(part) ?? [];
  if (mark === undefined || text === undefined || /^(?:[a-z][\w+.-]*:|#)/i.test(to)) {
    return part;
  }
  if (address !== undefined) {
    return `${mark}[${text}](${address}/${mark === '' ? 'blob' : 'raw'}/HEAD/${to})`;
  }
  return mark === '' ? text : `*${text}:*\n\n${inWords(to)}`;
}
