import { readdirSync } from 'node:fs';
import graphqlPlugin from '@graphql-eslint/eslint-plugin';
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

/** Text that becomes SQL as it stands; tests use it to show what happens then. */
const noTextAsSql = [
  {
    selector: "MemberExpression[object.name='Prisma'][property.name='raw']",
    message:
      'Values go into SQL as parameters (Prisma.sql`…`); names of tables stand in the template.',
  },
];

const namedModules = [
  {
    selector: 'ExportDefaultDeclaration',
    message: 'Export by name; a name that follows the thing can be searched for.',
  },
  {
    selector: 'ExportAllDeclaration',
    message: 'No barrels: import from the file that defines it.',
  },
];

const honestTests = [
  {
    selector: 'MemberExpression[object.name=/^(it|test|describe)$/][property.name="only"]',
    message: 'A lone test silences all the others.',
  },
  {
    selector: 'MemberExpression[object.name="jest"][property.name=/^(mock|unstable_mockModule)$/]',
    message: 'Write a fake that passes the same contract suite as the real thing.',
  },
  {
    selector:
      'CallExpression[callee.name=/^(it|test)$/] > Literal.arguments:first-child[value=/\\bshould\\b/]',
    message: 'Name the behaviour: "rejects …", not "should reject …".',
  },
];

const subgraphs = readdirSync(new URL('subgraphs', import.meta.url), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name);

/** Each subgraph is a schema of its own: the same entity stands in several of them. */
const schemaOfEachSubgraph = {
  projects: Object.fromEntries(
    subgraphs.map((name) => [name, { schema: `subgraphs/${name}/schema.graphql` }]),
  ),
};

const [, namingConvention] =
  graphqlPlugin.configs['flat/schema-recommended'].rules['@graphql-eslint/naming-convention'];

export default tseslint.config(
  {
    ignores: ['**/node_modules/', '**/__generated__/', 'dist/', 'dist.*/', '.data/', '.cache/'],
  },
  { files: ['**/*.{js,mjs,cjs,ts,tsx}'], extends: [js.configs.recommended] },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  {
    files: ['**/*.{ts,tsx}'],
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
      // `const { secret, ...rest } = row` is how a property is left out.
      '@typescript-eslint/no-unused-vars': ['error', { ignoreRestSiblings: true }],
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
      'no-restricted-syntax': [
        'error',
        ...noHiddenTimeOrChance,
        ...noUnsafeRawSql,
        ...noTextAsSql,
        ...namedModules,
      ],
      'no-restricted-properties': [
        'error',
        { object: 'process', property: 'env', message: 'Settings come from foundation/config.' },
      ],
    },
  },
  {
    files: ['foundation/time/**', 'foundation/ids/**', 'gateway/console/time/**'],
    rules: {
      'no-restricted-syntax': ['error', ...noUnsafeRawSql, ...noTextAsSql, ...namedModules],
    },
  },
  {
    // Prisma's command line reads the default export.
    files: ['prisma/**/prisma.config.ts'],
    rules: { 'no-restricted-syntax': 'off' },
  },
  {
    // The few places that hand the environment to foundation/config.
    files: [
      '**/main.ts',
      'scripts/**',
      'foundation/config/**',
      'foundation/testing/**',
      'prisma/**/prisma.config.ts',
      'tests/**',
    ],
    rules: { 'no-restricted-properties': 'off' },
  },
  {
    files: ['tests/**/*.ts'],
    rules: {
      'max-lines-per-function': 'off',
      'no-restricted-syntax': ['error', ...noUnsafeRawSql, ...namedModules, ...honestTests],
      '@typescript-eslint/no-non-null-assertion': 'off',
    },
  },
  {
    files: ['scripts/**', 'tests/bench/**', 'platform/**'],
    rules: { 'no-console': 'off' },
  },
  {
    files: ['**/*.js', '**/*.mjs', '**/*.cjs'],
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
          'AbortController',
          'AbortSignal',
          'WebAssembly',
          'globalThis',
          'setImmediate',
          'setInterval',
          'clearInterval',
          'TextDecoder',
        ].map((name) => [name, 'readonly']),
      ),
    },
  },
  { files: ['**/*.cjs'], languageOptions: { globals: { module: 'writable' } } },
  {
    files: ['subgraphs/*/schema.graphql'],
    plugins: { '@graphql-eslint': graphqlPlugin },
    languageOptions: {
      parser: graphqlPlugin.parser,
      parserOptions: { graphQLConfig: schemaOfEachSubgraph },
    },
    rules: {
      ...graphqlPlugin.configs['flat/schema-recommended'].rules,
      '@graphql-eslint/require-description': [
        'error',
        {
          types: true,
          DirectiveDefinition: true,
          FieldDefinition: true,
          InputValueDefinition: true,
          EnumValueDefinition: true,
          rootField: true,
        },
      ],
      // Types of a linked specification carry its name in front: https://specs.apollo.dev/link/v1.0.
      '@graphql-eslint/naming-convention': [
        'error',
        {
          ...namingConvention,
          types: { style: namingConvention.types, ignorePattern: '^delivery__' },
        },
      ],
      // A dead subgraph costs its own root fields and no more.
      '@graphql-eslint/require-nullable-result-in-root': 'error',
      '@graphql-eslint/no-scalar-result-type-on-mutation': 'error',
      '@graphql-eslint/input-name': [
        'error',
        { checkInputType: true, caseSensitiveInputType: false },
      ],
      '@graphql-eslint/relay-arguments': ['error', { includeBoth: false }],
      '@graphql-eslint/relay-connection-types': 'error',
      '@graphql-eslint/relay-edge-types': [
        'error',
        { withEdgeSuffix: true, shouldImplementNode: false, listTypeCanWrapOnlyEdgeType: false },
      ],
      // A sentence reads best on one line.
      '@graphql-eslint/description-style': 'off',
      // Value types (Money, Quote, PageInfo) have no identity; entities name theirs by @key.
      '@graphql-eslint/strict-id-in-types': 'off',
    },
  },
  prettier,
);
