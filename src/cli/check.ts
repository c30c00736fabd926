import { dirname, relative, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { locate, locatedKinds, type LocatedKind, mayHoldPolicy } from '../policy';
import type { ServiceData } from '../reference/services-data';
import { checkPolicies } from '../rules/check';
import { type Config, configName, emptyConfig, isIgnored, kindInConfig, readConfig } from '../rules/config';
import { fixAll } from '../rules/fix-all';
import { sayEnglish } from '../text/message';
import { cannotRead, expand, lookUpwards, rewrite, slashes } from './files';
import { misuse, type CliIo } from './io';
import { type Checked, type CheckedFile, jsonReport, reportOf, severityOrder, textReport } from './report';
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
  const settingsFor = settingsFrom(io, fail);
  for (const path of await filesOf(options.paths, fail)) {
    try {
      checked.push(await checkFile(path, options, io, settingsFor));
    } catch (error) {
      fail(cannotRead(path, error));
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

type Fail = (problem: string) => void;

async function filesOf(paths: readonly string[], fail: Fail): Promise<string[]> {
  const files = new Set<string>();
  for (const path of paths) {
    for (const file of path === '-' ? [path] : await expand(path, fail)) { files.add(file); }
  }
  return [...files];
}

async function checkFile(path: string, options: Options, io: CliIo, settingsFor: SettingsOf): Promise<CheckedFile> {
  const raw = path === '-' ? await io.readStdin() : await io.readFile(path);
  const mark = raw.startsWith('\uFEFF') ? '\uFEFF' : '';
  const text = raw.slice(mark.length);
  const services = mayHoldPolicy(text) ? await loadServices() : undefined;
  const find = finder(path, options, await settingsFor(path), services);
  const found = find(text);
  if (!options.fix || found.findings.length === 0) { return reportOf(path, text, found); }
  const fixed = fixAll(text, content => find(content).findings);
  if (fixed === text) { return reportOf(path, text, found); }
  await rewrite(path, mark + fixed);
  return reportOf(path, fixed, find(fixed));
}

/** What holds for a file. */
interface Settings {
  readonly config: Config;
  /** The file's path from the configuration's folder, with slashes. */
  readonly path: string;
}

type SettingsOf = (path: string) => Promise<Settings>;

/** Reads each configuration once; what is wrong with it is said once. */
function settingsFrom(io: CliIo, fail: Fail): SettingsOf {
  const nearest = lookUpwards(configName, io.readFile);
  const configs = new Map<string, Config>();
  return async path => {
    const full = resolve(path === '-' ? 'stdin.json' : path);
    const found = await nearest(dirname(full));
    if (found === undefined) { return { config: emptyConfig, path: slashes(path) }; }
    let config = configs.get(found.path);
    if (config === undefined) {
      const read = readConfig(found.text);
      for (const problem of read.problems) { fail(`${found.path}: ${sayEnglish(problem)}`); }
      configs.set(found.path, config = read.config);
    }
    return { config, path: slashes(relative(dirname(found.path), full)) };
  };
}

/** Finds policies and mistakes in a text of this file, the same way before and after a fix. */
function finder(path: string, options: Options, { config, path: inConfig }: Settings, services: ServiceData | undefined): (text: string) => Checked {
  const settled = kindInConfig(config, inConfig);
  const kind = options.kind ?? settled;
  return text => {
    const policies = locate(text, { path, isPolicy: settled !== undefined, ...(kind === undefined ? {} : { kind }) });
    const findings = checkPolicies(policies, {
      severities: config.rules, syntaxErrors: path.endsWith('.jsonc') ? 'jsonc' : 'json', ...(services === undefined ? {} : { services }),
    });
    return { policies, findings: findings.filter(f => !isIgnored(config, inConfig, f)) };
  };
}
