import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

const runner = join(process.cwd(), 'tests/runner');
const jestProgram = join(process.cwd(), 'node_modules/jest/bin/jest.js');

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'test-run-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

/** Runs these files as a suite of its own, with our environment and reporter. */
const runSuite = (files: Record<string, string>, environment: Record<string, string> = {}) => {
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  const config = {
    rootDir: folder,
    testMatch: ['<rootDir>/*.test.js'],
    transform: {},
    testEnvironment: join(runner, 'open-handles-environment.js'),
    reporters: ['default', join(runner, 'closing-line-reporter.js')],
  };
  return new Promise<{ code: number; stdout: string; stderr: string }>((resolve) => {
    const child = execFile(
      process.execPath,
      [jestProgram, '--config', JSON.stringify(config), '--no-cache', '--maxWorkers=2'],
      { env: { ...process.env, REQUIRE_ALL: '', ...environment } },
      (_, stdout, stderr) => resolve({ code: child.exitCode ?? -1, stdout, stderr }),
    );
  });
};

const passing = `it('passes', () => {});`;
const leaky = `
  const { createServer } = require('node:http');
  it('passes and leaves a server behind', () => { createServer().listen(0); });
`;

describe('a test run', () => {
  it('ends with one plain line of what passed, failed and was skipped', async () => {
    const { code, stdout } = await runSuite({
      'a.test.js': `${passing} it('fails', () => { throw new Error('no'); }); it.todo('comes');`,
      'b.test.js': `${passing} it.skip('waits', () => {});`,
      'c.test.js': `it(`,
    });

    expect(stdout.trimEnd().split('\n').at(-1)).toBe('2 passed, 2 failed, 2 skipped');
    expect(code).toBe(1);
  });

  it('fails the file that leaves a server open, and says which one and what', async () => {
    const { code, stdout, stderr } = await runSuite({
      'a.test.js': passing,
      'leaky.test.js': leaky,
    });

    expect(code).toBe(1);
    expect(stderr).toMatch(/FAIL .*leaky\.test\.js[\s\S]*left open[^\n]*1 × TCPServerWrap/);
    expect(stdout).toContain('1 passed, 1 failed, 0 skipped');
  });

  it('counts a skipped test as a fault where everything must run', async () => {
    const files = { 'a.test.js': `${passing} it.skip('needs a browser', () => {});` };

    expect(await runSuite(files)).toMatchObject({ code: 0 });
    const strict = await runSuite(files, { REQUIRE_ALL: '1' });
    expect(strict.code).toBe(1);
    expect(strict.stdout).toContain('needs a browser');
    expect(strict.stdout).toContain('1 passed, 0 failed, 1 skipped');
  });
});
