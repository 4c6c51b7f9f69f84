import js from '@eslint/js';
import prettier from 'eslint-config-prettier';
import tseslint from 'typescript-eslint';

const noHiddenTimeOrChance = [
  {
    selector: "CallExpression[callee.object.name='Date'][callee.property.name='now']",
    message: 'Take a Clock (foundation/time) as an argument.',
  },
  {
    selector: "NewExpression[callee.name='Date'][arguments.length=0]",
    message: 'Take a Clock (foundation/time) as an argument.',
  },
  {
    selector: "CallExpression[callee.object.name='Math'][callee.property.name='random']",
    message: 'Take a RandomSource (foundation/ids) as an argument.',
  },
  {
    selector: "CallExpression[callee.name='randomUUID']",
    message: 'Take an IdGenerator (foundation/ids) as an argument.',
  },
];

const noUnsafeRawSql = [
  {
    selector: 'MemberExpression[property.name=/^\\$(queryRawUnsafe|executeRawUnsafe)$/]',
    message: 'Raw SQL only as tagged templates ($queryRaw`…`, $executeRaw`…`).',
  },
];

export default tseslint.config(
  {
    ignores: [
      '**/node_modules/',
      '**/__generated__/',
      'dist/',
      '.data/',
      '.cache/',
      'gateway/console/dist/',
    ],
  },
  js.configs.recommended,
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      'max-lines': ['error', { max: 400 }],
      'max-lines-per-function': ['error', { max: 70, skipBlankLines: true, skipComments: true }],
      complexity: ['error', 15],
      'max-params': ['error', 4],
      'max-depth': ['error', 4],
      'no-console': 'error',
      '@typescript-eslint/consistent-type-definitions': 'off',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/return-await': ['error', 'error-handling-correctness-only'],
      '@typescript-eslint/no-unnecessary-condition': [
        'error',
        { allowConstantLoopConditions: 'only-allowed-literals' },
      ],
      'no-restricted-syntax': ['error', ...noHiddenTimeOrChance, ...noUnsafeRawSql],
      'no-restricted-properties': [
        'error',
        { object: 'process', property: 'env', message: 'Settings come from foundation/config.' },
      ],
    },
  },
  {
    files: ['foundation/time/**', 'foundation/ids/**'],
    rules: { 'no-restricted-syntax': ['error', ...noUnsafeRawSql] },
  },
  {
    // The few places that hand the environment to foundation/config.
    files: ['**/main.ts', 'scripts/**', 'foundation/config/**', 'tests/**'],
    rules: { 'no-restricted-properties': 'off' },
  },
  {
    files: ['tests/**'],
    rules: {
      'max-lines-per-function': 'off',
      'no-restricted-syntax': ['error', ...noUnsafeRawSql],
      '@typescript-eslint/no-non-null-assertion': 'off',
    },
  },
  {
    files: ['scripts/**', 'tests/bench/**', 'platform/**'],
    rules: { 'no-console': 'off' },
  },
  {
    files: ['**/*.js', '**/*.mjs'],
    languageOptions: {
      globals: Object.fromEntries(
        [
          'process',
          'console',
          'URL',
          'Buffer',
          'fetch',
          'setTimeout',
          'clearTimeout',
          'performance',
          'AbortSignal',
          'WebAssembly',
          'globalThis',
          'setInterval',
          'clearInterval',
          'TextDecoder',
        ].map((name) => [name, 'readonly']),
      ),
    },
  },
  prettier,
);
