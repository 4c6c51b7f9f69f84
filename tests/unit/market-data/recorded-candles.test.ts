import { readFileSync } from 'node:fs';
import { describe, expect } from '@jest/globals';
import { parseMinuteBars } from '../../../platform/replay/minute-bars.js';
import { recordedQuotes } from '../../../subgraphs/market-data/feeds/replay/recorded-quotes.js';
import { describeRecording } from '../../../subgraphs/market-data/feeds/replay/recording.js';
import { QuoteIntake } from '../../../subgraphs/market-data/ingest/quote-intake.js';
import { formatScaled } from '../../../subgraphs/market-data/prices/scaled-price.js';
import { building, catalogue } from './building.js';
import { itWithRecordedData, recordedDays, recordedFile } from './recorded-data.js';

const minutesOf = async (folder: string, date: string) => {
  const recording = describeRecording(
    { path: recordedFile(folder, `${date}_tick_quote.zip`) },
    catalogue,
  );
  const { builder, of } = building(recording.instrument.symbol, recording.midnightMs);
  const intake = new QuoteIntake(recording.instrument);
  const refused: unknown[] = [];
  let ticks = 0;
  let gaps = 0;
  for await (const quotes of recordedQuotes(recording, (line) => refused.push(line)))
    for (const raw of quotes) {
      const quote = intake.judge(raw, null);
      if (typeof quote === 'string') refused.push(quote);
      else {
        builder.add(quote.eventTimeMs, quote.bid, quote.ask);
        ticks++;
        if (quote.silentSinceMs !== null) gaps++;
      }
    }
  builder.closeUntil(recording.midnightMs + 86_400_000);
  return { recording, refused, ticks, gaps, minutes: of('M1') };
};

describe('candles of a recorded day', () => {
  for (const { symbol, folder, date } of recordedDays)
    itWithRecordedData(`${symbol} ${date} equal the minute file, bar for bar`, async () => {
      const { recording, refused, minutes } = await minutesOf(folder, date);
      const name = `${date}_minute_quote.zip`;
      const expected = parseMinuteBars(
        { name, bytes: readFileSync(recordedFile(folder, name)) },
        recording.midnightMs,
      );
      const { pricePrecision } = recording.instrument;
      const inDecimals = (bar: Record<string, number>) =>
        Object.fromEntries(
          Object.entries(bar).map(([key, units]) => [key, formatScaled(units, pricePrecision)]),
        );
      const inText = (bar: object) =>
        Object.fromEntries(Object.entries(bar).map(([key, value]) => [key, String(value)]));

      expect(refused).toEqual([]);
      expect(minutes.every(({ complete, partial }) => complete && !partial)).toBe(true);
      expect(
        minutes.map(({ openTimeMs, bid, ask }) => ({
          openTimeMs,
          bid: inDecimals(bid),
          ask: inDecimals(ask),
        })),
      ).toEqual(
        expected.map(({ openTimeMs, bid, ask }) => ({
          openTimeMs,
          bid: inText(bid),
          ask: inText(ask),
        })),
      );
    });

  itWithRecordedData('gold’s daily break is no gap', async () => {
    const { ticks, gaps } = await minutesOf('xauusd-oanda', '20140505');
    expect(ticks).toBe(186_204);
    expect(gaps).toBe(0);
  });
});
