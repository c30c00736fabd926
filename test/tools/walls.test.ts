import { strict as assert } from 'node:assert';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { ESLint } from 'eslint';
import tseslint from 'typescript-eslint';
import { temporaryFolder } from '../../.tools/editor/processes.js';

const root = resolve(import.meta.dirname, '..', '..');

describe('the walls between the rooms', () => {
  it('hold in the project as it is', () => {
    assert.deepEqual(lintWalls(root), { code: 0, said: [] });
  });

  const planted: readonly [what: string, file: string, text: string, said: string][] = [
    [
      'an import upwards',
      'policy/planted.ts',
      "import { decide } from '../access';",
      'policy must not import from access',
    ],
    [
      'a type from upwards',
      'text/planted.ts',
      "import type { Rule } from '../rules/rule';",
      'text must not import from rules',
    ],
    [
      'a type in passing',
      'text/planted.ts',
      "export type A = import('../policy').Arn;",
      'text must not import from policy',
    ],
    [
      'what is handed on',
      'reference/planted.ts',
      "export * from '../policy';",
      'reference must not import from policy',
    ],
    ['an entry', 'access/planted.ts', "import '../wire';", 'access must not import from wire'],
    ['the command line', 'editor/planted.ts', "import '../cli/io';", 'editor must not import from cli'],
    [
      'the editor, from the command line',
      'cli/planted.ts',
      "import '../editor/host';",
      'cli must not import from editor',
    ],
    [
      'Node, late',
      'denial/planted.ts',
      "export const later = (): unknown => import('node:fs');",
      'denial must not import node:fs',
    ],
    ['Node, by its old name', 'rules/planted.ts', "import 'fs';", 'rules must not import fs'],
    ['vscode', 'explanation/planted.ts', "import type { Uri } from 'vscode';", 'explanation must not import vscode'],
    [
      'the SDK',
      'editor/planted.ts',
      "import type { KMSClient } from '@aws-sdk/client-kms';",
      'editor must not import @aws-sdk/client-kms',
    ],
    ['a package that nobody allowed', 'assist/planted.ts', "import 'yaml';", 'assist must not import yaml'],
    [
      'what cannot be known',
      'aws/planted.ts',
      'export const later = (name: string): unknown => import(name);',
      'cannot be checked',
    ],
    [
      'the room of the SDK',
      'editor/planted.ts',
      "import type { listProfiles } from '../aws';",
      'editor must not import from aws',
    ],
    [
      'a room that needs Node, late',
      'editor/planted.ts',
      "export const later = (): unknown => import('../sandbox');",
      'editor must not import from sandbox',
    ],
    ['Node’s types', 'text/planted.ts', '/// <reference types="node" />', 'text must not import node'],
    [
      'what lies behind a door',
      'explanation/planted.ts',
      "import { causeOf } from '../diagnosis/cause';",
      'src/diagnosis/cause.ts is no door of diagnosis',
    ],
    ['a new room', 'cellar/planted.ts', "import '../text/message';", 'the room "cellar" has no line'],
  ];
  it('let none of these imports through', () => {
    const found = lintWalls(copyWith(planted.map(([, file, text], at) => [named(file, at), text])));
    assert.equal(found.code, 1);
    const lines = planted.map(([what, file, , said], at) => {
      const line = found.said.find(l => l.startsWith(`src/${named(file, at)}: `));
      assert.ok(line?.includes(said), `${what}: ${line ?? 'nothing said'}`);
      return line;
    });
    assert.deepEqual([...found.said].sort(), lines.sort(), 'and nothing else is said');
  });

  it('let no circle close, though it be of types alone', () => {
    const found = lintWalls(
      copyWith([
        ['text/a.ts', "import type { B } from './b';\nexport type A = B | 1;\n"],
        ['text/b.ts', "export type { A } from './c';\nexport type B = 2;\n"],
        ['text/c.ts', "import type { A } from './a';\nexport type { A };\n"],
      ]),
    );
    assert.deepEqual(found, {
      code: 1,
      said: ['A circle: src/text/a.ts → src/text/b.ts → src/text/c.ts → src/text/a.ts.'],
    });
  });

  for (const global of ['process', 'Buffer', 'require', 'fetch', 'self', 'navigator', 'globalThis']) {
    it(`keep ${global} out of what runs in a browser’s worker too, and of nothing else`, async () => {
      const code = `export const found: unknown = ${global};\n`;
      for (const file of ['policy/planted', 'editor/verify/planted', 'wire', 'web']) {
        assert.equal(await restricted(code, `src/${file}.ts`), 1, file);
      }
      for (const file of ['sandbox/planted', 'extension']) {
        assert.equal(await restricted(code, `src/${file}.ts`), 0, file);
      }
    });
  }
});

/** `policy/planted.ts` → `policy/planted7.ts`: two may be planted in one room. */
function named(file: string, at: number): string {
  return file.replace('planted', `planted${at}`);
}

/** A copy of the sources with these files of `src/` in it too. */
function copyWith(files: readonly (readonly [file: string, text: string])[]): string {
  const copy = temporaryFolder('walls');
  cpSync(join(root, 'src'), join(copy, 'src'), { recursive: true });
  cpSync(join(root, 'package.json'), join(copy, 'package.json'));
  for (const [file, text] of files) {
    mkdirSync(join(copy, 'src', file, '..'), { recursive: true });
    writeFileSync(join(copy, 'src', file), text);
  }
  return copy;
}

/** How the check of the walls that `npm run lint` runs ends, and what it says. */
function lintWalls(folder: string): { code: number | null; said: string[] } {
  const { status, stderr } = spawnSync(
    process.execPath,
    ['--import', 'tsx', join(root, '.tools', 'walls.ts'), folder],
    {
      cwd: root,
      encoding: 'utf8',
    },
  );
  return { code: status, said: stderr.split('\n').filter(line => line !== '') };
}

/** How often lint complains of a global name in a file that need not be there. */
async function restricted(code: string, file: string): Promise<number> {
  const eslint = new ESLint({
    cwd: root,
    overrideConfigFile: join(root, '.tools', 'eslint.config.mjs'),
    overrideConfig: [
      { ...tseslint.configs.disableTypeChecked, files: ['**/*.ts'] },
      { files: ['**/*.ts'], languageOptions: { parserOptions: { projectService: false } } },
    ] as ESLint.Options['overrideConfig'] & object[],
  });
  const results = await eslint.lintText(code, { filePath: join(root, file) });
  return results.flatMap(({ messages }) => messages).filter(({ ruleId }) => ruleId === 'no-restricted-globals').length;
}
