/** Which VS Code the tests run on. DOUBLE_LOCK_VSCODE says `oldest` (that package.json supports) or `newest`; else it is the pinned one. */
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Part } from './parts.js';

type Age = 'oldest' | 'pinned' | 'newest';

function age(): Age {
  const wanted = process.env['DOUBLE_LOCK_VSCODE'] ?? 'pinned';
  if (wanted !== 'oldest' && wanted !== 'pinned' && wanted !== 'newest') {
    throw new Error(`DOUBLE_LOCK_VSCODE is "oldest" or "newest", not "${wanted}".`);
  }
  return wanted;
}

/** What `@vscode/test-electron` downloads. */
export function desktopVersion(): string {
  if (age() === 'newest') {
    return 'stable';
  }
  return age() === 'oldest' ? oldest() : '1.139.1';
}

/** The server build from npm; the newest that is pinned stands for the newest. */
export function serverPart(): Part {
  return age() === 'oldest' ? 'server-oldest' : 'server';
}

function oldest(): string {
  const { engines } = JSON.parse(
    readFileSync(join(resolve(import.meta.dirname, '..', '..'), 'package.json'), 'utf8'),
  ) as { engines: { vscode: string } };
  return engines.vscode.replace(/^\^/, '');
}
