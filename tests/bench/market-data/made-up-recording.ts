import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { seededRandom } from '../../../foundation/ids/seeded-random.js';

export const benchSymbols = ['EURUSD', 'GBPUSD', 'AUDUSD', 'USDCHF', 'USDCAD'] as const;
/** A Wednesday: its markets are open all day. */
const day = '20240710';

/**
 * Recorded days of five currency pairs, one file each, with so many quotes in each second; all of a second are spread
 * over its milliseconds.
 */
export const makeUpRecording = (
  folder: string,
  name: string,
  quotesPerSecond: readonly number[],
): { files: { path: string; symbol: string; date: string }[]; quotes: number } => {
  const random = seededRandom(7);
  let quotes = 0;
  const files = benchSymbols.map((symbol) => {
    let bid = 108_500;
    const lines: string[] = [];
    quotesPerSecond.forEach((count, second) => {
      const ofSymbol = Math.floor(count / benchSymbols.length);
      for (let quote = 0; quote < ofSymbol; quote++) {
        bid += Math.floor(random() * 5) - 2;
        const timeMs = second * 1_000 + (quote * 1_000) / ofSymbol;
        lines.push(
          `${timeMs.toFixed(3)},${(bid / 1e5).toFixed(5)},${((bid + 12) / 1e5).toFixed(5)}`,
        );
      }
      quotes += ofSymbol;
    });
    const path = join(folder, `${day}_${name}_${symbol}.csv`);
    writeFileSync(path, `${lines.join('\n')}\n`);
    return { path, symbol, date: day };
  });
  return { files, quotes };
};
