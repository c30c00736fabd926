/**
 * Bundles the extension: `dist/extension.js` loads at start, the rooms in `lazyRooms` are files of their own that load on first use.
 * Beside them stands the schema of `.double-lock.json`.
 * A room is loaded lazily by writing `await import('../aws')` in the editor; tests and tsc see the plain module.
 */
import { rm, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { build, type Plugin } from 'esbuild';
import { configSchema } from './schema.js';

const root = resolve(import.meta.dirname, '..');
const lazyRooms = ['aws', 'sandbox', 'editor'];

const lazyRoom: Plugin = {
  name: 'lazy-room',
  setup({ onResolve }) {
    onResolve({ filter: /^\.\.?\/(.*\/)?[a-z]+$/ }, ({ path, kind }) => {
      const room = path.slice(path.lastIndexOf('/') + 1);
      return kind === 'dynamic-import' && lazyRooms.includes(room) ? { path: `./${room}.js`, external: true } : undefined;
    });
  },
};

export async function buildExtension(): Promise<void> {
  await rm(resolve(root, 'dist'), { recursive: true, force: true });
  await build({
    absWorkingDir: root,
    entryPoints: {
      extension: 'src/extension.ts',
      cli: 'src/cli.ts',
      ...Object.fromEntries(lazyRooms.map(room => [room, `src/${room}/index.ts`])),
    },
    outdir: 'dist',
    bundle: true,
    minify: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    external: ['vscode'],
    mainFields: ['module', 'main'],
    legalComments: 'none',
    logLevel: 'warning',
    plugins: [lazyRoom],
  });
  await writeFile(resolve(root, 'dist', 'double-lock.schema.json'), JSON.stringify(configSchema()));
}

if (process.argv[1] === import.meta.filename) { await buildExtension(); }
