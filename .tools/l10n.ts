/**
 * `npm run l10n`: collects every sentence that people read in the editor and prints what is missing in Japanese.
 *
 * Sentences of the code are the texts of `message('…')`; they go to `media/l10n/bundle.l10n.json`. Texts of the manifest move to
 * `package.nls.json`, so that a new command may be written in plain English first. Translations of sentences that are gone are dropped.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';
import ts from 'typescript';
import { conditionKeys } from '../src/reference/conditions.js';
import { accessLevels } from '../src/reference/descriptions.js';
import { kmsOperations } from '../src/reference/operations.js';
import { serviceUses } from '../src/reference/services.js';
import { rules } from '../src/rules/index.js';
import { plainTexts, withKeys } from './l10n/manifest.js';

const root = resolve(import.meta.dirname, '..');
const at = (path: string): string => resolve(root, path);
const files = {
  manifest: at('package.json'),
  manifestEn: at('package.nls.json'),
  manifestJa: at('package.nls.ja.json'),
  en: at('media/l10n/bundle.l10n.json'),
  ja: at('media/l10n/bundle.l10n.ja.json'),
};

type Texts = Readonly<Record<string, string>>;

/** The sentences of the code. */
export interface Sentences {
  readonly texts: ReadonlySet<string>;
  /** Calls of `message` whose text cannot be told from the code, so that no translation reaches it, as sentences. */
  readonly untold: readonly string[];
}

// The command line speaks English.
const outOfTheEditor = /^src\/cli[/.]/;

/** Finds every call of `message` in `src/` and the texts that may be its first argument; those of the rules' pages and of `reference/` are in tables. */
export function collectSentences(): Sentences {
  const texts = new Set([...ofRules(), ...ofReference()]);
  const untold: string[] = [];

  const { config } = ts.readConfigFile(at('tsconfig.json'), path => ts.sys.readFile(path)) as { config: object };
  const { fileNames, options } = ts.parseJsonConfigFileContent({ ...config, include: ['src'] }, ts.sys, root);
  const program = ts.createProgram(fileNames, options);
  const checker = program.getTypeChecker();
  for (const source of program.getSourceFiles().filter(({ fileName }) => !fileName.includes('/node_modules/'))) {
    const path = relative(root, source.fileName).replaceAll('\\', '/');
    if (outOfTheEditor.test(path)) {
      continue;
    }
    const visit = (node: ts.Node): void => {
      if (
        ts.isCallExpression(node) &&
        ts.isIdentifier(node.expression) &&
        node.expression.text === 'message' &&
        node.arguments[0]
      ) {
        const found = textsOf(node.arguments[0], checker);
        if (found === undefined) {
          untold.push(
            `${path}:${source.getLineAndCharacterOfPosition(node.getStart()).line + 1}: the text is not known before it runs, so it cannot be translated: ${node.arguments[0].getText().slice(0, 80)}`,
          );
        }
        found?.forEach(text => texts.add(text));
      }
      ts.forEachChild(node, visit);
    };
    visit(source);
  }
  return { texts, untold };
}

function ofRules(): string[] {
  return rules.flatMap(({ summary, why, noFix }) => [summary, why, ...(noFix === undefined ? [] : [noFix])]);
}

/** What `fromReference` shows. */
function ofReference(): string[] {
  return [
    ...accessLevels,
    ...kmsOperations.flatMap(({ description, note }) => [description, note]),
    ...conditionKeys.flatMap(({ description, caveats = [], availability, operations }) => [
      description,
      ...caveats,
      availability,
      typeof operations === 'string' ? operations : undefined,
    ]),
    ...serviceUses.map(({ whoCallsKms }) => whoCallsKms),
  ].filter(text => text !== undefined);
}

