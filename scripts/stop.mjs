#!/usr/bin/env node
import { setTimeout as delay } from 'node:timers/promises';
import { readOptions, runCommandLine } from './lifecycle/command-line.mjs';
import { processExists, requestStop } from './lifecycle/control-server.mjs';
import { stopDatabase } from './lifecycle/embedded-database.mjs';
import { findRunning } from './lifecycle/instance.mjs';
import { dataFolder, loadDotEnv } from './lifecycle/paths.mjs';
import { createProgress } from './lifecycle/progress.mjs';
import { Refusal } from './lifecycle/refusal.mjs';

const usage = `npm run stop
Stops the platform that runs on this folder's data, as Ctrl-C would, and waits until it has ended.`;

/** Longer than the gateway and the services may take to finish what they hold. */
const longestWaitMs = 60_000;

const untilEnded = async (dataDir, pid) => {
  const deadline = performance.now() + longestWaitMs;
  while (performance.now() < deadline) {
    if (!processExists(pid) || !(await findRunning(dataDir))) return;
    await delay(50);
  }
  throw new Refusal(`The platform does not stop: end process ${pid}; the next start recovers.`);
};

const stop = async () => {
  loadDotEnv();
  const dataDir = dataFolder();
  const running = await findRunning(dataDir);
  if (!running) {
    const stopped = await stopDatabase(dataDir);
    console.log(
      stopped
        ? 'No platform is running; stopped the database that a killed one had left behind.'
        : `No platform is running on ${dataDir}.`,
    );
    return;
  }
  if (running.state === 'mute')
    throw new Refusal(
      `The platform does not answer: end process ${running.pid}; the next start recovers.`,
    );
  const progress = createProgress(process.stdout);
  progress.phase('Stopping');
  await requestStop(running);
  await untilEnded(dataDir, running.pid);
  progress.done();
};

readOptions(process.argv.slice(2), usage);
await runCommandLine(stop);
process.exit();
