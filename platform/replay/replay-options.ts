import { parseArgs } from 'node:util';

export type ReplayOptions = {
  files: string[];
  /** Instead of the one that a file's name tells. */
  symbol: string | null;
  /** The recorded day (UTC), instead of the one that a file's name tells. */
  date: string | null;
  /** Times the pace of the recording; null for as fast as it goes. */
  speed: number | null;
  fast: number;
  slow: number;
  /** A minute file to compare with, instead of one that lies beside the ticks. */
  verify: string | null;
  json: boolean;
};

/** The command was given wrongly; its message is one sentence. */
export class ReplayUsageError extends Error {
  override readonly name = 'ReplayUsageError';
}

export const replayUsage = `npm run demo:replay -- <file> [<file> …] [options]
Plays recorded days of ticks through the whole platform, on a database of its own, and prints what came of them.

A file is a headerless CSV of "ms since midnight UTC,bid,ask", plain or in a .zip. Its instrument and its day are
told by its name (20140505_xauusd_tick.csv, xauusd/20140505_tick_quote.zip) or by options. When a minute file lies
beside it (20140505_minute_quote.zip), the 1-minute candles are compared with it, bar for bar.

  --symbol <symbol>    the instrument, such as XAUUSD
  --date <YYYY-MM-DD>  the day (UTC)
  --fast <n>           periods of the strategy's fast average (12)
  --slow <n>           periods of its slow average (26)
  --speed <n>          n times the pace of the recording (as fast as it goes)
  --verify <file>      the minute file to compare with
  --json               the summary as JSON
  --help               this text`;

/** @throws {ReplayUsageError} when the arguments make no sense; null when they ask for help. */
export const parseReplayOptions = (args: readonly string[]): ReplayOptions | null => {
  const { values, positionals } = parse(args);
  if (values.help) return null;
  if (positionals.length === 0) throw new ReplayUsageError('Name at least one file of ticks.');
  const fast = periods('fast', values.fast, 12);
  const slow = periods('slow', values.slow, 26);
  if (fast >= slow) throw new ReplayUsageError('--fast must be smaller than --slow.');
  if (positionals.length > 1 && (values.date !== undefined || values.verify !== undefined))
    throw new ReplayUsageError('--date and --verify are for one file.');
  return {
    files: positionals,
    symbol: values.symbol ?? null,
    date: values.date ?? null,
    speed: values.speed === undefined ? null : speedOf(values.speed),
    fast,
    slow,
    verify: values.verify ?? null,
    json: values.json,
  };
};

const parse = (args: readonly string[]) => {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        symbol: { type: 'string' },
        date: { type: 'string' },
        speed: { type: 'string' },
        fast: { type: 'string' },
        slow: { type: 'string' },
        verify: { type: 'string' },
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
  } catch (error) {
    throw new ReplayUsageError(error instanceof Error ? error.message : String(error));
  }
};

const periods = (name: string, text: string | undefined, otherwise: number): number => {
  if (text === undefined) return otherwise;
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1 || value > 1_000)
    throw new ReplayUsageError(`--${name} must be a whole number from 1 to 1,000.`);
  return value;
};

const speedOf = (text: string): number => {
  const speed = Number(text);
  if (!Number.isFinite(speed) || speed <= 0)
    throw new ReplayUsageError('--speed must be a number above 0.');
  return speed;
};
