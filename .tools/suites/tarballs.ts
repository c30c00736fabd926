/** Both tarballs, installed as users do: each must find in the rules' examples what the built program finds, or refuse to run. */
import { execFile } from 'node:child_process';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, join, resolve } from 'node:path';
import { buildExtension } from '../build.js';
import { plainEnvironment } from '../editor/environment.js';
import { temporaryFolder } from '../editor/processes.js';
import { npm, npmPack, packCommandLine } from '../npm.js';
import { rules } from '../../src/rules/index.js';

const root = resolve(import.meta.dirname, '..', '..');
/** What is in the published tarball besides its manifest, and nothing else. */
const published = [
  'LICENSE',
  'README.md',
  'THIRD-PARTY-NOTICES.txt',
  'dist/cli.js',
  'double-lock.schema.json',
  'media/services.json',
];

/** What is wrong with the tarballs, as sentences; empty when nothing is. */
export async function tarballProblems(): Promise<string[]> {
  await buildExtension();
  const examples = await writeExamples();
  const built = await check(join(root, 'dist', 'cli.js'), examples);
  // What a file cannot say, which key it is for and who asks, only the editor knows.
  const inFiles = rules.filter(({ wrong }) => wrong.some(e => e.keyArn === undefined && e.callerArn === undefined));
  const silent = inFiles.filter(({ code }) => !built.out.includes(`"code": "${code}"`)).map(({ code }) => code);
  const problems =
    built.code === 1 && silent.length === 0
      ? []
      : [
          `The built program ended with ${built.code} and is silent about: ${silent.join(', ') || 'nothing'}. ${built.err}`,
        ];
  const folder = temporaryFolder('tarballs');
  const whole = join(folder, await npmPack(root, folder));
  problems.push(...(await installedProblems(whole, examples, built.out)));
  const small = await packCommandLine();
  return [...problems, ...(await installedProblems(small, examples, built.out, published))];
}

/** Installs a tarball in an empty folder, from the disk alone: it needs nothing else. */
async function installedProblems(
  tarball: string,
  examples: string,
  wanted: string,
  contents?: readonly string[],
): Promise<string[]> {
  const folder = temporaryFolder('installed');
  await writeFile(join(folder, basename(tarball)), await readFile(tarball));
  await npm(folder, 'install', '--offline', '--silent', `./${basename(tarball)}`);
  const home = join(folder, 'node_modules', 'double-lock');
  const program = join(home, 'dist', 'cli.js');
  const found = await check(program, examples);
  const problems = found.out === wanted ? [] : [`finds other things than the built program. ${found.err}`];
  problems.push(...(contents === undefined ? [] : await manifestProblems(home, contents)));

  await rm(join(home, 'media', 'services.json'));
  const refused = await check(program, examples);
  if (refused.code !== 2 || refused.out !== '' || !refused.err.includes('media/services.json')) {
    problems.push(`without its data it should refuse to run, but ended with ${refused.code}: ${refused.err}`);
  }
  return problems.map(problem => `${tarball}: ${problem}`);
}

async function manifestProblems(home: string, contents: readonly string[]): Promise<string[]> {
  const { engines, files, exports, ...rest } = JSON.parse(
    await readFile(join(home, 'package.json'), 'utf8'),
  ) as Readonly<Record<string, unknown>>;
  const fromOutside = createRequire(join(home, '..', '..', 'some.js'));
  const resolves = (path: string): boolean => {
    try {
      return fromOutside.resolve(path) !== '';
    } catch {
      return false;
    }
  };
  const missing = await Promise.all(
    contents.map(async file => ((await readFile(join(home, file)).catch(() => undefined)) ? [] : [file])),
  );
  return [
    ...missing.flat().map(file => `${file} is missing.`),
    ...['main', 'contributes', 'activationEvents', 'scripts', 'devDependencies'].flatMap(field =>
      field in rest ? [`its manifest has the field ${field}.`] : [],
    ),
    ...(Array.isArray(files) && typeof exports === 'object' && JSON.stringify(engines) === '{"node":">=20"}'
      ? []
      : ['its manifest lacks files, exports or engines.']),
    ...(resolves('double-lock/double-lock.schema.json') ? [] : ['its schema cannot be had by name.']),
    ...(['double-lock', 'double-lock/dist/cli.js'].some(resolves) ? ['what is inside can be imported.'] : []),
  ];
}

/** All examples of all rules as files of one folder, with a configuration that says what each is. */
async function writeExamples(): Promise<string> {
  const folder = temporaryFolder('examples');
  const kinds = new Set<string>();
  for (const { code, wrong, right } of rules) {
    for (const [i, { kind, text }] of [...wrong, ...right].entries()) {
      kinds.add(kind);
      await writeFile(join(folder, `${code}-${i + 1}.${kind}.json`), text.replace(/[«»]/g, ''));
    }
  }
  const config = { kinds: Object.fromEntries([...kinds].map(kind => [`*.${kind}.json`, kind])) };
  await writeFile(join(folder, '.double-lock.json'), JSON.stringify(config));
  return folder;
}

function check(program: string, folder: string): Promise<{ code: unknown; out: string; err: string }> {
  const args = [program, 'check', '--format', 'json', '.'];
  return new Promise(done => {
    execFile(process.execPath, args, { cwd: folder, env: plainEnvironment(), maxBuffer: 1e8 }, (error, out, err) => {
      done({ code: error?.code ?? 0, out, err });
    });
  });
}
