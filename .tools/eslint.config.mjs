// Lint rules. The import walls of ARCHITECTURE.md stand here: a room may import only from the rooms listed for it.
import { builtinRules } from 'eslint/use-at-your-own-risk';
import tseslint from 'typescript-eslint';

/** Room → rooms it may import from (besides itself). Pure rooms run in a browser worker. */
const pure = {
  text: [],
  reference: [],
  policy: ['text', 'reference'],
  denial: ['text', 'policy', 'reference'],
  access: ['text', 'policy', 'reference'],
  rules: ['text', 'policy', 'access', 'reference'],
  remedy: ['text', 'policy', 'denial', 'access', 'rules', 'reference'],
  assist: ['text', 'policy', 'access', 'rules', 'reference'],
};
const rooms = {
  ...pure,
  sandbox: ['text', 'policy', 'access', 'reference'],
  aws: Object.keys(pure),
};
const everyRoom = [...Object.keys(rooms), 'editor'];

const wall = (room, allowed) => ({
  files: [`src/${room}/**/*.ts`],
  rules: {
    'no-restricted-imports': [
      'error',
      {
        patterns: [
          {
            regex: `(^|/)(${everyRoom.filter(r => r !== room && !allowed.includes(r)).join('|')})(/|$)`,
            message: `src/${room} must not import from there: see "Rooms" in ARCHITECTURE.md.`,
          },
          ...(room in pure
            ? [
                {
                  regex:
                    '^(node:|fs$|path$|os$|net$|http$|https$|crypto$|url$|util$|stream$|zlib$|buffer$|child_process$)',
                  message: 'Pure rooms use no node built-ins.',
                },
              ]
            : []),
          ...(room === 'aws' ? [] : [{ regex: '^@aws-sdk/', message: 'Only src/aws imports the AWS SDK.' }]),
          { regex: '^vscode$', message: 'Only src/editor, extension.ts and web.ts import vscode.' },
        ],
      },
    ],
  },
});

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
      complexity: ['error', 20],
      'calm/max-lines-per-function': ['error', 60],
    },
  },
  // One function that tells every story; sentences by cause will replace it.
  { files: ['src/remedy/story.ts'], rules: { complexity: 'off', 'calm/max-lines-per-function': 'off' } },
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
    files: ['src/editor/**', 'src/extension.ts', 'src/cli.ts', 'src/cli/**'],
    rules: {
      'no-restricted-imports': [
        'error',
        { patterns: [{ regex: '^@aws-sdk/', message: 'Only src/aws imports the AWS SDK.' }] },
      ],
    },
  },
  ...Object.entries(rooms).map(([room, allowed]) => wall(room, allowed)),
);
