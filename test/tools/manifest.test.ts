import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';

interface Entry {
  readonly command: string;
  readonly when?: string;
  readonly group?: string;
}

interface Manifest {
  readonly contributes: {
    readonly commands: readonly { readonly command: string; readonly title: string; readonly icon?: string }[];
    readonly menus: Readonly<Record<string, readonly Entry[]>>;
    readonly views: Readonly<Record<string, readonly { readonly name: string; readonly icon: string }[]>>;
    readonly walkthroughs: readonly {
      readonly steps: readonly { readonly media: { readonly svg: string; readonly altText: string } }[];
    }[];
  };
}

const root = resolve(import.meta.dirname, '../..');
const readJson = <T>(file: string): T => JSON.parse(readFileSync(resolve(root, file), 'utf8')) as T;
const {
  contributes: { commands, menus, views, walkthroughs },
} = readJson<Manifest>('package.json');
const words = readJson<Readonly<Record<string, string>>>('package.nls.json');
const inWords = (text: string): string => words[text.replaceAll('%', '')] ?? '';

/** Never in the palette, and how the keyboard has them all the same. */
const elsewhere: Readonly<Record<string, string>> = {
  'doubleLock.explainEvent': 'a lens: "Show CodeLens Commands for Current Line"',
  'doubleLock.whoCanUseLiveKey': '"Who Can Use This Key?" takes the live key where no policy is in front',
};

describe('the manifest, for those who do without mouse, colours or pictures', () => {
  it('every command can be had by keyboard', () => {
    const hidden = (menus['commandPalette'] ?? []).filter(entry => entry.when === 'false').map(entry => entry.command);
    assert.deepEqual(hidden.sort(), Object.keys(elsewhere));
  });

  it('every button has an icon, and words for it', () => {
    for (const { command, group } of [...(menus['editor/title'] ?? []), ...(menus['view/title'] ?? [])]) {
      const found = commands.find(c => c.command === command);
      assert.ok(inWords(found?.title ?? ''), command);
      assert.ok(found?.icon !== undefined || !group?.startsWith('navigation'), command);
    }
    for (const { name, icon } of Object.values(views).flat()) {
      assert.ok(inWords(name) && icon);
    }
  });

  it('every picture of the walkthrough says what it shows', () => {
    for (const {
      media: { svg, altText },
    } of walkthroughs.flatMap(w => w.steps)) {
      assert.ok(inWords(altText), svg);
      const picture = svg.replace(/^dist\/walkthrough\/(.*)\.svg$/, 'media/screenshot-$1.png'); // see .tools/build.ts
      assert.ok(existsSync(resolve(root, picture)), svg);
    }
  });
});
