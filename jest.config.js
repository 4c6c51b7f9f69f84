import { availableParallelism } from 'node:os';

const swc = {
  jsc: { target: 'es2022', parser: { syntax: 'typescript' } },
  module: { type: 'es6' },
};

const base = {
  rootDir: import.meta.dirname,
  globalSetup: '<rootDir>/tests/runner/global-setup.mjs',
  globalTeardown: '<rootDir>/tests/runner/global-teardown.mjs',
  testEnvironment: '<rootDir>/tests/runner/open-handles-environment.js',
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  transform: { '^.+\\.ts$': ['@swc/jest', swc] },
  modulePathIgnorePatterns: ['<rootDir>/dist', '<rootDir>/.data', '<rootDir>/.cache'],
};

/** One project per kind of test; `npm test -- --selectProjects unit` runs one of them. */
const project = (name) => ({
  ...base,
  displayName: name,
  testMatch: [`<rootDir>/tests/${name}/**/*.test.ts`],
});

export default {
  testTimeout: 60_000,
  // Many files wait on a database or a socket, so that two cores carry two workers beside the runner.
  maxWorkers: Math.max(2, availableParallelism() - 1),
  reporters: ['default', '<rootDir>/tests/runner/closing-line-reporter.js'],
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
