import { readOptions } from './command-line.mjs';
import { endAtOnce } from './embedded-database.mjs';
import { importBuilt } from './ensure-built.mjs';
import { isInstalled } from './ensure-installed.mjs';
import { claimInstance } from './instance.mjs';
import { dataFolder, loadDotEnv } from './paths.mjs';
import { assertPortsFree, assertSpace, assertWritable } from './preflight.mjs';
import { prepare } from './prepare.mjs';
import { createProgress } from './progress.mjs';
import { explain } from './refusal.mjs';
import { portsOf } from './services.mjs';
import { listenForStop } from './stop-request.mjs';

const usage = `npm start
Installs, builds and starts the platform with its own PostgreSQL. It runs until Ctrl-C or \`npm run stop\`.

Settings are read from the environment and from .env; .env.example describes them all:
  DATA_DIR       where data, logs and secrets are kept (.data)
  DATABASE_URL   a PostgreSQL to use instead of the embedded one
  GATEWAY_PORT   port of the public API (3001); HUB_PORT, TENANTS_PORT, … move the services
  LOG_LEVEL      detail of the log files (info)`;

/** Runs the platform until it is asked to stop, then ends the process. */
export const start = async (args) => {
  readOptions(args, usage);
  loadDotEnv();
  const progress = createProgress(process.stdout);
  const stop = listenForStop(() => void endAtOnce(dataFolder()));
  let fault = null;
  const fail = (error) => {
    fault ??= error;
    stop.request();
  };
  process.on('uncaughtException', fail);
  // A reader that went away (`npm start | head`) must not take the platform with it.
  process.stdout.on('error', () => undefined);

  try {
    await runUntilStopped({ progress, stop });
  } catch (error) {
    if (stop.signal.aborted) {
      progress.interrupted();
      console.log('  Stopped before it was ready.');
    } else {
      progress.failed();
      fault = error;
    }
  }
  if (fault) console.error(`\n${explain(fault)}`);
  process.exit(fault ? 1 : 0);
};

const runUntilStopped = async ({ progress, stop }) => {
  const startedAt = performance.now();
  const dataDir = dataFolder();
  const ports = portsOf(process.env);
  assertWritable(dataDir);
  const instance = await claimInstance(dataDir, stop.request);
  try {
    assertSpace(dataDir, { installs: !isInstalled() });
    await assertPortsFree(ports);
    await prepare({ progress, signal: stop.signal });
    progress.phase('Loading the services');
    const { startPlatform } = await importBuilt('platform/embedded-platform.js');
    const platform = await startPlatform({
      dataDir,
      ports: 'documented',
      env: process.env,
      onProgress: progress.phase,
      signal: stop.signal,
    });
    try {
      progress.done();
      instance.update({ phase: 'running', url: platform.url, ports: platform.ports });
      const { banner } = await importBuilt('platform/banner.js');
      console.log(banner(platform, { readyAfterMs: performance.now() - startedAt }));
      await stop.requested;
    } finally {
      progress.phase('Stopping');
      await platform.close();
      progress.done();
    }
  } finally {
    instance.release();
  }
};
