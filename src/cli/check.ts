import { parseArgs } from 'node:util';
import { locatedKinds } from '../policy';
import { configName } from '../rules/config';
import { type CheckFileOptions, checkFiles, type Fail } from './checkFiles';
import { expand } from './files';
import { misuse, type CliIo, processIo } from './io';
import { jsonReport, severityOrder, textReport } from './report';
import { sarifReport } from './sarif';
import { loadServices } from './services';
import { checkInThreads, manyFiles } from './threads';

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

interface Options extends Omit<CheckFileOptions, 'named'> {
  readonly paths: readonly string[];
  readonly format: keyof typeof formats;
  readonly failOn: (typeof thresholds)[number];
  readonly help: boolean;
}

/**
 * `double-lock check [options] PATHS…|-`. Resolves with the exit code: 0 nothing found that counts, 1 something found,
 * 2 misuse or unreadable input.
 */
export async function check(args: readonly string[], io: CliIo): Promise<number> {
  const options = readOptions(args);
  if (typeof options === 'string') {
    io.stderr(`double-lock check: ${options}\n\n${usage}`);
    return misuse;
  }
  if (options.help) {
    io.stdout(usage);
    return 0;
  }
  const problems = new Set<string>();
  const fail = (problem: string) => {
    if (!problems.has(problem)) {
      io.stderr(`double-lock check: ${problem}\n`);
    }
    problems.add(problem);
  };
  await loadServices();
  const named = new Set(options.paths);
  const files = await filesOf(options.paths, fail);
  const checked =
    io === processIo && files.length >= manyFiles
      ? await checkInThreads(files, { ...options, named }, fail)
      : await checkFiles(files, { ...options, named }, io, fail);
  io.stdout(formats[options.format](checked));
  const limit = severityOrder.indexOf(options.failOn);
  const found = checked.some(file => file.findings.some(f => severityOrder.indexOf(f.severity) >= limit));
  if (problems.size > 0) {
    return misuse;
  }
  return found ? 1 : 0;
}

/** The options, or what is wrong with them. */
function readOptions(args: readonly string[]): Options | string {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        kind: { type: 'string' },
        fix: { type: 'boolean', default: false },
        format: { type: 'string', default: 'text' },
        'fail-on': { type: 'string', default: 'error' },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
    const kind = locatedKinds.find(k => k === values.kind);
    const failOn = thresholds.find(t => t === values['fail-on']);
    if (values.kind !== undefined && kind === undefined) {
      return `unknown kind: ${values.kind}`;
    }
    if (!Object.hasOwn(formats, values.format)) {
      return `unknown format: ${values.format}`;
    }
    if (failOn === undefined) {
      return `unknown severity: ${values['fail-on']}`;
    }
    if (positionals.length === 0 && !values.help) {
      return 'name files, folders or globs, or - for standard input';
    }
    if (values.fix && positionals.includes('-')) {
      return '--fix needs files: standard input cannot be written to';
    }
    return {
      paths: positionals,
      kind,
      fix: values.fix,
      format: values.format as Options['format'],
      failOn,
      help: values.help,
    };
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

async function filesOf(paths: readonly string[], fail: Fail): Promise<string[]> {
  const files = new Set<string>();
  for (const path of paths) {
    for (const file of path === '-' ? [path] : await expand(path, fail)) {
      files.add(file);
    }
  }
  return [...files];
}
