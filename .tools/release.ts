/**
 * `npm run release`: makes what a release consists of, in `out/`: the extension's VSIX and the command line's tarball, packed from
 * `out/npm/`, with their checksums. Refuses what should not be released. Publishes nothing: the commands for that are printed.
 */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { packCommandLine } from './npm.js';
import { packageExtension, packageProblems } from './package.js';
import { tarballProblems } from './suites/tarballs.js';

const root = resolve(import.meta.dirname, '..');
const run = (command: string, ...args: string[]): string =>
  execFileSync(command, args, { cwd: root, encoding: 'utf8', shell: process.platform === 'win32' }).trim();

const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
const problems = [
  ...(run('git', 'status', '--porcelain') === '' ? [] : ['There are changes that are not committed.']),
  ...(new RegExp(`^## .*${version.replaceAll('.', '\\.')}`, 'm').test(readFileSync(join(root, 'CHANGELOG.md'), 'utf8'))
    ? []
    : [`CHANGELOG.md says nothing about ${version}.`]),
  ...(run('git', 'tag', '--list', `v${version}`) === ''
    ? []
    : [`The tag v${version} is taken: raise the version in package.json.`]),
];
const vsix = await packageExtension();
problems.push(...(await packageProblems()), ...(await tarballProblems()));
if (problems.length > 0) {
  for (const problem of problems) {
    console.error(problem);
  }
  process.exit(1);
}
const tarball = await packCommandLine();
for (const file of [vsix, tarball]) {
  console.log(`${createHash('sha256').update(readFileSync(file)).digest('hex')}  ${file}`);
}
console.log(`
When "npm test" has passed on this commit:
  git tag v${version} && git push origin v${version}
  npx vsce publish --packagePath ${vsix}
  npx ovsx publish ${vsix}
  npm publish ${tarball}`);
