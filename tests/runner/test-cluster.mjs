import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const root = path.join(import.meta.dirname, '../..');
const prefix = 'ai-trading-test-run-';

const isAlive = (pid) => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
};

/** Stops the run's PostgreSQL, if any test started it, and deletes its data. */
export const removeTestCluster = (folder) => {
  if (!existsSync(folder)) return;
  const script = path.join(root, 'scripts/stop-test-cluster.ts');
  spawnSync(process.execPath, [path.join(root, 'scripts/run-ts.mjs'), script, folder], {
    stdio: 'inherit',
  });
};

/** The folder of this run's PostgreSQL, which the first test that wants a database will make. */
export const testClusterOf = (runnerPid, base = os.tmpdir()) =>
  path.join(base, `${prefix}${runnerPid}`);

/** Runs that were killed could not clear up after themselves. */
export const removeAbandonedClusters = (base = os.tmpdir()) => {
  for (const name of readdirSync(base))
    if (name.startsWith(prefix) && !isAlive(Number(name.slice(prefix.length))))
      removeTestCluster(path.join(base, name));
};
