import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { addressFields } from '../../.tools/address.js';
import { replaceFolder } from '../../.tools/build.js';
import { extensionReadme } from '../../.tools/readme.js';

const source = readFileSync(resolve(import.meta.dirname, '../../README.md'), 'utf8');
const withoutCode = (markdown: string): string => markdown.replace(/```[^]*?```|`[^`\n]*`/g, '');

describe('the README of the VSIX', () => {
  it('has no relative link and no picture while there is no address', () => {
    const readme = extensionReadme(source, undefined);
    const text = withoutCode(readme);
    assert.doesNotMatch(text, /!\[|<img|<video|<a\s|^\s*\[[^\]]+\]:/m);
    for (const [, to] of text.matchAll(/\]\(([^)]*)\)/g)) {
      assert.match(to ?? '', /^(https:|#)/);
    }
    assert.match(readme, /AllowMyRoleToDecrypt/);
    assert.match(readme, /In the sources, ARCHITECTURE\.md is the map/);
  });

  it('leads to the address when there is one', () => {
    const readme = extensionReadme(source, 'https://example.com/a/b');
    assert.match(readme, /!\[[^\]]+\]\(https:\/\/example\.com\/a\/b\/raw\/HEAD\/media\/screenshot-diff\.png\)/);
    assert.match(readme, /\[ARCHITECTURE\.md\]\(https:\/\/example\.com\/a\/b\/blob\/HEAD\/ARCHITECTURE\.md\)/);
    assert.doesNotMatch(withoutCode(readme), /\]\((?!https:|#)/);
  });

  it('leaves alone what stands in code, and links that lead somewhere already', () => {
    const text = 'a `[b](c)` [d](https://example.com) [e](#f)\n```json\n"[g](h)"\n```\n';
    assert.equal(extensionReadme(text, undefined), text);
  });
});

describe('the address', () => {
  it('fills three fields of a manifest, or none', () => {
    assert.deepEqual(addressFields(undefined), {});
    assert.deepEqual(addressFields('https://example.com/a/b'), {
      repository: { type: 'git', url: 'git+https://example.com/a/b.git' },
      bugs: { url: 'https://example.com/a/b/issues' },
      homepage: 'https://example.com/a/b#readme',
    });
  });
});

describe('a folder that is made anew', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'double-lock-'));
    mkdirSync(join(folder, 'dist'));
    writeFileSync(join(folder, 'dist', 'old'), 'old');
  });
  afterEach(() => rmSync(folder, { recursive: true }));
  const dist = (): string => join(folder, 'dist');
  const workplace = (): string => join(folder, 'out', 'dist');

  it('replaces the old one when all is made', async () => {
    await replaceFolder(dist(), workplace(), async place => writeFileSync(join(place, 'new'), 'new'));
    assert.deepEqual(readdirSync(dist()), ['new']);
    assert.deepEqual(readdirSync(join(folder, 'out')), []);
  });

  it('stays what it was when the making fails half-way, and nothing is left of that', async () => {
    const failing = replaceFolder(dist(), workplace(), async place => {
      writeFileSync(join(place, 'new'), 'new');
      throw new Error('half-way');
    });
    await assert.rejects(failing, /half-way/);
    assert.equal(readFileSync(join(dist(), 'old'), 'utf8'), 'old');
    assert.deepEqual(readdirSync(dist()), ['old']);
    assert.deepEqual(readdirSync(join(folder, 'out')), []);
  });
});
