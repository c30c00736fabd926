// Lint rules. Who may import whom is not among them: .tools/walls.ts looks at that.
import { readFileSync } from 'node:fs';
import { builtinRules } from 'eslint/use-at-your-own-risk';
import tseslint from 'typescript-eslint';

/** What runs in a browser's worker too, as patterns of files: it stands once, where tsc looks at it without Node's types. */
const workerFiles = JSON.parse(readFileSync(new URL('tsconfig.worker.json', import.meta.url), 'utf8'))
  .include.map(path => path.replace('../', ''))
  .map(path => (path.endsWith('.ts') ? path : `${path}/**/*.ts`));

const functionLength = builtinRules.get('max-lines-per-function');

/** How long a function may be; a `describe` is a list of tests, as long as there are tests. */
const shortFunctions = {
  meta: functionLength.meta,
  create: context =>
    functionLength.create(
      Object.create(context, { report: { value: found => isDescribe(found.node.parent) || context.report(found) } }),
    ),
};

function isDescribe(call) {
  return (
    call?.type === 'CallExpression' && /^(describe|suite)\b/.test(call.callee.name ?? call.callee.object?.name ?? '')
  );
}

export default tseslint.config(
  { ignores: ['node_modules/', 'dist/', 'out/', '.vscode-test/', '.venv/', '**/*.mjs'] },
  ...tseslint.configs.recommended,
  {
    languageOptions: { parserOptions: { projectService: true } },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/no-explicit-any': 'error',
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-console': 'error',
    },
  },
  {
    files: ['**/*.ts'],
    plugins: { calm: { rules: { 'max-lines-per-function': shortFunctions } } },
    // A page that is read from top to bottom: what is more than this is a `switch`, a table, or a function with a name.
    rules: {
      'no-nested-ternary': 'error',
      'max-params': ['error', 4],
      complexity: ['error', 15],
      'calm/max-lines-per-function': ['error', 60],
    },
  },
  // One function that tells every story; sentences by cause will replace it.
  { files: ['src/explanation/story.ts'], rules: { complexity: 'off', 'calm/max-lines-per-function': 'off' } },
  {
    files: ['media/**/*.js'],
    ...tseslint.configs.disableTypeChecked,
    languageOptions: {
      parserOptions: { projectService: false },
      globals: { document: 'readonly', window: 'readonly', navigator: 'readonly' },
    },
  },
  { files: ['.tools/**', 'src/cli/**', 'src/cli.ts', 'test/**'], rules: { 'no-console': 'off' } },
  {
    files: workerFiles,
    rules: {
      'no-restricted-globals': [
        'error',
        ...['process', 'Buffer', 'require', 'fetch', 'self', 'navigator', 'globalThis'].map(name => ({
          name,
          message:
            'This runs in a browser’s worker too, and calls nobody: what it needs of Node or the network is passed to it.',
        })),
      ],
    },
  },
);
