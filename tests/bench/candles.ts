// How fast quotes become candles on one core: the builder alone, and the whole intake from text.
import { seededRandom } from '../../foundation/ids/seeded-random.js';
import { CandleBuilder } from '../../subgraphs/market-data/candles/candle-builder.js';
import { createInstrumentCatalogue } from '../../subgraphs/market-data/instruments/instrument-catalogue.js';
import { instrumentTable } from '../../subgraphs/market-data/instruments/instrument-table.js';
import { QuoteIntake } from '../../subgraphs/market-data/ingest/quote-intake.js';
import { formatScaled } from '../../subgraphs/market-data/prices/scaled-price.js';

const count = Number(process.argv[2] ?? 1_000_000);
const instrument = createInstrumentCatalogue(instrumentTable).require('EURUSD');
const random = seededRandom(7);
const quotes: { eventTimeMs: number; bid: number; ask: number }[] = [];
let eventTimeMs = Date.parse('2026-01-12T00:00:00Z');
let bid = 108_500;
for (let i = 0; i < count; i++) {
  eventTimeMs += Math.floor(random() * 500);
  bid += Math.floor(random() * 5) - 2;
  quotes.push({ eventTimeMs, bid, ask: bid + 12 });
}
const raw = quotes.map((quote) => ({
  symbol: instrument.symbol,
  bid: formatScaled(quote.bid, instrument.pricePrecision),
  ask: formatScaled(quote.ask, instrument.pricePrecision),
  eventTimeMs: quote.eventTimeMs,
}));

const newBuilder = () => {
  let closed = 0;
  const builder = new CandleBuilder({
    symbol: instrument.symbol,
    tradingDayOf: (timeMs) => instrument.calendar.tradingDayOf(timeMs),
    observedFromMs: 0,
    onClosed: () => closed++,
  });
  return { builder, closed: () => closed };
};

const measure = (name: string, run: () => number): void => {
  run();
  const startedAt = performance.now();
  const closed = run();
  const seconds = (performance.now() - startedAt) / 1_000;
  console.log(
    `${name}: ${Math.round(count / seconds).toLocaleString('en')} ticks/s (${count.toLocaleString('en')} ticks, ${closed.toLocaleString('en')} candles of 8 intervals)`,
  );
};

measure('candle builder', () => {
  const { builder, closed } = newBuilder();
  for (const quote of quotes) builder.add(quote.eventTimeMs, quote.bid, quote.ask);
  return closed();
});

measure('text → checked → candles', () => {
  const { builder, closed } = newBuilder();
  const intake = new QuoteIntake(instrument);
  for (const quote of raw) {
    const verdict = intake.judge(quote, null);
    if (typeof verdict !== 'string') builder.add(verdict.eventTimeMs, verdict.bid, verdict.ask);
  }
  return closed();
});
