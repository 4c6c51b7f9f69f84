import { VirtualClock } from '../../foundation/time/virtual-clock.js';
import type { MarketDataService } from '../../subgraphs/market-data/subgraph.js';
import type { ApiClient } from '../demo/api-client.js';
import { startPlatform } from '../embedded-platform.js';
import type { RunningPlatform } from '../embedded-platform.js';
import { compareBars } from './compare-bars.js';
import { watchReplay } from './watch-replay.js';
import { readMinuteFile } from './minute-bars.js';
import type { MinuteBar } from './minute-bars.js';
import type { PlannedRecording } from './plan-replay.js';
import { readAccount, readMinuteBars, readOrders } from './read-outcome.js';
import { dayText, reportOf } from './replay-report.js';
import type { ReplayReport } from './replay-report.js';
import type { ReplayOptions } from './replay-options.js';
import { signUpTrader } from './replay-trader.js';
import type { ReplayTrader } from './replay-trader.js';

/** Nothing of the operator's own: no database, no Redis, no demo tenant of a platform that may be running. */
const environment = { DEMO_TENANT: 'off', LOG_LEVEL: 'warn', MARKET_DATA_TICK_DAYS: '0' };

export type ReplayRun = {
  recordings: readonly PlannedRecording[];
  terms: Pick<ReplayOptions, 'speed' | 'fast' | 'slow'>;
  /** An empty folder for database and logs. */
  dataDir: string;
  onProgress: (phase: string) => void;
  signal: AbortSignal;
};

/**
 * Plays the recordings through a platform of its own, whose clock is that of the data, and reads from its public API
 * what came of them.
 */
export const runReplay = async (run: ReplayRun): Promise<ReplayReport> => {
  // Before anything is started: a minute file that is none is refused at once.
  const references = readReferences(run.recordings);
  const clock = new VirtualClock(Math.min(...run.recordings.map(({ midnightMs }) => midnightMs)));
  const started: { marketData?: MarketDataService } = {};
  const platform = await startPlatform({
    dataDir: run.dataDir,
    durable: false,
    ports: 'ephemeral',
    env: environment,
    feeds: [
      {
        kind: 'replay',
        files: run.recordings.map(toSource),
        speed: run.terms.speed ?? 'full',
        time: 'original',
        drive: clock,
        autoStart: false,
      },
    ],
    onMarketData: (marketData) => (started.marketData = marketData),
    clock,
    onProgress: run.onProgress,
    signal: run.signal,
  });
  const close = (): void => void platform.close();
  run.signal.addEventListener('abort', close);
  try {
    const { marketData } = started;
    if (!marketData) throw new Error('the platform runs without market data');
    return await play(run, { platform, marketData }, references);
  } finally {
    run.signal.removeEventListener('abort', close);
    run.onProgress('Stopping');
    await platform.close();
  }
};

const toSource = ({ path, instrument, midnightMs }: PlannedRecording) => ({
  path,
  symbol: instrument.symbol,
  date: dayText(midnightMs),
});

type Reference = {
  file: string;
  recording: PlannedRecording;
  bars: MinuteBar[];
};

const readReferences = (recordings: readonly PlannedRecording[]): Reference[] =>
  recordings.flatMap((recording) => {
    const file = recording.minuteFile;
    if (file === null) return [];
    return [{ file, recording, bars: readMinuteFile(file, recording.midnightMs) }];
  });

const play = async (
  { recordings, terms, onProgress, signal }: ReplayRun,
  { platform, marketData }: { platform: RunningPlatform; marketData: MarketDataService },
  references: readonly Reference[],
): Promise<ReplayReport> => {
  onProgress('Signing up and starting the strategy');
  const trader = await signUpTrader(platform.url);
  const instruments = new Map(recordings.map(({ instrument }) => [instrument.symbol, instrument]));
  for (const instrument of instruments.values()) await trader.trade(instrument, terms);

  const watch = await watchReplay(platform.deps, trader.tenantId, onProgress);
  const startedAt = performance.now();
  const result = await marketData.runReplay();
  await watch.settled();
  const elapsedMs = performance.now() - startedAt;
  signal.throwIfAborted();

  onProgress('Reading what came of it');
  const outcome = await readOutcome(await trader.signInAgain(), trader, recordings, references);
  return reportOf({
    recordings,
    result,
    elapsedMs,
    signalStatuses: watch.signalStatuses,
    ...outcome,
  });
};

const readOutcome = async (
  api: ApiClient,
  { accountId }: ReplayTrader,
  recordings: readonly PlannedRecording[],
  references: readonly Reference[],
) => {
  let candles = 0;
  const comparisons: ReplayReport['comparisons'] = [];
  for (const recording of recordings) {
    const { midnightMs, instrument } = recording;
    const { symbol } = instrument;
    const bars = await readMinuteBars(api, { symbol, midnightMs });
    candles += bars.length;
    const reference = references.find((one) => one.recording === recording);
    if (!reference) continue;
    const comparison = compareBars(bars, reference.bars);
    comparisons.push({ symbol, day: dayText(midnightMs), file: reference.file, ...comparison });
  }
  return {
    candles,
    comparisons,
    orders: await readOrders(api, accountId),
    ...(await readAccount(api, accountId)),
  };
};
