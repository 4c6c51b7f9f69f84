import type { RawQuote } from '../feed-adapter.js';
import { linesOf } from './file-lines.js';
import { parseQuoteLine } from './quote-line.js';
import type { Recording } from './recording.js';

export type RefusedLine = { file: string; line: number; reason: string };

/** The quotes of a recording in order; lines that are none are told to `onRefused` and skipped. */
export async function* recordedQuotes(
  { path, instrument, midnightMs }: Recording,
  onRefused: (line: RefusedLine) => void,
): AsyncGenerator<RawQuote[]> {
  let line = 0;
  let previousMs = 0;
  for await (const texts of linesOf(path)) {
    const quotes: RawQuote[] = [];
    for (const text of texts) {
      line++;
      const parsed = parseQuoteLine(text, previousMs);
      if (typeof parsed === 'string') onRefused({ file: path, line, reason: parsed });
      else {
        previousMs = parsed.msOfDay;
        quotes.push({
          symbol: instrument.symbol,
          bid: parsed.bid,
          ask: parsed.ask,
          eventTimeMs: midnightMs + parsed.msOfDay,
        });
      }
    }
    yield quotes;
  }
}
