/**
 * What the tools start and what they leave on disk, so that all of it is gone when they end: however they end.
 * Each program gets a process group of its own, for Ctrl+C to reach also what the program started.
 */
import { execFileSync, spawn, type ChildProcess, type SpawnOptions } from 'node:child_process';
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const windows = process.platform === 'win32';
const running = new Set<ChildProcess>();
const temporary = new Set<string>();
const lastDeeds = new Set<() => void>();
let watched = false;

/** Starts a program that ends with this process at the latest. */
export function start(command: string, args: readonly string[], options: SpawnOptions = {}): ChildProcess {
  endWithParent();
  const child = spawn(command, args, { ...options, detached: !windows });
  running.add(child);
  child.once('error', () => running.delete(child));
  child.once('exit', () => {
    endGroup(child, 'SIGKILL');
    running.delete(child);
  });
  return child;
}

/** Asks a program and all it started to end, and makes them after three seconds. */
export async function stop(child: ChildProcess): Promise<void> {
  if (!running.has(child)) {
    return;
  }
  const ended = new Promise<void>(done => child.once('exit', () => done()));
  endGroup(child, 'SIGTERM');
  const timeLimit = setTimeout(() => endGroup(child, 'SIGKILL'), 3000);
  await ended;
  clearTimeout(timeLimit);
}

/** The exit code of a program, or -1 when it could not be started or was ended by a signal. */
export function exitCode(child: ChildProcess): Promise<number> {
  return new Promise(done => {
    child.once('error', () => done(-1));
    child.once('exit', code => done(code ?? -1));
  });
}

/** Does something when this process ends, before the temporary folders go: for what is not in a group that we started. */
export function beforeEnd(deed: () => void): void {
  endWithParent();
  lastDeeds.add(deed);
}

/** A fresh folder, removed when this process ends. */
export function temporaryFolder(name: string): string {
  endWithParent();
  const folder = realpathSync(mkdtempSync(join(tmpdir(), `double-lock-${name}-`)));
  temporary.add(folder);
  return folder;
}

export function removeFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  temporary.delete(folder);
}

function endGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) {
    return;
  }
  try {
    if (windows) {
      execFileSync('taskkill', ['/pid', String(child.pid), '/t', '/f'], { stdio: 'ignore' });
    } else {
      process.kill(-child.pid, signal);
    }
  } catch {
    // The group is gone already.
  }
}

function endWithParent(): void {
  if (watched) {
    return;
  }
  watched = true;
  for (const [signal, code] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ] as const) {
    process.on(signal, () => process.exit(code));
  }
  const parent = process.ppid; // npm, ended the hard way, tells nobody
  setInterval(() => {
    if (process.ppid !== parent) {
      process.exit(129);
    }
  }, 1000).unref();
  process.on('exit', () => {
    for (const deed of lastDeeds) {
      deed();
    }
    for (const child of running) {
      endGroup(child, 'SIGKILL');
    }
    for (const folder of temporary) {
      try {
        removeFolder(folder);
      } catch (error) {
        console.error(`Left behind: ${folder} (${String(error)})`);
      }
    }
  });
}
