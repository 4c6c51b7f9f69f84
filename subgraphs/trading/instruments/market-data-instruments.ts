import { z } from 'zod';
import { DomainError } from '../../../foundation/errors/domain-error.js';
import { parseDecimal } from '../../../foundation/money/decimal.js';
import type { InternalClient } from '../../../foundation/subgraph/internal-client.js';
import type { Clock } from '../../../foundation/time/clock.js';
import type { Quote } from '../market/quote.js';
import type { Instrument } from './instrument.js';
import { assetClasses } from './instrument.js';
import type { InstrumentCatalogue } from './instrument-catalogue.js';

const query = `query TradingInstruments {
  instruments {
    symbol assetClass baseCurrency quoteCurrency tickSize lotSize minQuantity maxQuantity minNotional
    session { isOpen nextChangeAt }
    quote { bid ask receivedAt }
  }
}`;

const decimalText = z.string().transform(parseDecimal);
const instant = z.iso.datetime().transform((text) => Date.parse(text));

const answerSchema = z.object({
  instruments: z.array(
    z.object({
      symbol: z.string(),
      assetClass: z.enum(assetClasses),
      baseCurrency: z.string(),
      quoteCurrency: z.string(),
      tickSize: decimalText,
      lotSize: decimalText,
      minQuantity: decimalText,
      maxQuantity: decimalText,
      minNotional: decimalText.nullable(),
      session: z.object({ isOpen: z.boolean(), nextChangeAt: instant.nullable() }),
      quote: z.object({ bid: decimalText, ask: decimalText, receivedAt: instant }).nullable(),
    }),
  ),
});

type Session = { isOpen: boolean; nextChangeAtMs: number | null };

/** A symbol that is not known is asked for at most this often. */
const retryMs = 5_000;

/**
 * The instruments as market-data tells them: fetched once, again when a symbol is not among them or a market has
 * opened or closed since. The last known quotes come with them, so that positions have a price right after a start.
 */
export const createMarketDataInstruments = (deps: {
  client: InternalClient;
  clock: Clock;
  onQuote: (quote: Quote) => void;
}): InstrumentCatalogue => {
  let instruments = new Map<string, Instrument>();
  let sessions = new Map<string, Session>();
  let fetchedAtMs: number | null = null;
  let fetching: Promise<void> | null = null;

  const fetchAll = async (): Promise<void> => {
    const answer = answerSchema.parse(await deps.client.request(query));
    instruments = new Map(answer.instruments.map((row) => [row.symbol, instrumentOf(row)]));
    sessions = new Map(
      answer.instruments.map(({ symbol, session }) => [
        symbol,
        { isOpen: session.isOpen, nextChangeAtMs: session.nextChangeAt },
      ]),
    );
    fetchedAtMs = deps.clock.nowMs();
    for (const { symbol, quote } of answer.instruments)
      if (quote)
        deps.onQuote({ symbol, bid: quote.bid, ask: quote.ask, receivedAtMs: quote.receivedAt });
  };

  const fetchOnce = (): Promise<void> =>
    (fetching ??= fetchAll()
      .catch((error: unknown) => {
        throw error instanceof DomainError
          ? error
          : new DomainError('SERVICE_UNAVAILABLE', 'The instruments cannot be read.');
      })
      .finally(() => {
        fetching = null;
      }));

  const isOpen = (symbol: string, nowMs: number): boolean | null => {
    const session = sessions.get(symbol);
    if (!session) return null;
    const hasChanged = session.nextChangeAtMs !== null && nowMs >= session.nextChangeAtMs;
    return hasChanged ? null : session.isOpen;
  };

  return {
    find: (symbol) => instruments.get(symbol) ?? null,
    all: () => [...instruments.values()],
    isOpen,

    async ready(symbol) {
      const nowMs = deps.clock.nowMs();
      if (fetchedAtMs === null) return fetchOnce();
      if (symbol === undefined) return;
      const isUnknown = !instruments.has(symbol) && nowMs - fetchedAtMs >= retryMs;
      if (isUnknown) await fetchOnce();
      // Without the new hours the engine judges by the age of quotes alone.
      else if (instruments.has(symbol) && isOpen(symbol, nowMs) === null)
        await fetchOnce().catch(() => undefined);
    },
  };
};

type Row = z.output<typeof answerSchema>['instruments'][number];

const instrumentOf = (row: Row): Instrument => ({
  symbol: row.symbol,
  assetClass: row.assetClass,
  baseCurrency: row.baseCurrency,
  quoteCurrency: row.quoteCurrency,
  tickSize: row.tickSize,
  lotSize: row.lotSize,
  minQuantity: row.minQuantity,
  maxQuantity: row.maxQuantity,
  minNotional: row.minNotional,
});
