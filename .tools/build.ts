/**
 * Bundles the extension: `dist/extension.js` loads at start, the rooms in `lazyRooms` are files of their own that load on first use.
 * A room is loaded lazily by writing `await import('../aws')` in the editor; tests and tsc see the plain module.
 * `dist/web.js` is all that a browser's worker loads. Beside them stands the schema of `.double-lock.json`.
 */
import { rm, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { build, type BuildOptions, type OnResolveResult, type Plugin } from 'esbuild';
import { configSchema } from './schema.js';

const root = resolve(import.meta.dirname, '..');
const lazyRooms = ['aws', 'sandbox', 'editor'];

const nodeRooms = ['aws', 'sandbox'];

/** Lets `resolve` answer for dynamic imports of some rooms. */
function roomPlugin(rooms: readonly string[], resolve: (room: string) => OnResolveResult): Plugin {
  return {
    name: 'rooms',
    setup({ onResolve }) {
      onResolve({ filter: /^\.\.?\/(.*\/)?[a-z]+$/ }, ({ path, kind }) => {
        const room = path.slice(path.lastIndexOf('/') + 1);
        return kind === 'dynamic-import' && rooms.includes(room) ? resolve(room) : undefined;
      });
    },
  };
}

const shared: BuildOptions = {
  absWorkingDir: root,
  outdir: 'dist',
  bundle: true,
  minify: true,
  format: 'cjs',
  external: ['vscode'],
  mainFields: ['module', 'main'],
  legalComments: 'none',
  logLevel: 'warning',
};

const inNode: BuildOptions = {
  ...shared,
  entryPoints: {
    extension: 'src/extension.ts',
    cli: 'src/cli.ts',
    ...Object.fromEntries(lazyRooms.map(room => [room, `src/${room}/index.ts`])),
  },
  platform: 'node',
  target: 'node20',
  plugins: [roomPlugin(lazyRooms, room => ({ path: `./${room}.js`, external: true }))],
};

/** `platform: 'browser'` refuses Node's built-ins. */
const inBrowser: BuildOptions = {
  ...shared,
  entryPoints: { web: 'src/web.ts' },
  platform: 'browser',
  target: 'es2022',
  plugins: [roomPlugin(nodeRooms, () => ({ path: resolve(root, 'src', 'editor', 'notInBrowser.ts') }))],
};

export async function buildExtension(): Promise<void> {
  await rm(resolve(root, 'dist'), { recursive: true, force: true });
  await build(inNode);
  await build(inBrowser);
  await writeFile(resolve(root, 'dist', 'double-lock.schema.json'), JSON.stringify(configSchema()));
}

/** The files of which something ends in a bundle, as paths from the repository's root. Writes nothing. */
export async function bundledFiles(): Promise<string[]> {
  const metas = await Promise.all([inNode, inBrowser].map(options => build({ ...options, write: false, metafile: true })));
  const used = metas.flatMap(({ metafile }) => Object.values(metafile.outputs).flatMap(({ inputs }) => Object.entries(inputs)));
  return [...new Set(used.filter(([, { bytesInOutput }]) => bytesInOutput > 0).map(([file]) => file))];
}

if (process.argv[1] === import.meta.filename) { await buildExtension(); }
