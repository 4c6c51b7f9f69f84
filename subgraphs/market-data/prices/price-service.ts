import { z } from 'zod';
import { checkInput } from '../../../foundation/errors/check-input.js';
import { quotesChannel } from '../../../foundation/events/quotes.js';
import type { Quote } from '../../../foundation/events/quotes.js';
import type { Broadcast } from '../../../foundation/messaging/broadcast.js';
import { liveStream } from '../../../foundation/messaging/live-stream.js';
import type { Clock } from '../../../foundation/time/clock.js';
import type { InstrumentCatalogue } from '../instruments/instrument-catalogue.js';
import type { LatestQuotes } from './latest-quotes.js';
import { pacedStream } from './paced-stream.js';

const pricesInput = z.object({
  symbols: z
    .array(z.string())
    .min(1, 'Name at least one symbol.')
    .max(100, 'Name at most 100 symbols.'),
  maxRatePerSecond: z
    .number()
    .int()
    .min(1, 'At least 1 event per second.')
    .max(1_000, 'At most 1000 events per second.')
    .nullish(),
});

export type PriceService = {
  latest(symbol: string): Quote | null;
  /** The prices as they stand, then every change; of a symbol that changes faster than it is read only the newest. */
  stream(input: {
    symbols: readonly string[];
    maxRatePerSecond?: number | null;
  }): Promise<AsyncIterableIterator<Quote>>;
};

export const createPriceService = (deps: {
  clock: Clock;
  broadcast: Broadcast;
  catalogue: InstrumentCatalogue;
  latest: LatestQuotes;
}): PriceService => ({
  latest: (symbol) => deps.latest.get(symbol) ?? null,

  async stream(input) {
    const { symbols, maxRatePerSecond } = checkInput(pricesInput, input, []);
    for (const symbol of symbols) deps.catalogue.require(symbol, ['symbols']);
    const wanted = new Set(symbols);
    const isWanted = ({ symbol }: Quote): boolean => wanted.has(symbol);
    const snapshot = [...wanted].flatMap((symbol) => deps.latest.get(symbol) ?? []);

    const stream = await liveStream<readonly Quote[], Quote>(deps.broadcast, quotesChannel, {
      eventsOf: (quotes) => quotes.filter(isWanted),
      snapshot: () => [...wanted].flatMap((symbol) => deps.latest.get(symbol) ?? []),
      conflateBy: ({ symbol }) => symbol,
    });
    if (!maxRatePerSecond) return stream;
    const spacingMs = 1_000 / maxRatePerSecond;
    return pacedStream(stream, { clock: deps.clock, spacingMs, burst: snapshot.length });
  },
});
