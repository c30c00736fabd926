import picomatch from 'picomatch';

/** Where a document is: the parts of its URI that patterns for schemas are about. */
export interface Address {
  readonly scheme: string;
  readonly authority: string;
  readonly path: string;
}

/**
 * Whether a list of schemas has one for a document. A list is what VS Code's setting `json.schemas` or an extension's
 * `contributes.jsonValidation` holds: objects with `fileMatch`, a glob or several, of which the last that fits decides and `!` excludes
 * (VS Code documentation, "JSON editing", "File match syntax"). Anything else in it is passed over.
 */
export function hasSchemaFor(address: Address, schemas: unknown): boolean {
  return Array.isArray(schemas) && (schemas as readonly unknown[]).some(schema => isFor(address, globsOf(schema)));
}

function globsOf(schema: unknown): readonly string[] {
  const { fileMatch } = (schema ?? {}) as { readonly fileMatch?: unknown };
  const globs: readonly unknown[] = Array.isArray(fileMatch) ? fileMatch : [fileMatch];
  return globs.filter((glob): glob is string => typeof glob === 'string' && glob !== '');
}

function isFor(address: Address, globs: readonly string[]): boolean {
  const last = globs.findLast(glob => fits(glob.replace(/^!/, ''), address));
  return last !== undefined && !last.startsWith('!');
}

function fits(glob: string, { scheme, authority, path }: Address): boolean {
  const [, ofScheme, rest = ''] = /^(?:([\w.+-]+):\/\/)?(.*)$/.exec(glob) ?? [];
  // `%APP_SETTINGS_HOME%` and its like are folders of VS Code's own.
  if ((ofScheme ?? scheme) !== scheme || (/^%\w+%/.test(rest) && scheme !== 'vscode-userdata')) {
    return false;
  }
  const whole = ofScheme === undefined ? path : authority + path;
  return matcherOf(rest.replace(/^%\w+%/, '').replace(/^\.?\//, ''))(whole.replace(/^\//, ''));
}

const matchers = new Map<string, (path: string) => boolean>();

/** A glob fits the end of a path, from any folder on. */
function matcherOf(glob: string): (path: string) => boolean {
  let matcher = matchers.get(glob);
  if (matcher === undefined) {
    matchers.set(glob, (matcher = picomatch(`**/${glob}`, { dot: true })));
  }
  return matcher;
}
