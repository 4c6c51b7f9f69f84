// How long a newcomer waits, and how much memory the platform takes, at first and after a customer's whole journey:
// npm run bench -- startup [--again] (only starts of this folder's build)
import { execFileSync, spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { ContractClient } from '../e2e/contract/contract-client.js';
import { journey } from '../e2e/contract/journey/journey.js';
import { hermetic } from '../e2e/lifecycle/platform-process.js';
import { memoryOf } from './support/process-memory.js';
import type { TreeMemory } from './support/process-memory.js';

const repository = path.join(import.meta.dirname, '../..');
const furtherStarts = 3;
/** What the documentation promises. */
const limits = { freshSeconds: 60, againSeconds: 8, megabytes: 700 };

type Memory = { atStart: TreeMemory; afterJourney: TreeMemory | null; mostMegabytes: number };
type Start = { seconds: number; stopSeconds: number; phases: string[]; memory: Memory | null };
type Instance = { pid: number; url: string };

const sampleEveryMs = 250;

/** What a customer does from sign-up to the audit log; returns the most that was taken on the way. */
const walkJourney = async ({ pid, url }: Instance): Promise<number> => {
  const traveller = {
    client: new ContractClient({ http: url, ws: url.replace('http', 'ws') }),
    forexIsOpen: false,
  };
  let most = 0;
  const sampling = setInterval(
    () => (most = Math.max(most, memoryOf(pid)?.total ?? 0)),
    sampleEveryMs,
  );
  try {
    for (const { walk } of journey) await walk(traveller);
  } finally {
    clearInterval(sampling);
    await traveller.client.close();
  }
  return most;
};

const measureMemory = async (instance: Instance, isUsed: boolean): Promise<Memory | null> => {
  const atStart = memoryOf(instance.pid);
  if (!atStart) return null;
  if (!isUsed) return { atStart, afterJourney: null, mostMegabytes: atStart.total };
  const mostMegabytes = await walkJourney(instance);
  return { atStart, afterJourney: memoryOf(instance.pid), mostMegabytes };
};

/** `npm start` until it is ready, perhaps a customer's journey, then Ctrl-C until it has ended. */
const startOnce = async (
  folder: string,
  dataDir: string,
  { isUsed = false } = {},
): Promise<Start> => {
  const startedAt = performance.now();
  const child = spawn('npm', ['start'], {
    cwd: folder,
    env: { ...process.env, ...hermetic, DATA_DIR: dataDir },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
  while (!output.includes('Stop with Ctrl-C')) {
    if (child.exitCode !== null) throw new Error(`npm start ended early:\n${output}`);
    await delay(10);
  }
  const readyAt = performance.now();
  const instance = JSON.parse(
    readFileSync(path.join(dataDir, 'platform.json'), 'utf8'),
  ) as Instance;
  const stop = async (): Promise<number> => {
    const stoppedAt = performance.now();
    child.kill('SIGINT');
    const code = await ended;
    if (code !== 0) throw new Error(`npm start ended with ${code}:\n${output}`);
    return (performance.now() - stoppedAt) / 1_000;
  };
  const memory = await measureMemory(instance, isUsed).catch(async (error: unknown) => {
    await stop();
    throw error;
  });
  const stopSeconds = await stop();
  return {
    seconds: (readyAt - startedAt) / 1_000,
    stopSeconds,
    phases: output.match(/^ {2}\S.* … [\d.]+ s$/gm) ?? [],
    memory,
  };
};

const inWords = ({ node, postgres, total }: TreeMemory): string =>
  `${total} MB (Node.js ${node}, PostgreSQL ${postgres})`;

const report = (title: string, { seconds, stopSeconds, phases, memory }: Start): void => {
  console.log(`\n${title}: ready after ${seconds.toFixed(1)} s`);
  for (const phase of phases) console.log(`  ${phase}`);
  if (memory) console.log(`    memory when ready: ${inWords(memory.atStart)}`);
  if (memory?.afterJourney)
    console.log(
      `    memory after the journey: ${inWords(memory.afterJourney)}; at most ${memory.mostMegabytes} MB on the way`,
    );
  console.log(`    stopped after ${stopSeconds.toFixed(1)} s`);
};

const median = (values: readonly number[]): number =>
  [...values].sort((one, other) => one - other)[Math.floor(values.length / 2)] ?? NaN;

const verdict = (what: string, value: number, [limit, unit]: [number, string]): void =>
  console.log(
    `${what.padEnd(34)} ${value.toFixed(unit === 's' ? 1 : 0).padStart(6)} ${unit}   ${value < limit ? 'within' : 'OVER'} ${limit} ${unit}`,
  );

const clone = (folder: string): string => {
  const target = path.join(folder, 'clone');
  execFileSync('git', ['clone', '--quiet', '--local', repository, target]);
  return target;
};

const scratch = mkdtempSync(path.join(tmpdir(), 'startup-'));
// Started by root, the database runs as another user, who has to pass.
chmodSync(scratch, 0o755);
try {
  console.log(
    `Node.js ${process.versions.node}, ${cpus().length} cores, load ${loadavg()[0]?.toFixed(1) ?? '?'}`,
  );
  const isFresh = !process.argv.includes('--again');
  const folder = isFresh ? clone(scratch) : repository;
  const dataDir = path.join(scratch, 'data');
  const first = await startOnce(folder, dataDir);
  report(isFresh ? 'Fresh clone' : 'First start on new data', first);
  const again: Start[] = [];
  for (let i = 0; i < furtherStarts; i++) again.push(await startOnce(folder, dataDir));
  const used = await startOnce(folder, dataDir, { isUsed: true });
  for (const start of [...again, used]) report('Further start', start);
  console.log();
  if (isFresh) verdict('fresh clone to ready', first.seconds, [limits.freshSeconds, 's']);
  const seconds = median(again.map((start) => start.seconds));
  verdict('further start (median)', seconds, [limits.againSeconds, 's']);
  const { afterJourney } = used.memory ?? {};
  if (afterJourney)
    verdict('memory after the journey', afterJourney.total, [limits.megabytes, 'MB']);
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
