import { writeFile } from 'node:fs/promises';
import { dirname, relative, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { locate, locatedKinds, type LocatedKind, type LocatedPolicy } from '../policy';
import { checkPolicies } from '../rules/check';
import { type Config, configName, emptyConfig, isIgnored, kindInConfig, readConfig } from '../rules/config';
import { fixAll } from '../rules/fix-all';
import type { Finding } from '../rules/rule';
import { needServices } from '../rules/services';
import { sayEnglish } from '../text/message';
import { expand, nearestUpwards, slashes } from './files';
import { misuse, type CliIo } from './io';
import { type CheckedFile, jsonReport, severityOrder, textReport } from './report';
import { sarifReport } from './sarif';
import { loadServices } from './services';

const formats = { text: textReport, json: jsonReport, sarif: sarifReport };
const thresholds = ['error', 'warning', 'information'] as const;

const usage = `Usage: double-lock check [--kind KIND] [--fix] [--format text|json|sarif] [--fail-on error|warning|information] PATHS…|-

Finds mistakes in key policies and IAM policies: in files, in the *.json and *.jsonc files of folders, in globs, or in standard input (-).

  --kind KIND      what the policies are: ${locatedKinds.join(', ')}
  --fix            apply the fixes that are safe, then report what is left
  --format         text (default), json or sarif
  --fail-on        the mildest severity that makes the exit code 1 (default: error)
  --help           this help

The nearest ${configName} upwards from each file is obeyed.
Exit code: 0 nothing at or above --fail-on, 1 something, 2 misuse or unreadable input (the rest is checked all the same).
`;

interface Options {
  readonly paths: readonly string[];
  readonly kind: LocatedKind | undefined;
  readonly fix: boolean;
  readonly format: keyof typeof formats;
  readonly failOn: (typeof thresholds)[number];
  readonly help: boolean;
}

/** `double-lock check [options] PATHS…|-`. */
export async function check(args: readonly string[], io: CliIo): Promise<number> {
  const options = readOptions(args);
  if (typeof options === 'string') { io.stderr(`double-lock check: ${options}\n\n${usage}`); return misuse; }
  if (options.help) { io.stdout(usage); return 0; }
  const checked: CheckedFile[] = [];
  let failed = false;
  const fail = (problem: string) => { failed = true; io.stderr(`double-lock check: ${problem}\n`); };
  for (const path of await filesOf(options.paths, fail)) {
    try {
      checked.push(await checkFile(path, options, io, fail));
    } catch (error) {
      fail(`cannot read ${path}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  io.stdout(formats[options.format](checked));
  const limit = severityOrder.indexOf(options.failOn);
  const found = checked.some(file => file.findings.some(f => severityOrder.indexOf(f.severity) >= limit));
  return failed ? misuse : found ? 1 : 0;
}

/** The options, or what is wrong with them. */
function readOptions(args: readonly string[]): Options | string {
  try {
    const { values, positionals } = parseArgs({
      args: [...args], allowPositionals: true,
      options: {
        kind: { type: 'string' }, fix: { type: 'boolean', default: false }, format: { type: 'string', default: 'text' },
        'fail-on': { type: 'string', default: 'error' }, help: { type: 'boolean', short: 'h', default: false },
      },
    });
    const kind = locatedKinds.find(k => k === values.kind);
    const failOn = thresholds.find(t => t === values['fail-on']);
    if (values.kind !== undefined && kind === undefined) { return `unknown kind: ${values.kind}`; }
    if (!Object.hasOwn(formats, values.format)) { return `unknown format: ${values.format}`; }
    if (failOn === undefined) { return `unknown severity: ${values['fail-on']}`; }
    if (positionals.length === 0 && !values.help) { return 'name files, folders or globs, or - for standard input'; }
    if (values.fix && positionals.includes('-')) { return '--fix needs files: standard input cannot be written to'; }
    return { paths: positionals, kind, fix: values.fix, format: values.format as Options['format'], failOn, help: values.help };
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

async function filesOf(paths: readonly string[], fail: (problem: string) => void): Promise<string[]> {
  const files = new Set<string>();
  for (const path of paths) {
    if (path === '-') { files.add(path); continue; }
    const expanded = await expand(path);
    if ('problem' in expanded) { fail(expanded.problem); } else { for (const file of expanded.files) { files.add(file); } }
  }
  return [...files];
}

async function checkFile(path: string, options: Options, io: CliIo, fail: (problem: string) => void): Promise<CheckedFile> {
  const raw = path === '-' ? await io.readStdin() : await io.readFile(path);
  const mark = raw.startsWith('\uFEFF') ? '\uFEFF' : '';
  const text = raw.slice(mark.length);
  const settings = await configFor(path, io, fail);
  const find = await finder(text, path, options, settings);
  if (options.fix) {
    const fixed = fixAll(text, content => find(content).findings);
    if (fixed !== text) { await writeFile(path, mark + fixed); }
    return { path, text: fixed, ...find(fixed) };
  }
  return { path, text, ...find(text) };
}

interface Settings {
  readonly config: Config;
  /** The file's path from the configuration's folder, with slashes. */
  readonly path: string;
}

async function configFor(path: string, io: CliIo, fail: (problem: string) => void): Promise<Settings> {
  const found = await nearestUpwards(path === '-' ? resolve('stdin.json') : path, configName, file => io.readFile(file));
  if (found === undefined) { return { config: emptyConfig, path: slashes(path) }; }
  const { config, problems } = readConfig(found.text);
  for (const problem of problems) { fail(`${found.path}: ${sayEnglish(problem)}`); }
  return { config, path: slashes(relative(dirname(found.path), resolve(path))) };
}

/** Finds policies and mistakes in a text of this file, the same way before and after a fix. */
async function finder(text: string, path: string, options: Options, { config, path: inConfig }: Settings) {
  const settled = kindInConfig(config, inConfig);
  const kind = options.kind ?? settled;
  const policiesIn = (content: string): LocatedPolicy[] => locate(content, { path, isPolicy: settled !== undefined, ...(kind === undefined ? {} : { kind }) });
  const services = needServices(policiesIn(text)) ? await loadServices() : undefined;
  return (content: string): { policies: LocatedPolicy[]; findings: Finding[] } => {
    const policies = policiesIn(content);
    const findings = checkPolicies(policies, {
      severities: config.rules, syntaxErrors: path.endsWith('.jsonc') ? 'jsonc' : 'json', ...(services === undefined ? {} : { services }),
    });
    return { policies, findings: findings.filter(f => !isIgnored(config, inConfig, f)) };
  };
}