/** The texts that an expression may be, where its type lists them; none for a text of a rule, which the table has. */
function textsOf(expression: ts.Expression, checker: ts.TypeChecker): string[] | undefined {
  const type = checker.getTypeAtLocation(expression);
  const each = type.isUnion() ? type.types : [type];
  if (each.every(t => t.isStringLiteral())) {
    return each.map(t => (t as ts.StringLiteralType).value);
  }
  const property = ts.isPropertyAccessExpression(expression) ? checker.getSymbolAtLocation(expression) : undefined;
  const owner = property?.declarations?.[0]?.parent;
  return owner && ts.isInterfaceDeclaration(owner) && owner.name.text === 'Rule' ? [] : undefined;
}

/** What keeps a reader of Japanese from understanding everything that was promised, as sentences; empty when nothing does. */
export function localisationProblems({ texts, untold }: Sentences): string[] {
  const manifest = readFileSync(files.manifest, 'utf8');
  const [en, ja, manifestEn, manifestJa] = [files.en, files.ja, files.manifestEn, files.manifestJa].map(read) as [
    Texts,
    Texts,
    Texts,
    Texts,
  ];
  const used = new Set([...manifest.matchAll(/"%([^%"]+)%"/g)].map(([, key]) => key ?? ''));
  const commands = Object.keys(manifestEn)
    .filter(key => key.startsWith('commands.'))
    .map(key => [manifestEn[key] ?? '', manifestJa[key] ?? ''] as const);
  return [
    ...untold,
    ...(manifest.includes('"l10n": "./media/l10n"')
      ? []
      : ['package.json does not name the folder of the bundles: "l10n": "./media/l10n".']),
    ...plainTexts(manifest).map(
      ({ key, text }) => `package.json: "${text}" (${key}) must go through package.nls.json.`,
    ),
    ...[...used].filter(key => manifestEn[key] === undefined).map(key => `package.nls.json lacks ${key}.`),
    ...Object.keys(manifestEn)
      .filter(key => !used.has(key))
      .map(key => `package.nls.json has ${key}, which the manifest does not use.`),
    ...Object.keys(manifestEn)
      .filter(key => manifestJa[key] === undefined)
      .map(key => `package.nls.ja.json lacks ${key}: "${manifestEn[key]}".`),
    ...Object.keys(manifestJa)
      .filter(key => manifestEn[key] === undefined)
      .map(key => `package.nls.ja.json has ${key}, which is gone.`),
    ...[...texts]
      .filter(hasOtherBraces)
      .map(text => `"${text}" has braces beside its places: VS Code would not fill them in.`),
    ...[...texts].filter(text => en[text] === undefined).map(text => `bundle.l10n.json lacks "${text}".`),
    ...Object.keys(en)
      .filter(text => !texts.has(text))
      .map(text => `bundle.l10n.json has "${text}", which is gone.`),
    ...[...texts].filter(text => ja[text] === undefined).map(text => `bundle.l10n.ja.json lacks "${text}".`),
    ...Object.keys(ja)
      .filter(text => !texts.has(text))
      .map(text => `bundle.l10n.ja.json translates "${text}", which is gone.`),
    ...Object.entries(ja).flatMap(([text, translation]) => [
      ...faults(text, translation),
      ...misnamed(text, translation, commands),
    ]),
    ...Object.entries(manifestJa).flatMap(([key, translation]) => faults(manifestEn[key] ?? '', translation)),
  ];
}

/** What a translation must keep of the English: its places, commands and icons, and emphasis that Markdown still sees between Japanese letters. */
function faults(text: string, translation: string): string[] {
  const all = (where: string, pattern: RegExp): string =>
    [...new Set([...where.matchAll(pattern)].map(String))].sort().join();
  const kept = (pattern: RegExp): boolean => all(text, pattern) === all(translation, pattern);
  return [
    ...(kept(/\{\w+\}/g) ? [] : ['has other places']),
    ...(kept(/\]\([^)]+\)|\$\([\w-]+\)/g) ? [] : ['has other links or icons']),
    ...(kept(/`[^`]+`/g) ? [] : ['has other code']),
    ...(hasOtherBraces(translation) ? ['has braces beside its places'] : []),
    ...(isEmphasisBroken(translation) ? ['has emphasis that Markdown does not see'] : []),
  ].map(fault => `The translation "${translation}" of "${text}" ${fault}.`);
}

/** Commands that a sentence names otherwise than the palette does. */
function misnamed(
  text: string,
  translation: string,
  commands: readonly (readonly [en: string, ja: string])[],
): string[] {
  const named = commands.filter(([en]) => text.includes(`Double Lock: ${en}`));
  return named
    .filter(
      ([en, ja]) =>
        !translation.includes(`Double Lock: ${ja}`) &&
        !named.some(([longer]) => longer !== en && longer.startsWith(en)),
    )
    .map(
      ([, ja]) =>
        `The translation "${translation}" of "${text}" names a command that is called "${ja}" in the palette.`,
    );
}

/** `vscode.l10n` takes all from a brace to the next closing one for a place; without arguments it leaves a text as it is. */
function hasOtherBraces(text: string): boolean {
  return /\{\w+\}/.test(text) && [...text.matchAll(/\{([^}]+)\}/g)].some(([, name = '']) => !/^\w+$/.test(name));
}

/** CommonMark, "Left-flanking delimiter run": in `前**「中」**後` the stars stay as they are written. */
function isEmphasisBroken(text: string): boolean {
  return [...text.matchAll(/\*\*([^*]+)\*\*/g)].some(
    ({ 0: whole, 1: inner = '', index }) =>
      (/^\p{P}/u.test(inner) && /[^\s\p{P}]$/u.test(text.slice(0, index))) ||
      (/\p{P}$/u.test(inner) && /^[^\s\p{P}]/u.test(text.slice(index + whole.length))),
  );
}

function read(path: string): Texts {
  return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as Texts) : {};
}

function write(path: string, texts: Texts): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(
    path,
    `${JSON.stringify(Object.fromEntries(Object.entries(texts).sort(([a], [b]) => (a < b ? -1 : 1))), undefined, 2)}\n`,
  );
}

/** An entry of a list without an id may have got the place, and so the key, of another. */
function freeKey(key: string, text: string, known: Texts): string {
  return known[key] === undefined || known[key] === text ? key : freeKey(`${key}+`, text, known);
}

/** Brings the four files up to date. */
function update({ texts }: Sentences): void {
  const manifest = readFileSync(files.manifest, 'utf8');
  const known = read(files.manifestEn);
  const moved = plainTexts(manifest).map(found => ({ ...found, key: freeKey(found.key, found.text, known) }));
  if (moved.length > 0) {
    writeFileSync(files.manifest, withKeys(manifest, moved));
  }
  const used = new Set([...readFileSync(files.manifest, 'utf8').matchAll(/"%([^%"]+)%"/g)].map(([, key]) => key));
  const inUse = (texts: Texts): Texts => Object.fromEntries(Object.entries(texts).filter(([key]) => used.has(key)));
  write(files.manifestEn, inUse({ ...known, ...Object.fromEntries(moved.map(({ key, text }) => [key, text])) }));
  write(files.manifestJa, inUse(read(files.manifestJa)));
  write(files.en, Object.fromEntries([...texts].map(text => [text, text])));
  write(files.ja, Object.fromEntries(Object.entries(read(files.ja)).filter(([text]) => texts.has(text))));
}

if (process.argv[1] === import.meta.filename) {
  const sentences = collectSentences();
  update(sentences);
  const problems = localisationProblems(sentences);
  for (const problem of problems) {
    console.log(problem);
  }
  const translated = Object.keys(read(files.ja)).length;
  console.log(
    `${sentences.texts.size} sentences, ${translated} of them in Japanese; ${problems.length === 0 ? 'nothing is missing' : `${problems.length} problems`} there and in the manifest.`,
  );
  process.exitCode = problems.length === 0 ? 0 : 1;
}
