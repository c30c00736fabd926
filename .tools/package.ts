/** `npm run package`: builds `double-lock.vsix` (vsce has `vscode:prepublish` do it) and checks what is in it. */
import { mkdir, readFile, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { listFiles, PackageManager } from '@vscode/vsce';
import { addressFields, repository, type AddressFields } from './address.js';
import { plainEnvironment } from './editor/environment.js';
import { exitCode, start } from './editor/processes.js';
import { licenceProblems } from './notices.js';

const root = resolve(import.meta.dirname, '..');
const vsix = join(root, 'out', 'double-lock.vsix');
const sizeLimit = 1_500_000; // bytes of the package
const eagerLimit = 100_000; // bytes that VS Code loads before the first command
const wanted =
  /^(package\.json|package\.nls(\.[\w-]+)?\.json|CHANGELOG\.md|LICENSE|THIRD-PARTY-NOTICES\.txt|(dist|media)\/.+)$/;

/** Builds and packages the extension, as `npx vsce package` does. Returns the package's path. */
export async function packageExtension(): Promise<string> {
  await mkdir(dirname(vsix), { recursive: true });
  const vsce = join(root, 'node_modules', '@vscode', 'vsce', 'vsce');
  const child = start(process.execPath, [vsce, 'package', '--out', vsix], {
    cwd: root,
    env: plainEnvironment(),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', chunk => {
      output += String(chunk);
    });
  }
  if ((await exitCode(child)) !== 0) {
    throw new Error(`The extension could not be packaged:\n${output}`);
  }
  return vsix;
}

interface Manifest extends AddressFields {
  readonly main: string;
  readonly browser: string;
  readonly icon?: string;
  readonly vsce: { readonly readmePath: string };
  readonly contributes: {
    readonly walkthroughs: readonly { readonly steps: readonly { readonly media: { readonly svg: string } }[] }[];
  };
}

/** What is wrong with the package, as sentences; empty when nothing is. */
export async function packageProblems(): Promise<string[]> {
  const manifest = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as Manifest;
  const readme = manifest.vsce.readmePath;
  const list = { cwd: root, packageManager: PackageManager.Npm, readmePath: readme }; // vsce reads the last one, its types lack it
  const files = await listFiles(list);
  const problems = files
    .filter(file => !wanted.test(file) || file === 'dist/cli.js' || file.startsWith('media/screenshot-'))
    .map(file => `${file} must not be in the package: see .vscodeignore.`);

  for (const needed of [
    ...[manifest.main, manifest.browser].map(path => path.replace(/^\.\//, '')),
    'LICENSE',
    'THIRD-PARTY-NOTICES.txt',
    readme,
    ...(manifest.icon === undefined ? [] : [manifest.icon]),
    ...manifest.contributes.walkthroughs.flatMap(({ steps }) => steps.map(({ media }) => media.svg)),
  ]) {
    if (!files.includes(needed)) {
      problems.push(`${needed} is missing from the package.`);
    }
  }
  const address = addressFields(repository);
  for (const field of ['repository', 'bugs', 'homepage'] as const) {
    if (JSON.stringify(manifest[field]) !== JSON.stringify(address[field])) {
      problems.push(`package.json needs "${field}": ${JSON.stringify(address[field])}, as .tools/address.ts has it.`);
    }
  }
  const { size } = await stat(join(root, manifest.main));
  if (size >= eagerLimit) {
    problems.push(`${manifest.main} has ${size} bytes; it loads at start and must stay under ${eagerLimit}.`);
  }
  const whole = await stat(vsix).then(
    found => found.size,
    () => 0,
  );
  if (whole > sizeLimit) {
    problems.push(`The package has ${whole} bytes and must stay under ${sizeLimit}.`);
  }
  problems.push(...(await licenceProblems()));
  return problems;
}

if (process.argv[1] === import.meta.filename) {
  const path = await packageExtension();
  const problems = await packageProblems();
  for (const problem of problems) {
    console.error(problem);
  }
  const { size } = await stat(path);
  console.log(`${path} (${Math.round(size / 1000)} kB)`);
  process.exitCode = problems.length === 0 ? 0 : 1;
}
