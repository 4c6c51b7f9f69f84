import { existsSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { recordedQuotes } from '../../subgraphs/market-data/feeds/replay/recorded-quotes.js';
import type { RefusedLine } from '../../subgraphs/market-data/feeds/replay/recorded-quotes.js';
import { describeRecording } from '../../subgraphs/market-data/feeds/replay/recording.js';
import type { Recording } from '../../subgraphs/market-data/feeds/replay/recording.js';
import { RecordingError } from '../../subgraphs/market-data/feeds/replay/recording-error.js';
import { createInstrumentCatalogue } from '../../subgraphs/market-data/instruments/instrument-catalogue.js';
import { instrumentTable } from '../../subgraphs/market-data/instruments/instrument-table.js';
import type { ReplayOptions } from './replay-options.js';

/** One file to play, and the minute file that its candles must equal, if there is one. */
export type PlannedRecording = Recording & { minuteFile: string | null };

/**
 * Finds out what the files hold before anything is started.
 * @throws {RecordingError} in one sentence when a file cannot be played.
 */
export const planReplay = async (
  options: Pick<ReplayOptions, 'files' | 'symbol' | 'date' | 'verify'>,
): Promise<PlannedRecording[]> => {
  for (const path of options.files)
    if (!existsSync(path)) throw new RecordingError(`There is no file ${path}.`);
  const catalogue = createInstrumentCatalogue(instrumentTable);
  const recordings = options.files.map((path) => ({
    ...describeRecording(
      { path, symbol: options.symbol ?? undefined, date: options.date ?? undefined },
      catalogue,
    ),
    minuteFile: options.verify ?? minuteFileBeside(path),
  }));
  assertNotTwice(recordings);
  for (const recording of recordings) await assertHasQuotes(recording);
  return recordings;
};

/** `…_minute_quote.zip` beside `…_tick_quote.zip`. */
const minuteFileBeside = (path: string): string | null => {
  const name = basename(path).replace('_tick', '_minute');
  const beside = join(dirname(path), name);
  return name !== basename(path) && existsSync(beside) ? beside : null;
};

const assertNotTwice = (recordings: readonly Recording[]): void => {
  const seen = new Map<string, string>();
  for (const { path, instrument, midnightMs } of recordings) {
    const day = `${instrument.symbol} of ${new Date(midnightMs).toISOString().slice(0, 10)}`;
    const other = seen.get(day);
    if (other !== undefined)
      throw new RecordingError(`${other} and ${path} are both ${day}: name one of them.`);
    seen.set(day, path);
  }
};

/** Reads as far as the first quote. */
const assertHasQuotes = async (recording: Recording): Promise<void> => {
  const refused: RefusedLine[] = [];
  for await (const quotes of recordedQuotes(recording, (line) => refused.push(line)))
    if (quotes.length > 0) return;
  const [first] = refused;
  throw new RecordingError(
    first
      ? `${recording.path} holds no quotes: line ${first.line} ${first.reason}.`
      : `${recording.path} is empty.`,
  );
};
