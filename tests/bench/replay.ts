// npm run bench -- replay [<tick file> …]: a day of real gold by default, or of made-up euro where there is none.
import { chmodSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { replay } from '../../platform/demo-replay.js';
import { planReplay } from '../../platform/replay/plan-replay.js';
import type { PlannedRecording } from '../../platform/replay/plan-replay.js';
import { systemClock } from '../../foundation/time/clock.js';
import { CandleBuilder } from '../../subgraphs/market-data/candles/candle-builder.js';
import { QuoteIntake } from '../../subgraphs/market-data/ingest/quote-intake.js';
import { createReplayFeed } from '../../subgraphs/market-data/feeds/replay/replay-feed.js';
import { createInstrumentCatalogue } from '../../subgraphs/market-data/instruments/instrument-catalogue.js';
import { instrumentTable } from '../../subgraphs/market-data/instruments/instrument-table.js';
import { sinkWith } from '../unit/market-data/building.js';
import { makeUpDay } from '../e2e/replay/made-up-day.js';

type Run = { ticks: number; candles: number; elapsedMs: number };

const runs = 3;
const folder = mkdtempSync(join(tmpdir(), 'bench-replay-'));
chmodSync(folder, 0o755);

const defaultFile = (): string => {
  const data = process.env['MARKET_DATA_DIR'] ?? join(import.meta.dirname, '../../../shared/data');
  const gold = join(data, 'xauusd-oanda/20140505_tick_quote.zip');
  if (existsSync(gold)) return gold;
  const made = join(folder, '20140505_eurusd_tick.csv');
  writeFileSync(made, makeUpDay(24).ticks);
  return made;
};

const given = process.argv.slice(2);
const options = {
  files: given.length > 0 ? given : [defaultFile()],
  ...{ symbol: null, date: null, speed: null, verify: null, json: false },
  ...{ fast: 12, slow: 26 },
};

const readAndFold = async (recordings: readonly PlannedRecording[]): Promise<Run> => {
  let candles = 0;
  const lanes = new Map(
    recordings.map(({ instrument }) => [
      instrument.symbol,
      {
        intake: new QuoteIntake(instrument),
        builder: new CandleBuilder({
          symbol: instrument.symbol,
          tradingDayOf: (timeMs) => instrument.calendar.tradingDayOf(timeMs),
          observedFromMs: 0,
          onClosed: () => candles++,
        }),
      },
    ]),
  );
  const feed = createReplayFeed(
    { name: 'bench', files: recordings, speed: 'full', time: 'original', pace: systemClock },
    createInstrumentCatalogue(instrumentTable),
  );
  const startedAt = performance.now();
  const sink = sinkWith({
    quotes(burst) {
      for (const quote of burst) {
        const lane = lanes.get(quote.symbol);
        const checked = lane?.intake.judge(quote, null);
        if (lane && checked !== undefined && typeof checked !== 'string')
          lane.builder.add(checked.eventTimeMs, checked.bid, checked.ask);
      }
      return Promise.resolve();
    },
    timeReached: (timeMs) => {
      for (const { builder } of lanes.values()) builder.closeUntil(timeMs);
    },
  });
  await feed.start(sink);
  const { ticks } = await feed.finished();
  return { ticks, candles, elapsedMs: performance.now() - startedAt };
};

const wholePlatform = async (): Promise<Run> => {
  const report = await replay(options, {
    onProgress: () => undefined,
    signal: new AbortController().signal,
  });
  return report;
};

const measure = async (name: string, run: () => Promise<Run>): Promise<void> => {
  const rates: number[] = [];
  let last: Run = { ticks: 0, candles: 0, elapsedMs: 0 };
  for (let i = 0; i < runs; i++) {
    last = await run();
    rates.push(last.ticks / (last.elapsedMs / 1_000));
    console.log(`  ${name}, run ${i + 1}: ${text(rates.at(-1) ?? 0)} ticks/s`);
  }
  const median = rates.toSorted((a, b) => a - b)[Math.floor(runs / 2)] ?? 0;
  console.log(`${name}: ${text(median)} ticks/s (${text(last.ticks)} ticks, median of ${runs})`);
};

const text = (value: number): string => Math.round(value).toLocaleString('en');

try {
  const recordings = await planReplay(options);
  await measure('file → checked quotes → candles', () => readAndFold(recordings));
  await measure('the whole platform', wholePlatform);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
