import { cpSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { temporaryFolder } from './processes.js';

/** A copy of the sample workspace that may be edited and is removed in the end. */
export function copySampleWorkspace(): string {
  const folder = join(temporaryFolder('sample'), 'kms-sample');
  cpSync(resolve(import.meta.dirname, '../../test/fixtures/sample-workspace'), folder, { recursive: true });
  return folder;
}
