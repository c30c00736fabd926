/**
 * Bundles the extension: `dist/extension.js` loads at start, the rooms in `lazyRooms` are files of their own that load on first use.
 * A room is loaded lazily by writing `await import('../aws')`; tests and tsc see the plain module. `dist/web.js` holds every feature, for
 * a browser's worker loads one file only, and Node loads the same one. Beside them stands the schema of `.double-lock.json`.
 */
import { rm, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { build, type BuildOptions, type Plugin } from 'esbuild';
import { configSchema } from './schema.js';

const root = resolve(import.meta.dirname, '..');
const lazyRooms = ['aws', 'sandbox', 'web'];

/** Leaves dynamic imports of the lazy rooms to be loaded when they are reached. */
const rooms: Plugin = {
  name: 'rooms',
  setup({ onResolve }) {
    onResolve({ filter: /^\.\.?\/(.*\/)?[a-z]+$/ }, ({ path, kind }) => {
      const room = path.slice(path.lastIndexOf('/') + 1);
      return kind === 'dynamic-import' && lazyRooms.includes(room)
        ? { path: `./${room}.js`, external: true }
        : undefined;
    });
  },
};

const shared: BuildOptions = {
  absWorkingDir: root,
  outdir: 'dist',
  bundle: true,
  minify: true,
  format: 'cjs',
  external: ['vscode'],
  mainFields: ['module', 'main'],
  legalComments: 'none',
  plugins: [rooms],
  supported: { 'dynamic-import': false }, // `import()` would have to guess the names that a CommonJS file exports
  logLevel: 'warning',
};

const inNode: BuildOptions = {
  ...shared,
  entryPoints: {
    extension: 'src/extension.ts',
    cli: 'src/cli.ts',
    aws: 'src/aws/index.ts',
    sandbox: 'src/sandbox/index.ts',
  },
  platform: 'node',
  target: 'node20',
};

/** What runs in Node and in a browser's worker: `platform: 'browser'` refuses Node's built-ins. */
const everywhere: BuildOptions = {
  ...shared,
  entryPoints: { web: 'src/web.ts' },
  platform: 'browser',
  target: 'es2022',
};

export async function buildExtension(): Promise<void> {
  await rm(resolve(root, 'dist'), { recursive: true, force: true });
  await build(inNode);
  await build(everywhere);
  await writeFile(resolve(root, 'dist', 'double-lock.schema.json'), JSON.stringify(configSchema()));
}

/** The files of which something ends in a bundle, as paths from the repository's root. Writes nothing. */
export async function bundledFiles(): Promise<string[]> {
  const metas = await Promise.all(
    [inNode, everywhere].map(options => build({ ...options, write: false, metafile: true })),
  );
  const used = metas.flatMap(({ metafile }) =>
    Object.values(metafile.outputs).flatMap(({ inputs }) => Object.entries(inputs)),
  );
  return [...new Set(used.filter(([, { bytesInOutput }]) => bytesInOutput > 0).map(([file]) => file))];
}

if (process.argv[1] === import.meta.filename) {
  await buildExtension();
}
