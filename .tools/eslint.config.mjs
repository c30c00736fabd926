// Lint rules. The import walls of ARCHITECTURE.md stand here: a room may import only from the rooms listed for it.
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
