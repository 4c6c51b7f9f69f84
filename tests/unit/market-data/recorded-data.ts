import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { it } from '@jest/globals';

/** Real market data, which is no part of the repository; tests that need it say so where it is absent. */
const folder = resolve(
  process.env['MARKET_DATA_DIR'] ?? join(import.meta.dirname, '../../../../shared/data'),
);

export const recordedFile = (...names: string[]): string => join(folder, ...names);

export const readGzip = (...names: string[]): string =>
  gunzipSync(readFileSync(recordedFile(...names))).toString();

/** Runs the test where the data is; elsewhere it is skipped and says why. */
export const itWithRecordedData = (
  name: string,
  test: () => void | Promise<void>,
  timeoutMs = 60_000,
): void => {
  if (existsSync(folder)) it(name, test, timeoutMs);
  else it.skip(`${name} (no recorded data in ${folder}; MARKET_DATA_DIR tells where it is)`, test);
};

export const recordedDays = [
  { symbol: 'XAUUSD', folder: 'xauusd-oanda', date: '20140505' },
  { symbol: 'XAUUSD', folder: 'xauusd-oanda', date: '20140506' },
  { symbol: 'EURUSD', folder: 'eurusd-oanda', date: '20140505' },
  { symbol: 'EURUSD', folder: 'eurusd-oanda', date: '20140506' },
] as const;
