import { unzipSync } from 'fflate';
import { readFileSync } from 'node:fs';
import { Decimal } from '../../foundation/money/decimal.js';

export type Bar = { open: Decimal; high: Decimal; low: Decimal; close: Decimal };

/** The prices of one minute. */
export type MinuteBar = { openTimeMs: number; bid: Bar; ask: Bar };

/** A minute file that cannot be compared with; its message is one sentence for whoever gave it. */
export class MinuteFileError extends Error {
  override readonly name = 'MinuteFileError';
}

const columns = 11;

/**
 * Reads a minute file; see `parseMinuteBars`.
 * @throws {MinuteFileError} also when there is no such file.
 */
export const readMinuteFile = (path: string, midnightMs: number): MinuteBar[] => {
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(path);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new MinuteFileError(
      code === 'ENOENT' ? `There is no file ${path}.` : `${path} cannot be read: ${message}.`,
    );
  }
  return parseMinuteBars({ name: path, bytes }, midnightMs);
};

/**
 * Reads a recorded day of minute bars: a headerless CSV, plain or the only file of a zip, each line
 * `ms since midnight UTC,bid open,high,low,close,size,ask open,high,low,close,size`.
 * @param midnightMs the day's start.
 * @throws {MinuteFileError} naming the first line that is something else.
 */
export const parseMinuteBars = (
  file: { name: string; bytes: Uint8Array },
  midnightMs: number,
): MinuteBar[] => {
  const text = new TextDecoder().decode(contentOf(file));
  const lines = text.split(/\r?\n/).filter((line) => line !== '');
  if (lines.length === 0) throw new MinuteFileError(`${file.name} has no minute bars in it.`);
  return lines.map((line, index) => {
    const bar = parseLine(line.split(','), midnightMs);
    if (!bar)
      throw new MinuteFileError(`Line ${index + 1} of ${file.name} is not a minute bar: ${line}`);
    return bar;
  });
};

const contentOf = ({ name, bytes }: { name: string; bytes: Uint8Array }): Uint8Array => {
  const isZip = bytes[0] === 0x50 && bytes[1] === 0x4b;
  if (!isZip) return bytes;
  try {
    const contents = Object.values(unzipSync(bytes));
    const [content] = contents;
    if (content && contents.length === 1) return content;
  } catch {
    throw new MinuteFileError(`${name} is a damaged zip file.`);
  }
  throw new MinuteFileError(`${name} must hold exactly one file.`);
};

const parseLine = (fields: readonly string[], midnightMs: number): MinuteBar | null => {
  const sinceMidnightMs = Number(fields[0]);
  const prices = fields.slice(1).map(toDecimal);
  if (fields.length !== columns || !Number.isInteger(sinceMidnightMs) || fields[0] === '')
    return null;
  const bid = barOf(prices.slice(0, 4));
  const ask = barOf(prices.slice(5, 9));
  return bid && ask ? { openTimeMs: midnightMs + sinceMidnightMs, bid, ask } : null;
};

const toDecimal = (text: string): Decimal | null =>
  /^\d+(\.\d+)?$/.test(text) ? new Decimal(text) : null;

const barOf = ([open, high, low, close]: readonly (Decimal | null)[]): Bar | null =>
  open && high && low && close ? { open, high, low, close } : null;
