import { basename, dirname } from 'node:path';
import type { Instrument } from '../../instruments/instrument.js';
import type { InstrumentCatalogue } from '../../instruments/instrument-catalogue.js';
import { RecordingError } from './recording-error.js';

/** A recorded file and, where its name does not tell, what it holds. */
export type RecordingSource = {
  path: string;
  /** An instrument's symbol; otherwise found in the names of file and folder (`xauusd-oanda/…`). */
  symbol?: string | undefined;
  /** The UTC day, `YYYY-MM-DD` or `YYYYMMDD`; otherwise the first eight digits of the file's name. */
  date?: string | undefined;
};

/** One UTC day of one instrument. */
export type Recording = { path: string; instrument: Instrument; midnightMs: number };

/** @throws {RecordingError} when symbol or day cannot be told. */
export const describeRecording = (
  source: RecordingSource,
  catalogue: InstrumentCatalogue,
): Recording => ({
  path: source.path,
  instrument: instrumentFor(source, catalogue),
  midnightMs: midnightFor(source),
});

const instrumentFor = (
  { path, symbol }: RecordingSource,
  catalogue: InstrumentCatalogue,
): Instrument => {
  const words = symbol ? [symbol] : `${basename(path)} ${dirname(path)}`.split(/[^A-Za-z0-9]+/);
  for (const word of words) {
    const instrument = catalogue.find(word.toUpperCase());
    if (instrument) return instrument;
  }
  throw new RecordingError(
    symbol
      ? `There is no instrument ${symbol}.`
      : `Cannot tell the instrument of ${path}: name the file or its folder after it, or give its symbol.`,
  );
};

const midnightFor = ({ path, date }: RecordingSource): number => {
  const [, year, month, day] =
    /(?<!\d)(\d{4})-?(\d{2})-?(\d{2})(?!\d)/.exec(date ?? basename(path)) ?? [];
  const isoDay = `${year ?? ''}-${month ?? ''}-${day ?? ''}`;
  const midnightMs = Date.parse(`${isoDay}T00:00:00.000Z`);
  // Date.parse takes 31 June for 1 July.
  if (!Number.isNaN(midnightMs) && new Date(midnightMs).toISOString().startsWith(isoDay))
    return midnightMs;
  throw new RecordingError(
    date
      ? `${date} is not a day such as 2014-05-05.`
      : `Cannot tell the day of ${path}: begin the file's name with YYYYMMDD, or give its date.`,
  );
};
