import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type {
  IndicatorArguments,
  IndicatorBar,
  IndicatorValue,
} from '../../../subgraphs/market-data/indicators/calculator.js';
import type { IndicatorName } from '../../../subgraphs/market-data/indicators/indicator.js';
import { indicators } from '../../../subgraphs/market-data/indicators/indicator.js';
import { readFileSync } from 'node:fs';
import { itWithRecordedData, readGzip, recordedFile } from './recorded-data.js';

const dayMs = 86_400_000;
const dayOf = (timeMs: number): number => Math.floor(timeMs / (5 * dayMs)) * 5 * dayMs;

const cases: [IndicatorName, IndicatorArguments][] = [
  ['sma', { period: 20 }],
  ['ema', { period: 20 }],
  ['rsi', { period: 14 }],
  ['macd', { fast: 12, slow: 26, signal: 9 }],
  ['bollinger', { period: 20, deviations: 2 }],
  ['atr', { period: 14 }],
  ['adx', { period: 14 }],
  ['stochastic', { period: 14, smoothing: 3, signal: 3 }],
  ['vwap', {}],
];

const run = (name: IndicatorName, options: IndicatorArguments, bars: readonly IndicatorBar[]) => {
  const calculator = indicators[name].create(options, dayOf);
  return bars.map((bar) => calculator.update(bar, false));
};

const dailyBars = (): IndicatorBar[] =>
  readFileSync(recordedFile('indicators', 'daily_quotes.csv'), 'utf8')
    .trimEnd()
    .split('\n')
    .slice(1)
    .map((line) => {
      const [date = '', ...fields] = line.split(',');
      const [open = NaN, high = NaN, low = NaN, close = NaN, volume = NaN] = fields.map(Number);
      return { openTimeMs: Date.parse(date), open, high, low, close, volume };
    });

/** How the reference calls what we tell. */
const references: Partial<
  Record<IndicatorName, { file: string; of: (row: Record<string, number>) => IndicatorValue }>
> = {
  sma: { file: 'sma', of: (row) => row['sma']! },
  ema: { file: 'ema', of: (row) => row['ema']! },
  rsi: { file: 'rsi', of: (row) => row['rsi']! },
  macd: {
    file: 'macd',
    of: (row) => ({ macd: row['macd']!, signal: row['signal']!, histogram: row['histogram']! }),
  },
  bollinger: {
    file: 'bb',
    of: (row) => ({ lower: row['lowerBand']!, middle: row['sma']!, upper: row['upperBand']! }),
  },
  atr: { file: 'atr', of: (row) => row['atr']! },
  adx: { file: 'adx', of: (row) => row['adx']! },
  stochastic: { file: 'stoch', of: (row) => ({ k: row['k']!, d: row['d']! }) },
};

const difference = (a: IndicatorValue, b: IndicatorValue): number =>
  typeof a === 'number' || typeof b === 'number'
    ? Math.abs((a as number) - (b as number))
    : Math.max(...Object.keys(b).map((key) => Math.abs(a[key]! - b[key]!)));

describe('indicators of 502 real days', () => {
  for (const [name, options] of cases) {
    const reference = references[name];
    if (!reference) continue;
    itWithRecordedData(`${name} equal the reference to 1e-9 once they have settled`, () => {
      const bars = dailyBars();
      const rows = JSON.parse(
        readGzip('indicators', `${reference.file}.standard.json.gz`),
      ) as Record<string, number>[];
      const values = run(name, options, bars);
      // Wilder's means forget their seed more slowly than the 200 days that others need.
      const settled = Math.min(470, Math.max(200, indicators[name].settledAfter(options)));
      let compared = 0;
      for (let day = settled; day < bars.length; day++) {
        expect(difference(values[day]!, reference.of(rows[day]!))).toBeLessThan(1e-9);
        compared++;
      }
      expect(compared).toBeGreaterThan(30);
    });
  }

  itWithRecordedData(
    'vwap is the mean of typical prices by volume, from where its day begins',
    () => {
      const bars = dailyBars().slice(0, 40);
      const values = run('vwap', {}, bars);
      bars.forEach((bar, index) => {
        const day = bars
          .slice(0, index + 1)
          .filter((one) => dayOf(one.openTimeMs) === dayOf(bar.openTimeMs));
        const sum = (of: (one: IndicatorBar) => number) =>
          day.reduce((total, one) => total + of(one), 0);
        const expected =
          sum((one) => ((one.high + one.low + one.close) / 3) * one.volume!) /
          sum((one) => one.volume!);
        expect(values[index]).toBeCloseTo(expected, 9);
      });
    },
  );
});

describe('a forming candle', () => {
  const bars = fc.array(
    fc.record({
      low: fc.integer({ min: 50, max: 90 }),
      spread: fc.integer({ min: 1, max: 20 }),
      volume: fc.integer({ min: 1, max: 1_000 }),
    }),
    { minLength: 70, maxLength: 110 },
  );

  it.each(cases)('leaves %s as if it had come once, however often it changes', (name, options) => {
    fc.assert(
      fc.property(bars, fc.infiniteStream(fc.nat({ max: 3 })), (shapes, repeats) => {
        const series = shapes.map(({ low, spread, volume }, index) => ({
          openTimeMs: index * dayMs,
          ...{ open: low, low, high: low + spread, close: low + spread / 2, volume },
        }));
        const once = run(name, options, series);
        const calculator = indicators[name].create(options, dayOf);
        series.forEach((bar, index) => {
          const states = Number(repeats.next().value);
          for (let state = 0; state < states; state++)
            calculator.update(
              {
                ...bar,
                high: bar.high + state,
                close: bar.close + state,
                volume: bar.volume + state,
              },
              state > 0,
            );
          const value = calculator.update(bar, states > 0);
          if (value === null || once[index] === null) expect(value).toBe(once[index]);
          else expect(difference(value, once[index]!)).toBeLessThan(1e-9);
        });
      }),
      { numRuns: 20 },
    );
  });
});
