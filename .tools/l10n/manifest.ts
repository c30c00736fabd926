/** The texts of the manifest that people read, and their keys in `package.nls.json`. */
import { applyEdits, modify, parse } from 'jsonc-parser';

export interface ManifestText {
  readonly key: string;
  readonly text: string;
  readonly path: (string | number)[];
}

/** Members of the manifest that hold text for people, wherever they stand. */
const textual = new Set([
  'displayName',
  'description',
  'title',
  'shortTitle',
  'category',
  'contents',
  'contextualTitle',
  'name',
  'markdownDescription',
  'userDescription',
  'enumDescriptions',
  'markdownEnumDescriptions',
  'enumItemLabels',
  'deprecationMessage',
  'markdownDeprecationMessage',
  'errorMessage',
  'altText',
  'placeholder',
]);
/** Names that are the same in every language, and the package's own, which is no text. */
const proper = new Set(['Double Lock', 'double-lock']);
const searched = ['displayName', 'description', 'contributes', 'capabilities'];

/** The texts of a manifest that do not go through `package.nls.json` yet. */
export function plainTexts(manifest: string): ManifestText[] {
  const found: ManifestText[] = [];
  const search = (value: unknown, path: (string | number)[], names: string[]): void => {
    if (typeof value === 'string') {
      const member = path.findLast(part => typeof part === 'string') ?? '';
      if (textual.has(member) && !/^%.+%$/.test(value) && !proper.has(value)) {
        found.push({ key: names.join('.'), text: value, path });
      }
    } else if (typeof value === 'object' && value !== null) {
      for (const [name, inner] of Object.entries(value)) {
        if (names[0] === 'languageModelTools' && (name === 'name' || name === 'inputSchema')) {
          continue;
        } // an id, and what only models read
        search(
          inner,
          [...path, Array.isArray(value) ? Number(name) : name],
          [...names, Array.isArray(value) ? nameOf(inner, name) : name],
        );
      }
    }
  };
  const whole = parse(manifest) as Record<string, unknown>;
  for (const name of searched) {
    search(whole[name], [name], name === 'contributes' ? [] : [name]);
  }
  return found;
}

/** An entry of a list by its id where it has one: its place may change. */
function nameOf(entry: unknown, index: string): string {
  const { command, id } = (typeof entry === 'object' ? (entry ?? {}) : {}) as { command?: string; id?: string };
  return command ?? id ?? index;
}

/** The manifest with `%key%` in place of texts. */
export function withKeys(manifest: string, texts: readonly ManifestText[]): string {
  return texts.reduce((text, { path, key }) => applyEdits(text, modify(text, path, `%${key}%`, {})), manifest);
}
