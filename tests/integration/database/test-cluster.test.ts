import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { findRunning } from '../../../foundation/database/embedded/postmaster.js';
import { createTestDatabase } from '../../../foundation/testing/test-database.js';

type Runner = {
  testClusterOf: (runnerPid: number, base: string) => string;
  removeAbandonedClusters: (base: string) => void;
};
const file = path.join(import.meta.dirname, '../../runner/test-cluster.mjs');
const { testClusterOf, removeAbandonedClusters } = (await import(file)) as Runner;

let base: string;
beforeEach(() => {
  base = mkdtempSync(path.join(os.tmpdir(), 'test-runs-'));
  chmodSync(base, 0o755);
});
afterEach(() => rmSync(base, { recursive: true, force: true }));

const pidOfTheDead = (): number => spawnSync('true').pid;

describe('the database server of a test run', () => {
  it('that was killed is ended by the next run, and its data deleted', async () => {
    const folder = testClusterOf(pidOfTheDead(), base);
    const fixture = path.join(import.meta.dirname, 'fixtures/start-and-wait.ts');
    const killed = spawn(process.execPath, ['scripts/run-ts.mjs', fixture, folder], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await once(killed.stdout, 'data');
    killed.kill('SIGKILL');
    await once(killed, 'exit');
    const pidFile = path.join(folder, 'cluster/postmaster.pid');
    const pid = readFileSync(pidFile, 'utf8').split('\n')[0] ?? '';
    expect(await findRunning(path.join(folder, 'cluster'))).not.toBeNull();

    removeAbandonedClusters(base);
    expect(existsSync(folder)).toBe(false);
    expect(commandOf(pid)).not.toContain('postgres');
  });

  it('of a run that is still at work is left alone', () => {
    const folder = testClusterOf(process.pid, base);
    mkdirSync(folder);
    removeAbandonedClusters(base);
    expect(existsSync(folder)).toBe(true);
  });
});

/** Empty for a process that is gone, and for a zombie. */
const commandOf = (pid: string): string =>
  spawnSync('cat', [`/proc/${pid}/cmdline`]).stdout.toString();

describe('two test databases', () => {
  it('are strangers on one server', async () => {
    const [one, other] = await Promise.all([createTestDatabase(), createTestDatabase()]);
    const tenantId = await one.provisionTenant();
    expect(new URL(one.url).port).toBe(new URL(other.url).port);
    expect(await one.platformDb.client.tenantSchema.count()).toBe(1);
    expect(await other.platformDb.client.tenantSchema.count()).toBe(0);
    await other.provisionTenant(tenantId);
    await one.drop();
    expect(await other.tenantDb.withTenant(tenantId, (db) => db.outboxEvent.count())).toBe(0);
    await other.drop();
  });
});
