/** The command line's package: what npm publishes is packed from `out/npm/`, which has a manifest of its own without anything for the editor. */
import { execFile } from 'node:child_process';
import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { addressFields, repository } from './address.js';
import { replaceFolder } from './build.js';
import { plainEnvironment } from './editor/environment.js';
import { noticesOf } from './notices.js';

const root = resolve(import.meta.dirname, '..');

/** Packs the command line from what `dist/` holds. Returns the tarball's path. */
export async function packCommandLine(): Promise<string> {
  const out = join(root, 'out');
  await replaceFolder(join(out, 'npm'), join(out, `npm-${process.pid}`), writeNpmFolder);
  return join(out, await npmPack(join(out, 'npm'), '..'));
}

/** Packs the folder that npm is run in. Returns the tarball's name. */
export async function npmPack(folder: string, destination: string): Promise<string> {
  const { name, version } = await manifestIn(folder);
  await npm(folder, 'pack', '--silent', '--pack-destination', destination);
  return `${name}-${version}.tgz`;
}

/** Runs npm, without what an npm around us put into the environment. Rejects with what it printed when it fails. */
export async function npm(folder: string, ...args: string[]): Promise<void> {
  const windows = process.platform === 'win32';
  await promisify(execFile)('npm', args, { cwd: folder, env: plainEnvironment(), shell: windows });
}

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly license: string;
  readonly keywords: readonly string[];
  readonly bin: Readonly<Record<string, string>>;
  readonly engines: { readonly node: string };
}

async function manifestIn(folder: string): Promise<Manifest> {
  return JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as Manifest;
}

async function writeNpmFolder(folder: string): Promise<void> {
  const { name, version, license, keywords, bin, engines } = await manifestIn(root);
  const manifest = {
    name,
    version,
    description:
      'Checks AWS KMS key policies and IAM policies, explains KMS access-denied errors and decides requests, offline.',
    keywords,
    license,
    ...addressFields(repository),
    bin,
    exports: { './package.json': './package.json', './double-lock.schema.json': './double-lock.schema.json' },
    files: ['dist', 'media', 'double-lock.schema.json', 'THIRD-PARTY-NOTICES.txt'],
    engines: { node: engines.node },
  };
  await Promise.all([mkdir(join(folder, 'dist')), mkdir(join(folder, 'media'))]);
  await Promise.all([
    writeFile(join(folder, 'package.json'), `${JSON.stringify(manifest, undefined, 2)}\n`),
    writeFile(join(folder, 'THIRD-PARTY-NOTICES.txt'), await noticesOf('cli')),
    cp(join(root, '.tools', 'readme', 'npm.md'), join(folder, 'README.md')),
    cp(join(root, 'LICENSE'), join(folder, 'LICENSE')),
    cp(join(root, 'dist', 'double-lock.schema.json'), join(folder, 'double-lock.schema.json')),
    cp(join(root, 'dist', 'cli.js'), join(folder, 'dist', 'cli.js')),
    cp(join(root, 'media', 'services.json'), join(folder, 'media', 'services.json')),
  ]);
}
