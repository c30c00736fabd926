/**
 * The walls between the rooms of `src/`: what each may import, as an allow-list, over every import, `import type` and `import('…')` too.
 * `npm run lint` runs it. `node --import tsx .tools/walls.ts FOLDER` looks at the `src/` of another folder.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, posix, resolve } from 'node:path';
import ts from 'typescript';

interface Room {
  /** The rooms it may import from, besides itself; all of them stand above it in {@link rooms}. */
  readonly rooms: readonly string[];
  /** The packages it may import: a name takes in what lies below it, `@scope/*` a scope. */
  readonly packages?: readonly string[];
  /** The files, without `.ts`, by which other rooms may come in; unless said, its `index`. */
  readonly doors?: readonly string[];
}

const aws = ['@aws-sdk/*', '@smithy/core'];
const pure = [
  'text',
  'reference',
  'policy',
  'denial',
  'access',
  'rules',
  'ports',
  'diagnosis',
  'live',
  'explanation',
  'assist',
];

/** From the ground up: nobody imports from further down, so no circle of rooms is possible. */
const rooms: Readonly<Record<string, Room>> = {
  text: {
    rooms: [],
    doors: [
      'binarySearch',
      'blocks',
      'inMarkdown',
      'inTerminal',
      'lines',
      'markdown',
      'message',
      'say',
      'secrets',
      'shell',
      'visible',
    ],
  },
  reference: { rooms: [], doors: ['index', 'descriptions', 'servicesData'] },
  policy: { rooms: ['text'], packages: ['jsonc-parser'] },
  denial: { rooms: ['text', 'reference', 'policy'] },
  access: { rooms: ['text', 'reference', 'policy'], packages: ['jsonc-parser'] },
  rules: {
    rooms: ['text', 'reference', 'policy', 'access'],
    packages: ['jsonc-parser', 'picomatch'],
    doors: ['check', 'config', 'facts/index', 'fix-all', 'page', 'refactor/index', 'rule'],
  },
  ports: { rooms: ['text', 'reference', 'access'] },
  diagnosis: { rooms: ['text', 'reference', 'policy', 'denial', 'access', 'ports'], packages: ['jsonc-parser'] },
  live: {
    rooms: ['text', 'reference', 'policy', 'denial', 'access', 'rules', 'ports', 'diagnosis'],
    packages: ['jsonc-parser'],
    // What a document is asked before anything else is loaded stands alone.
    doors: ['index', 'cloudTrail/mayHold'],
  },
  explanation: {
    rooms: ['text', 'reference', 'policy', 'denial', 'access', 'rules', 'ports', 'diagnosis', 'live'],
  },
  assist: {
    rooms: ['text', 'reference', 'policy', 'access', 'rules'],
    packages: ['jsonc-parser', 'picomatch'],
    doors: [
      'completion/index',
      'hover/index',
      'links',
      'newKeyPolicy',
      'place',
      'references',
      'snippets/index',
      'statements',
      'tokens',
    ],
  },
  aws: { rooms: ['text', 'reference', 'policy', 'access', 'ports'], packages: aws },
  sandbox: { rooms: ['text', 'reference', 'policy', 'access', 'ports'], packages: ['node:*'] },
  editor: {
    // It runs in a browser's worker too: `extension` hands it `aws` and `sandbox`, which need Node.
    rooms: pure,
    packages: ['vscode', 'jsonc-parser'],
    doors: ['index', 'caseFiles', 'host', 'language/rulePages', 'languageModel/register', 'waking'],
  },
  wire: { rooms: ['editor'] },
  web: { rooms: ['editor', 'wire'], packages: ['vscode'] },
  extension: { rooms: ['aws', 'sandbox', 'editor', 'wire', 'web'], packages: ['vscode'] },
  cli: {
    rooms: ['text', 'reference', 'policy', 'denial', 'access', 'rules', 'diagnosis', 'explanation', 'package.json'],
    packages: ['node:*', 'jsonc-parser', 'picomatch'],
  },
};

/** What goes through a wall, or in a circle, in the `src/` of a folder: one sentence each; none when all is well. */
export function wallProblems(root: string): string[] {
  const files = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
    .filter(file => file.endsWith('.ts'))
    .map(file => posix.join('src', file.replaceAll('\\', '/')))
    .sort();
  const imports = new Map(files.map(file => [file, importsOf(file, readFileSync(join(root, file), 'utf8'))]));
  const targetsOf = new Map<string, string[]>();
  const problems: string[] = [];
  for (const [file, specifiers] of imports) {
    const targets: string[] = [];
    for (const specifier of specifiers) {
      const target = specifier?.startsWith('.') ? fileOf(root, file, specifier) : undefined;
      if (target !== undefined) {
        targets.push(target);
      }
      const problem = importProblem(file, specifier, target);
      if (problem !== undefined) {
        problems.push(`${file}: ${problem}`);
      }
    }
    targetsOf.set(file, targets);
  }
  return [...tableProblems(), ...problems, ...circles(targetsOf)];
}

