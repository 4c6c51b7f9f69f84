#!/usr/bin/env node
import { existsSync, readdirSync, rmdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { readOptions, runCommandLine } from './lifecycle/command-line.mjs';
import { databaseFolder, removeDatabase } from './lifecycle/embedded-database.mjs';
import { findRunning } from './lifecycle/instance.mjs';
import { dataFolder, loadDotEnv } from './lifecycle/paths.mjs';
import { prepare } from './lifecycle/prepare.mjs';
import { createProgress } from './lifecycle/progress.mjs';
import { Refusal } from './lifecycle/refusal.mjs';

const usage = `npm run reset [-- --yes]
Deletes everything that the platform keeps in its data folder: database, logs, secrets, demo sign-in.
  --yes   do not ask`;

/** All that a platform writes there; what else lies in the folder is not ours to delete. */
const ours = ['postgres', 'logs', 'secrets', 'demo-credentials.json', 'platform.json'];

const confirm = async (dataDir) => {
  if (!process.stdin.isTTY)
    throw new Refusal(
      'This deletes all data; nobody is there to confirm it: say `npm run reset -- --yes`.',
    );
  const prompt = createInterface({ input: process.stdin, output: process.stdout });
  const endOfInput = new Promise((resolve) => prompt.once('close', () => resolve('')));
  const answer = await Promise.race([
    prompt.question(`This deletes all data of the platform in ${dataDir}. Type "yes" to go on: `),
    endOfInput,
  ]);
  prompt.close();
  return answer.trim().toLowerCase() === 'yes';
};

const remove = async (dataDir) => {
  const progress = createProgress(process.stdout);
  if (existsSync(databaseFolder(dataDir))) {
    // Only the launcher knows where root had to keep the data.
    await prepare({ progress });
    progress.phase('Deleting the database');
    await removeDatabase(dataDir);
  }
  for (const name of ours) rmSync(join(dataDir, name), { recursive: true, force: true });
  if (readdirSync(dataDir).length === 0) rmdirSync(dataDir);
  progress.done();
};

const reset = async () => {
  loadDotEnv();
  const dataDir = dataFolder();
  const running = await findRunning(dataDir);
  if (running)
    throw new Refusal(
      `The platform is running (process ${running.pid}): stop it first with \`npm run stop\`.`,
    );
  if (!existsSync(dataDir)) return console.log(`There is no data in ${dataDir}.`);
  if (!options.yes && !(await confirm(dataDir))) return console.log('Nothing was deleted.');
  await remove(dataDir).catch((error) => {
    if (error.code !== 'EACCES' && error.code !== 'EPERM') throw error;
    throw new Refusal(
      `${error.path ?? dataDir} cannot be deleted (${error.code}): it belongs to another user.`,
    );
  });
  console.log(`Deleted all data in ${dataDir}.`);
  if (process.env.DATABASE_URL) console.log('The database at DATABASE_URL was left as it is.');
};

const options = readOptions(process.argv.slice(2), usage, {
  yes: { type: 'boolean', default: false },
});
await runCommandLine(reset);
process.exit();
