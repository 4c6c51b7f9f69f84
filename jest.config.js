const swc = {
  jsc: { target: 'es2022', parser: { syntax: 'typescript' } },
  module: { type: 'es6' },
};

const base = {
  rootDir: import.meta.dirname,
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  transform: { '^.+\\.ts$': ['@swc/jest', swc] },
  modulePathIgnorePatterns: ['<rootDir>/dist', '<rootDir>/.data'],
};

/** One project per kind of test; `npm test -- --selectProjects unit` runs one of them. */
const project = (name) => ({
  ...base,
  displayName: name,
  testMatch: [`<rootDir>/tests/${name}/**/*.test.ts`],
});

export default {
  testTimeout: 60_000,
  projects: [
    'unit',
    'property',
    'integration',
    'isolation',
    'federation',
    'e2e',
    'chaos',
    'conformance',
  ].map(project),
};
