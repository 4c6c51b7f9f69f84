// How long a newcomer waits: npm run bench -- startup [--again] (only further starts, of this folder's build)
import { execFileSync, spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

const repository = path.join(import.meta.dirname, '../..');
const furtherStarts = 3;
/** What the documentation promises. */
const limits = { freshSeconds: 60, againSeconds: 8 };

const freePorts = Object.fromEntries(
  (
    JSON.parse(readFileSync(path.join(repository, 'platform/services.json'), 'utf8')) as {
      portVariable: string;
    }[]
  ).map(({ portVariable }) => [portVariable, '0']),
);

type Start = { seconds: number; stopSeconds: number; phases: string[]; megabytes: number | null };

/** Resident memory of a process where /proc tells it. */
const residentMegabytes = (pid: number): number | null => {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    return Math.round(Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024);
  } catch {
    return null;
  }
};

/** `npm start` until it is ready, then Ctrl-C until it has ended. */
const startOnce = async (folder: string, dataDir: string): Promise<Start> => {
  const startedAt = performance.now();
  const child = spawn('npm', ['start'], {
    cwd: folder,
    env: { ...process.env, ...freePorts, DATA_DIR: dataDir, DATABASE_URL: '', REDIS_URL: '' },
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
  const { pid } = JSON.parse(readFileSync(path.join(dataDir, 'platform.json'), 'utf8')) as {
    pid: number;
  };
  const megabytes = residentMegabytes(pid);
  child.kill('SIGINT');
  const code = await ended;
  if (code !== 0) throw new Error(`npm start ended with ${code}:\n${output}`);
  return {
    seconds: (readyAt - startedAt) / 1_000,
    stopSeconds: (performance.now() - readyAt) / 1_000,
    phases: output.match(/^ {2}\S.* … [\d.]+ s$/gm) ?? [],
    megabytes,
  };
};

const report = (title: string, { seconds, stopSeconds, phases, megabytes }: Start): void => {
  console.log(`\n${title}: ready after ${seconds.toFixed(1)} s`);
  for (const phase of phases) console.log(`  ${phase}`);
  console.log(
    `    stopped after ${stopSeconds.toFixed(1)} s${megabytes === null ? '' : `, ${megabytes} MB resident`}`,
  );
};

const median = (values: readonly number[]): number =>
  [...values].sort((one, other) => one - other)[Math.floor(values.length / 2)] ?? NaN;

const verdict = (what: string, seconds: number, limit: number): void =>
  console.log(
    `${what.padEnd(28)} ${seconds.toFixed(1).padStart(6)} s   ${seconds < limit ? 'within' : 'OVER'} ${limit} s`,
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
  for (const start of again) report('Further start', start);
  console.log();
  if (isFresh) verdict('fresh clone to ready', first.seconds, limits.freshSeconds);
  const seconds = median(again.map((start) => start.seconds));
  verdict('further start (median)', seconds, limits.againSeconds);
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
