/** Where imports may go; docs/architecture.md has the picture. */

// Inside a subgraph: resolvers → services → domain, repositories → domain; subgraph.ts sees all.
const resolvers = '^subgraphs/[^/]+/resolvers/';
const repositories = '^subgraphs/[^/]+/.*(-repository|-store)\\.ts$';
const compositionRoots = '^subgraphs/[^/]+/(subgraph|main)\\.ts$';
const generatedPrisma = '^foundation/database/__generated__/';

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      comment: 'Two files that need each other are one file, or a third one is missing.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'subgraphs-are-islands',
      comment: 'Subgraphs meet in GraphQL entities and in foundation/events, never in code.',
      severity: 'error',
      from: { path: '^subgraphs/([^/]+)/' },
      to: { path: '^subgraphs/', pathNot: '^subgraphs/$1/' },
    },
    {
      name: 'foundation-stands-alone',
      comment: 'What everything stands on knows nobody who stands on it.',
      severity: 'error',
      from: { path: '^foundation/' },
      to: { path: '^(subgraphs|gateway|platform|tests|scripts)/' },
    },
    {
      name: 'gateway-knows-no-subgraph',
      comment: 'The gateway knows subgraphs by their schema and address only.',
      severity: 'error',
      from: { path: '^gateway/' },
      to: { path: '^(subgraphs|platform)/' },
    },
    {
      name: 'the-console-knows-the-api-alone',
      comment: 'It runs in browsers and is what any client could be.',
      severity: 'error',
      from: { path: '^gateway/console/' },
      to: { path: '^(gateway|foundation|subgraphs|platform)/', pathNot: '^gateway/console/' },
    },
    {
      name: 'the-console-is-reached-by-its-build',
      comment: 'The gateway serves what was bundled.',
      severity: 'error',
      from: { path: '^(gateway|foundation|platform|scripts)/', pathNot: '^gateway/console/' },
      to: { path: '^gateway/console/' },
    },
    {
      name: 'subgraphs-know-no-host',
      comment: 'A service runs alone or beside others; who composes them is not its business.',
      severity: 'error',
      from: { path: '^subgraphs/' },
      to: { path: '^(gateway|platform)/' },
    },
    {
      name: 'no-tests-in-the-product',
      comment: 'Fakes and builders for tests stay out of what ships.',
      severity: 'error',
      from: { path: '^(subgraphs|gateway|platform|foundation)/', pathNot: '^foundation/testing/' },
      to: { path: '^(tests/|foundation/testing/)' },
    },
    {
      name: 'resolvers-are-thin',
      comment: 'A resolver asks a service; only subgraph.ts wires resolvers.',
      severity: 'error',
      from: { path: '^subgraphs/', pathNot: [resolvers, compositionRoots] },
      to: { path: resolvers },
    },
    {
      name: 'resolvers-hold-no-data-access',
      comment: 'resolvers → services → repositories.',
      severity: 'error',
      from: { path: resolvers },
      to: { path: repositories, dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'repositories-know-no-service',
      comment: 'Services decide and repositories keep; what keeps does not decide.',
      severity: 'error',
      from: { path: repositories },
      to: { path: '^subgraphs/[^/]+/.*-service\\.ts$' },
    },
    {
      name: 'domain-is-pure',
      comment:
        'Domain code takes values and gives values; the words it speaks are foundation value types.',
      severity: 'error',
      from: { path: '^subgraphs/.*/domain/' },
      to: { pathNot: ['/domain/', '^foundation/(money|time|ids|errors|events)/'] },
    },
    {
      name: 'composition-root-is-the-top',
      comment: 'subgraph.ts and main.ts see all and are seen by none inside the subgraph.',
      severity: 'error',
      from: { path: '^subgraphs/', pathNot: compositionRoots },
      to: { path: compositionRoots },
    },
    {
      name: 'prisma-behind-repositories',
      comment: 'Only repositories and foundation/database speak to Prisma and pg.',
      severity: 'error',
      from: {
        path: '^(subgraphs|gateway|foundation|platform)/',
        pathNot: [repositories, '^foundation/(database|jobs|messaging|testing)/', generatedPrisma],
      },
      to: { path: [generatedPrisma, '^node_modules/(@prisma/|prisma/|pg/)'] },
    },
    {
      name: 'graphql-at-the-edge',
      comment: 'Services and domain answer in their own words; GraphQL stays in resolvers.',
      severity: 'error',
      from: {
        path: '^(subgraphs|foundation|platform)/',
        pathNot: [resolvers, compositionRoots, '^foundation/(subgraph|testing)/'],
      },
      to: { path: '^node_modules/(graphql|@apollo|graphql-scalars|graphql-ws|dataloader)/' },
    },
    {
      name: 'nothing-undeclared',
      comment: 'What ships may import only what package.json lists under dependencies.',
      severity: 'error',
      from: { path: '^(subgraphs|gateway|platform|foundation)/', pathNot: '^foundation/testing/' },
      to: {
        dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'],
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'nothing-unresolved',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: ['node_modules', '__generated__'] },
    exclude: { path: ['^dist/', '^\\.cache/'] },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      mainFields: ['module', 'main', 'types', 'typings'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};