/** What is wrong with one import, or undefined. */
function importProblem(file: string, specifier: string | undefined, target: string | undefined): string | undefined {
  const from = roomOf(file);
  const room = rooms[from];
  if (room === undefined) {
    return `the room "${from}" has no line in .tools/walls.ts.`;
  }
  if (specifier === undefined) {
    return 'an import whose target is not written out cannot be checked.';
  }
  if (!specifier.startsWith('.')) {
    return room.packages?.some(allowed => covers(allowed, specifier))
      ? undefined
      : `${from} must not import ${specifier}: see .tools/walls.ts.`;
  }
  if (target === undefined) {
    return `${specifier} leads to no file.`;
  }
  const to = roomOf(target);
  if (to === from) {
    return undefined;
  }
  if (!room.rooms.includes(to)) {
    return `${from} must not import from ${to}: see .tools/walls.ts.`;
  }
  return isDoor(target, to) ? undefined : `${target} is no door of ${to}: see .tools/walls.ts.`;
}

/** Whether others may come into a room by this file. A room of one file is its own door. */
function isDoor(file: string, room: string): boolean {
  const folder = `src/${room}/`;
  return !file.startsWith(folder) || (rooms[room]?.doors ?? ['index']).some(door => file === `${folder}${door}.ts`);
}

/** A room may name only rooms that stand above it. */
function tableProblems(): string[] {
  const names = Object.keys(rooms);
  return names.flatMap((name, index) =>
    (rooms[name]?.rooms ?? [])
      .filter(other => names.indexOf(other) >= index)
      .map(other => `.tools/walls.ts: ${name} may not name ${other}, which does not stand above it.`),
  );
}

/** `src/policy/arn.ts` is in `policy`, `src/cli.ts` in `cli`, a file beside `src` is a room of its own. */
function roomOf(file: string): string {
  const [top, room = ''] = file.split('/');
  return top === 'src' ? room.replace(/\.ts$/, '') : file;
}

/** The file that a relative import leads to, from the root; undefined when there is none. */
function fileOf(root: string, file: string, specifier: string): string | undefined {
  const path = posix.join(posix.dirname(file), specifier);
  return [`${path}.ts`, posix.join(path, 'index.ts'), path].find(
    candidate => /\.(ts|json)$/.test(candidate) && existsSync(join(root, candidate)),
  );
}

function covers(allowed: string, specifier: string): boolean {
  return allowed.endsWith('*')
    ? specifier.startsWith(allowed.slice(0, -1))
    : specifier === allowed || specifier.startsWith(`${allowed}/`);
}

/** Every module that a file names, in whatever form; undefined for one that is computed. */
function importsOf(file: string, text: string): (string | undefined)[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest);
  const found: (string | undefined)[] = [
    ...source.referencedFiles.map(({ fileName }) => (fileName.startsWith('.') ? fileName : `./${fileName}`)),
    ...source.typeReferenceDirectives.map(({ fileName }) => fileName),
  ];
  const visit = (node: ts.Node): void => {
    const named = moduleOf(node);
    if (named !== undefined) {
      found.push(ts.isStringLiteralLike(named) ? named.text : undefined);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

/** The node that names a module, where this node imports one. */
function moduleOf(node: ts.Node): ts.Node | undefined {
  if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) {
    return node.moduleSpecifier;
  }
  if (ts.isExternalModuleReference(node)) {
    return node.expression;
  }
  if (ts.isImportTypeNode(node)) {
    return ts.isLiteralTypeNode(node.argument) ? node.argument.literal : node.argument;
  }
  if (ts.isCallExpression(node)) {
    const { expression, arguments: given } = node;
    const imports =
      expression.kind === ts.SyntaxKind.ImportKeyword || (ts.isIdentifier(expression) && expression.text === 'require');
    return imports ? given[0] : undefined;
  }
  return undefined;
}

/** The circles of files, each told once, by the shortest way round from its first file. */
function circles(targetsOf: ReadonlyMap<string, readonly string[]>): string[] {
  const told = new Set<string>();
  const found: string[] = [];
  for (const file of targetsOf.keys()) {
    const way = told.has(file) ? undefined : wayRound(file, targetsOf);
    if (way !== undefined) {
      way.forEach(member => told.add(member));
      found.push(`A circle: ${[...way, file].join(' → ')}.`);
    }
  }
  return found;
}

/** The shortest way from a file back to itself, the file first; undefined when there is none. */
function wayRound(start: string, targetsOf: ReadonlyMap<string, readonly string[]>): string[] | undefined {
  const cameFrom = new Map<string, string>();
  const queue = [start];
  for (const file of queue) {
    for (const target of targetsOf.get(file) ?? []) {
      if (target === start) {
        return wayTo(file, start, cameFrom);
      }
      if (!cameFrom.has(target)) {
        cameFrom.set(target, file);
        queue.push(target);
      }
    }
  }
  return undefined;
}

function wayTo(end: string, start: string, cameFrom: ReadonlyMap<string, string>): string[] {
  const way = [end];
  for (let at = end; at !== start;) {
    at = cameFrom.get(at) ?? start;
    way.unshift(at);
  }
  return way;
}

if (process.argv[1] === import.meta.filename) {
  const problems = wallProblems(resolve(process.argv[2] ?? dirname(import.meta.dirname)));
  for (const problem of problems) {
    console.error(problem);
  }
  process.exitCode = problems.length === 0 ? 0 : 1;
}
