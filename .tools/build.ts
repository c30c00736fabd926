/**
 * Bundles the extension: `dist/extension.js` loads at start, the rooms in `lazyRooms` are files of their own that load on first use.
 * A room is loaded lazily by writing `import('./aws')`; tests and tsc see the plain module. `dist/web.js` holds every feature, for
 * a browser's worker loads one file only, and Node loads the same one. Beside them stand the schema of `.double-lock.json`, the README of
 * the VSIX and the walkthrough's pictures. All of it, or nothing new: `dist/` is replaced when everything is made.
 */
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { build, type BuildOptions, type Plugin } from 'esbuild';
import { repository } from './address.js';
import { extensionReadme } from './readme.js';
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
  await replaceFolder(join(root, 'dist'), join(root, 'out', `dist-${process.pid}`), async outdir => {
    await build({ ...inNode, outdir });
    await build({ ...everywhere, outdir });
    await writeFile(join(outdir, 'double-lock.schema.json'), JSON.stringify(configSchema()));
    await writeFile(
      join(outdir, 'README.md'),
      extensionReadme(await readFile(join(root, 'README.md'), 'utf8'), repository),
    );
    await writePictures(join(outdir, 'walkthrough'));
  });
}

/** Makes a folder anew, under another name until all is in it. When that fails, the folder stays as it was and nothing is left beside it. */
export async function replaceFolder(
  folder: string,
  workplace: string,
  make: (workplace: string) => Promise<void>,
): Promise<void> {
  await rm(workplace, { recursive: true, force: true });
  await mkdir(workplace, { recursive: true });
  try {
    await make(workplace);
    await rm(folder, { recursive: true, force: true });
    await rename(workplace, folder);
  } finally {
    await rm(workplace, { recursive: true, force: true });
  }
}

/** The screenshots as SVG: in the VSIX they are in this form alone, which a walkthrough shows also where it shows no `data:` in Markdown. */
async function writePictures(folder: string): Promise<void> {
  await mkdir(folder);
  const media = join(root, 'media');
  for (const name of (await readdir(media)).filter(file => /^screenshot-.*\.png$/.test(file))) {
    const png = await readFile(join(media, name));
    const [width, height] = [png.readUInt32BE(16), png.readUInt32BE(20)];
    const image = `<image width="${width}" height="${height}" href="data:image/png;base64,${png.toString('base64')}"/>`;
    await writeFile(
      join(folder, `${basename(name, '.png').replace('screenshot-', '')}.svg`),
      `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}">${image}</svg>\n`,
    );
  }
}

/** The files of which something ends in a bundle (in that one, where one is named), as paths from the repository's root. Writes nothing. */
export async function bundledFiles(bundle?: string): Promise<string[]> {
  const metas = await Promise.all(
    [inNode, everywhere].map(options => build({ ...options, write: false, metafile: true })),
  );
  const used = metas.flatMap(({ metafile }) =>
    Object.entries(metafile.outputs)
      .filter(([file]) => bundle === undefined || file === `dist/${bundle}.js`)
      .flatMap(([, { inputs }]) => Object.entries(inputs)),
  );
  return [...new Set(used.filter(([, { bytesInOutput }]) => bytesInOutput > 0).map(([file]) => file))];
}

if (process.argv[1] === import.meta.filename) {
  await buildExtension();
}
