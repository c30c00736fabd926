import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What a test may set; of the developer's own AWS settings nothing is left. */
export interface TestEnvironment {
  readonly config?: string;
  readonly credentials?: string;
  readonly variables?: Readonly<Record<string, string>>;
}

/**
 * Runs `test` with a home directory of its own and these AWS settings only, and restores the environment after.
 * The instance metadata service is switched off: a test must not find the machine's role.
 */
export async function inEnvironment(
  environment: TestEnvironment,
  test: (home: string) => Promise<void>,
): Promise<void> {
  const home = await mkdtemp(join(tmpdir(), 'double-lock-aws-'));
  const before = { ...process.env };
  const files = { AWS_CONFIG_FILE: join(home, 'config'), AWS_SHARED_CREDENTIALS_FILE: join(home, 'credentials') };
  try {
    await writeFile(files.AWS_CONFIG_FILE, environment.config ?? '');
    await writeFile(files.AWS_SHARED_CREDENTIALS_FILE, environment.credentials ?? '');
    for (const name of Object.keys(process.env)) {
      if (name.startsWith('AWS_')) {
        delete process.env[name];
      }
    }
    Object.assign(
      process.env,
      files,
      { HOME: home, USERPROFILE: home, AWS_EC2_METADATA_DISABLED: 'true' },
      environment.variables,
    );
    await test(home);
  } finally {
    for (const name of Object.keys(process.env)) {
      if (!(name in before)) {
        delete process.env[name];
      }
    }
    Object.assign(process.env, before);
    await rm(home, { recursive: true });
  }
}

/** A signal that nobody aborts. */
export const never = (): AbortSignal => new AbortController().signal;
