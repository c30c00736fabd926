import { dirname, relative, resolve } from 'node:path';
import { locate, type LocatedKind, mayHoldPolicy } from '../policy';
import type { ServiceData } from '../reference/servicesData';
import { checkPolicies } from '../rules/check';
import { type Config, configName, emptyConfig, isIgnored, kindInConfig, readConfig } from '../rules/config';
import { type CheckedText, fixAll } from '../rules/fix-all';
import { sayEnglish } from '../text/say';
import { cannotRead, type Found, lookUpwards, slashes } from './files';
import type { CliIo } from './io';
import { type CheckedFile, reportOf } from './report';
import { reasonOf, rewrite } from './rewrite';
import { loadServices } from './services';

/** How files are checked. */
export interface CheckFileOptions {
  readonly kind: LocatedKind | undefined;
  readonly fix: boolean;
  /** Files that were asked for by name: one that is no JSON is a mistake, where in a folder or a glob it would not be meant. */
  readonly named: ReadonlySet<string>;
}

/** Takes a problem that makes the program end with an error; the other files are still checked. */
export type Fail = (problem: string) => void;

/** Checks files (`-` is standard input), and mends them where that is asked for. What cannot be read is said, and left out. */
export async function checkFiles(
  paths: readonly string[],
  options: CheckFileOptions,
  io: CliIo,
  fail: Fail,
): Promise<CheckedFile[]> {
  const settingsFor = settingsFrom(io, fail);
  const checked: CheckedFile[] = [];
  for (const path of paths) {
    try {
      checked.push(await checkFile(path, options, { io, settingsFor, fail }));
    } catch (error) {
      fail(cannotRead(path, error));
    }
  }
  return checked;
}

/** What a file is read with, and who takes a problem. */
interface World {
  readonly io: CliIo;
  readonly settingsFor: SettingsOf;
  readonly fail: Fail;
}

async function checkFile(path: string, options: CheckFileOptions, world: World): Promise<CheckedFile> {
  const { io, settingsFor, fail } = world;
  const raw = path === '-' ? await io.readStdin() : await io.readFile(path);
  const mark = raw.startsWith('\uFEFF') ? '\uFEFF' : '';
  const text = raw.slice(mark.length);
  const services = mayHoldPolicy(text) ? await loadServices() : undefined;
  const find = finder(path, options, await settingsFor(path), services);
  const found = find(text);
  if (found.policies.length === 0 && options.named.has(path) && !isJson(text)) {
    throw new Error(text.trim() === '' ? 'it is empty' : 'it is not JSON');
  }
  if (!options.fix || found.findings.length === 0) {
    return reportOf(path, text, found);
  }
  const { text: fixed, checked, left } = fixAll(text, find);
  if (fixed === text) {
    return reportOf(path, text, checked, left);
  }
  try {
    await rewrite(path, { was: raw, text: mark + fixed });
  } catch (error) {
    fail(`cannot fix ${path}: ${reasonOf(error)}`);
    return reportOf(path, text, found);
  }
  return reportOf(path, fixed, checked, left);
}

/** Whether a text begins as JSON or JSONC does; what follows may still be wrong. */
function isJson(text: string): boolean {
  return /^(?:\s|\/\/.*|\/\*[^]*?\*\/)*["[{]/.test(text);
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
  const ofFolder = new Map<string, Found | undefined>();
  return async path => {
    const folder = dirname(path === '-' ? 'stdin.json' : path);
    if (!ofFolder.has(folder)) {
      ofFolder.set(folder, await nearest(resolve(folder)));
    }
    const found = ofFolder.get(folder);
    if (found === undefined) {
      return { config: emptyConfig, path: slashes(path) };
    }
    let config = configs.get(found.path);
    if (config === undefined) {
      const read = readConfig(found.text);
      for (const problem of read.problems) {
        fail(`${found.path}: ${sayEnglish(problem)}`);
      }
      configs.set(found.path, (config = read.config));
    }
    return { config, path: slashes(relative(dirname(found.path), resolve(path === '-' ? 'stdin.json' : path))) };
  };
}

/** Finds policies and mistakes in a text of this file, the same way before and after a fix. */
function finder(
  path: string,
  options: CheckFileOptions,
  { config, path: inConfig }: Settings,
  services: ServiceData | undefined,
): (text: string) => CheckedText {
  const settled = kindInConfig(config, inConfig);
  const kind = options.kind ?? settled;
  return text => {
    const policies = locate(text, { path, isPolicy: settled !== undefined, ...(kind === undefined ? {} : { kind }) });
    const findings = checkPolicies(policies, {
      severities: config.rules,
      syntaxErrors: path.endsWith('.jsonc') ? 'jsonc' : 'json',
      ...(services === undefined ? {} : { services }),
    });
    return { policies, findings: findings.filter(f => !isIgnored(config, inConfig, f)) };
  };
}
