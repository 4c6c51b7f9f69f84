export type RecordingFormat = 'QUOTES' | 'TRADES' | 'BARS' | 'EVENTS' | 'BINANCE';

/** Columns that a header must name, in any order. */
const requiredColumns = {
  BARS: ['time', 'open', 'high', 'low', 'close'],
  TRADES: ['time', 'price', 'quantity'],
  QUOTES: ['time', 'bid', 'ask'],
} as const;

/** Where each column of a CSV file is. */
export type Columns = ReadonlyMap<string, number>;

/**
 * Tells by its first line what a recording holds: `<ns> {…}` is a capture of Binance's websocket, `{…}` the lines of
 * `POST /ingest`, and a header names the columns of CSV. Null when it is none of them.
 */
export const recordingFormatOf = (
  firstLine: string,
): { format: RecordingFormat; columns: Columns } | null => {
  const columns = columnsOf(firstLine);
  if (/^\d{16,} \{/.test(firstLine)) return { format: 'BINANCE', columns };
  if (firstLine.startsWith('{')) return { format: 'EVENTS', columns };
  for (const format of ['BARS', 'TRADES', 'QUOTES'] as const)
    if (requiredColumns[format].every((name) => columns.has(name))) return { format, columns };
  return null;
};

const columnsOf = (header: string): Columns =>
  new Map(
    header
      .toLowerCase()
      .split(',')
      .map((name, index) => [name.trim(), index]),
  );
