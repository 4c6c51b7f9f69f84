import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ReplayReport } from '../../../platform/replay/replay-report.js';
import { makeUpDay } from './made-up-day.js';

const root = join(import.meta.dirname, '../../..');
const dataFolder = process.env['MARKET_DATA_DIR'] ?? join(root, '../shared/data');
const goldDay = join(dataFolder, 'xauusd-oanda/20140505_tick_quote.zip');
const minutesMs = 60_000;

type Ended = { code: number | null; stdout: string; stderr: string };

/** What `npm run demo:replay -- …` does, as a process of its own with its own folder for what it leaves behind. */
const start = (args: readonly string[]): { child: ChildProcess; ended: Promise<Ended> } => {
  const child = spawn(process.execPath, ['scripts/demo-replay.mjs', ...args], {
    cwd: root,
    env: { ...process.env, TMPDIR: leftovers },
  });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  const ended = new Promise<Ended>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, stdout, stderr }));
  });
  return { child, ended };
};

const demoReplay = (...args: string[]): Promise<Ended> => start(args).ended;

const reportOf = ({ code, stdout, stderr }: Ended, expectedCode: number): ReplayReport => {
  if (code !== expectedCode) throw new Error(`it ended with ${code}:\n${stderr}\n${stdout}`);
  return JSON.parse(stdout) as ReplayReport;
};

let folder: string;
let leftovers: string;
const day = makeUpDay(4);
const write = (name: string, content: string): string => {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
};

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'demo-replay-'));
  leftovers = join(folder, 'leftovers');
  mkdirSync(leftovers);
  // The database runs as another user than root.
  chmodSync(folder, 0o755);
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('npm run demo:replay', () => {
  it(
    'plays a day from its ticks to the performance of its trades, past lines that are none',
    async () => {
      const ticks = write('20140505_eurusd_tick.csv', day.ticks);
      write('20140505_eurusd_minute.csv', day.minutes);
      const report = reportOf(await demoReplay(ticks, '--json', '--fast', '5', '--slow', '20'), 0);
      expect(report.ticks).toBe(day.tickCount);
      expect(report.rejectedLineCount).toBe(day.faultyLines.length);
      expect(report.rejectedLines.map(({ line }) => line)).toEqual(day.faultyLines);
      expect(report.candles).toBe(day.minuteCount);
      expect(report.comparisons).toMatchObject([
        { symbol: 'EURUSD', expected: day.minuteCount, equal: day.minuteCount, differences: [] },
      ]);
      expectTrades(report);
    },
    3 * minutesMs,
  );

  it(
    'ends with 1 and names the minute when a candle differs from the minute file',
    async () => {
      const ticks = write('20140506_eurusd.csv', day.ticks);
      const wrong = write('wrong.csv', day.minutes.replace(/^60000,1\.\d{5}/m, '60000,1.00000'));
      const { code, stdout } = await demoReplay(ticks, '--verify', wrong);
      expect(code).toBe(1);
      expect(stdout).toContain(
        `EURUSD 2014-05-06: ${day.minuteCount - 1} of ${day.minuteCount} bars equal, bid and ask`,
      );
      expect(stdout).toMatch(/00:01 bid open is 1\.37\d+, should be 1\n/);
    },
    3 * minutesMs,
  );

  it.each([
    ['no file', [], 'Name at least one file of ticks.'],
    ['a missing file', ['20140505_eurusd_gone.csv'], 'There is no file 20140505_eurusd_gone.csv.'],
    ['an option that does not exist', ['day.csv', '--louder'], "Unknown option '--louder'"],
  ])('says in one sentence what is wrong with %s', async (_case, args, sentence) => {
    expectOneSentence(await demoReplay(...args), sentence);
  });

  it('says in one sentence that a file is empty, or holds no quotes', async () => {
    const empty = write('20140507_eurusd.csv', '');
    expectOneSentence(await demoReplay(empty), `${empty} is empty.`);
    const words = write('20140508_eurusd.csv', 'once upon\na time\n');
    expectOneSentence(await demoReplay(words), `${words} holds no quotes: line 1`);
  });

  it(
    'keeps the pace that is asked for, and stops at once on Ctrl-C',
    async () => {
      const { child, ended } = start([write('20140509_eurusd.csv', day.ticks), '--speed', '60']);
      await new Promise<void>((resolve) => {
        // At sixty times the pace the first minute closes after a second; four hours would last four minutes.
        child.stderr?.on('data', (chunk: Buffer) => {
          if (chunk.toString().includes('Replaying 2014-05-09')) resolve();
        });
      });
      child.kill('SIGINT');
      const { code, stderr } = await ended;
      expect(code).toBe(130);
      expect(stderr).toMatch(/Stopped\.\n$/);
    },
    3 * minutesMs,
  );

  it('leaves nothing behind', () => {
    expect(readdirSync(leftovers)).toEqual([]);
  });
});

const realDay = existsSync(goldDay) ? describe : describe.skip;
realDay('a recorded day of gold (set MARKET_DATA_DIR when this is skipped)', () => {
  it(
    'gives the candles of its minute file, all 1,389 of them, and trades',
    async () => {
      const report = reportOf(await demoReplay(goldDay, '--json'), 0);
      expect(report).toMatchObject({
        ticks: 186_204,
        rejectedLineCount: 0,
        candles: 1_389,
        comparisons: [{ symbol: 'XAUUSD', expected: 1_389, equal: 1_389, surplus: 0 }],
      });
      expectTrades(report);
    },
    5 * minutesMs,
  );
});

const countOf = (counted: { what: string; count: number }[], what: string): number =>
  counted.find((one) => one.what === what)?.count ?? 0;

/** What the services told of the same day, each from its own side, has to agree. */
const expectTrades = (report: ReplayReport): void => {
  const { account, performance } = report;
  const gained = Number(account.balance) - 100_000;
  expect(report.fills).toBeGreaterThan(3);
  expect(countOf(report.signals, 'TRADED')).toBe(countOf(report.orders, 'FILLED'));
  expect(report.fills).toBe(countOf(report.orders, 'FILLED'));
  expect(performance.trades).toBeGreaterThan(0);
  const realized = performance.bySymbol.map(({ realizedPnl }) => Number(realizedPnl));
  expect(realized.reduce((sum, value) => sum + value)).toBeCloseTo(gained, 6);
  expect(account.positions.map(({ realizedPnl }) => Number(realizedPnl))).toEqual(
    realized.map((value) => expect.closeTo(value, 6)),
  );
  expect(performance.totalReturn).toBeCloseTo(
    Number(performance.equityCurve.at(-1)?.equity) / 100_000 - 1,
    9,
  );
  expect(performance.equityCurve.length).toBeGreaterThan(10);
  expect(performance.sharpe).toBeNull();
};

const expectOneSentence = ({ code, stdout, stderr }: Ended, sentence: string): void => {
  expect(code).toBe(1);
  expect(stdout).toBe('');
  expect(stderr).toContain(sentence);
  expect(stderr).not.toMatch(/^\s+at /m);
};
