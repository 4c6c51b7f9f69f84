import { describe, expect, it } from '@jest/globals';
import { DomainError } from '../../../foundation/errors/domain-error.js';
import type { InternalClient } from '../../../foundation/subgraph/internal-client.js';
import { VirtualClock } from '../../../foundation/time/virtual-clock.js';
import { createMarketDataHistory } from '../../../subgraphs/trading/backtests/market-data-history.js';
import { createMarketDataInstruments } from '../../../subgraphs/trading/instruments/market-data-instruments.js';
import type { Quote } from '../../../subgraphs/trading/market/quote.js';
import { createMarketDataCandles } from '../../../subgraphs/trading/strategies/market-data-candles.js';
import { noonMs } from './builders.js';

const eurusd = {
  symbol: 'EURUSD',
  assetClass: 'FOREX',
  baseCurrency: 'EUR',
  quoteCurrency: 'USD',
  tickSize: '0.00001',
  lotSize: '1000',
  minQuantity: '1000',
  maxQuantity: '100000000',
  minNotional: null,
  session: { isOpen: true, nextChangeAt: '2026-03-06T22:00:00.000Z' },
  quote: { bid: '1.09999', ask: '1.10000', receivedAt: '2026-03-04T11:59:00.000Z' },
};

/** Answers with what `answer` gives, and counts. */
const clientOf = (answer: (variables: Record<string, unknown>) => unknown) => {
  const asked: Record<string, unknown>[] = [];
  const client: InternalClient = {
    request: <TData>(_query: string, variables: Record<string, unknown> = {}) => {
      asked.push(variables);
      return Promise.resolve(answer(variables) as TData);
    },
    close: () => Promise.resolve(),
  };
  return { client, asked };
};

describe('instruments from market-data', () => {
  const catalogueOf = (answer: () => unknown) => {
    const clock = new VirtualClock(noonMs);
    const quotes: Quote[] = [];
    const { client, asked } = clientOf(answer);
    const catalogue = createMarketDataInstruments({
      client,
      clock,
      onQuote: (quote) => quotes.push(quote),
    });
    return { catalogue, clock, quotes, asked };
  };

  it('are fetched once for many who wait, with the last known quotes', async () => {
    const { catalogue, quotes, asked } = catalogueOf(() => ({ instruments: [eurusd] }));
    await Promise.all([catalogue.ready(), catalogue.ready('EURUSD'), catalogue.ready()]);
    expect(asked).toHaveLength(1);
    expect(catalogue.find('EURUSD')?.lotSize.toFixed()).toBe('1000');
    expect(catalogue.find('XAUUSD')).toBeNull();
    expect(quotes.map(({ symbol, receivedAtMs }) => [symbol, receivedAtMs])).toEqual([
      ['EURUSD', noonMs - 60_000],
    ]);
  });

  it('are asked for again when a symbol is unknown, but not by every order', async () => {
    let listed: unknown[] = [eurusd];
    const { catalogue, clock, asked } = catalogueOf(() => ({ instruments: listed }));
    await catalogue.ready();
    listed = [eurusd, { ...eurusd, symbol: 'GBPUSD' }];
    await catalogue.ready('GBPUSD');
    expect(asked).toHaveLength(1);
    clock.advanceBy(5_000);
    await catalogue.ready('GBPUSD');
    expect(asked).toHaveLength(2);
    expect(catalogue.find('GBPUSD')).not.toBeNull();
  });

  it('say whether the market is open only for as long as that holds', async () => {
    const { catalogue, clock, asked } = catalogueOf(() => ({ instruments: [eurusd] }));
    await catalogue.ready();
    const closesAtMs = Date.parse(eurusd.session.nextChangeAt);
    expect(catalogue.isOpen('EURUSD', closesAtMs - 1)).toBe(true);
    expect(catalogue.isOpen('EURUSD', closesAtMs)).toBeNull();
    clock.advanceTo(closesAtMs);
    await catalogue.ready('EURUSD');
    expect(asked).toHaveLength(2);
  });

  it('are unavailable, not unknown, when market-data answers nonsense', async () => {
    const { catalogue } = catalogueOf(() => ({ instruments: [{ ...eurusd, lotSize: 'many' }] }));
    await expect(catalogue.ready()).rejects.toThrow(DomainError);
    await expect(catalogue.ready('EURUSD')).rejects.toMatchObject({ code: 'SERVICE_UNAVAILABLE' });
  });
});

describe('past candles from market-data', () => {
  const candles = (count: number, endMs = noonMs) =>
    Array.from({ length: count }, (_, i) => {
      const openMs = endMs - (count - i) * 60_000;
      return {
        openTime: new Date(openMs).toISOString(),
        closeTime: new Date(openMs + 60_000).toISOString(),
        close: `1.${String(i).padStart(4, '0')}`,
        complete: true,
        partial: false,
      };
    });

  it('are the last ones that are closed and whole, oldest first', async () => {
    const kept = candles(5);
    const forming = { ...candles(1, noonMs + 60_000)[0], complete: false };
    const torn = kept.map((candle, i) => ({ ...candle, partial: i === 3 }));
    const { client } = clientOf(() => ({ candles: [...torn, forming] }));
    const found = await createMarketDataCandles(client).lastClosed('EURUSD', 'M1', {
      nowMs: noonMs,
      count: 3,
    });
    expect(found.map(({ close }) => close)).toEqual([1.0001, 1.0002, 1.0004]);
  });

  it('reach over a weekend when the last hours had none, and come short when there are no more', async () => {
    const { client, asked } = clientOf(({ from }) => ({
      candles:
        Date.parse(String(from)) < noonMs - 86_400_000 ? candles(7, noonMs - 172_800_000) : [],
    }));
    const found = await createMarketDataCandles(client).lastClosed('EURUSD', 'M1', {
      nowMs: noonMs,
      count: 50,
    });
    expect(asked).toHaveLength(2);
    expect(found).toHaveLength(7);
  });
});

describe('the history that backtests play', () => {
  const side = { open: '1.1', high: '1.2', low: '1.0', close: '1.15' };
  const candleAt = (openMs: number, lengthMs: number, complete = true) => ({
    openTime: new Date(openMs).toISOString(),
    closeTime: new Date(openMs + lengthMs).toISOString(),
    ...{ close: '1.15', complete, partial: false, bid: side, ask: side },
  });
  const hourMs = 3_600_000;
  const range = { fromMs: noonMs, toMs: noonMs + 30 * hourMs };
  const asMs = (value: unknown) => Date.parse(String(value));

  const windowsOf = async (question: { interval: 'M1' | 'H1'; traded: string[] }) => {
    const { client, asked } = clientOf(({ interval, from }) => ({
      candles: [candleAt(asMs(from), interval === 'H1' ? hourMs : 60_000)],
    }));
    const symbols = ['EURJPY', 'USDJPY'];
    const windows = [];
    for await (const window of createMarketDataHistory(client).windows({
      ...{ ...question, ...range, symbols },
    }))
      windows.push(window);
    return { windows, asked };
  };

  it('comes in windows of half a day that leave nothing out', async () => {
    const { windows } = await windowsOf({ interval: 'M1', traded: ['EURJPY'] });
    expect(windows.map(({ fromMs, toMs }) => [fromMs, toMs])).toEqual([
      [noonMs, noonMs + 12 * hourMs],
      [noonMs + 12 * hourMs, noonMs + 24 * hourMs],
      [noonMs + 24 * hourMs, range.toMs],
    ]);
  });

  it('has the prices of all, and for the strategy the candles of what it trades', async () => {
    const { windows } = await windowsOf({ interval: 'M1', traded: ['EURJPY'] });
    expect(windows[0]?.prices.map(({ symbol }) => symbol)).toEqual(['EURJPY', 'USDJPY']);
    expect(windows[0]?.signals.map(({ symbol }) => symbol)).toEqual(['EURJPY']);
  });

  it('asks for longer candles that opened before the range and close in it', async () => {
    const { windows, asked } = await windowsOf({ interval: 'H1', traded: ['EURJPY'] });
    const hours = asked.filter(({ interval }) => interval === 'H1');
    expect(hours.map(({ from }) => asMs(from))).toEqual([
      noonMs - hourMs,
      noonMs + 12 * hourMs,
      noonMs + 24 * hourMs,
    ]);
    expect(windows[0]?.prices[0]).toMatchObject({ interval: 'M1' });
    expect(windows[0]?.signals[0]).toMatchObject({ interval: 'H1', closeTimeMs: noonMs });
  });

  it('leaves out what is still forming', async () => {
    const { client } = clientOf(() => ({ candles: [candleAt(noonMs, 60_000, false)] }));
    const history = createMarketDataHistory(client);
    const question = { symbols: ['EURUSD'], traded: ['EURUSD'], interval: 'M1' as const };
    for await (const { prices, signals } of history.windows({ ...question, ...range }))
      expect([prices, signals]).toEqual([[], []]);
    expect(await history.hasPrices('EURUSD', 'M1', range)).toBe(false);
  });

  it('is looked for in growing steps, and no further than it is found', async () => {
    const startsMs = noonMs + 20 * hourMs;
    const { client, asked } = clientOf(({ to }) => ({
      candles: asMs(to) > startsMs ? [{ complete: true }] : [],
    }));
    const history = createMarketDataHistory(client);
    const far = { fromMs: noonMs, toMs: noonMs + 100 * 24 * hourMs };
    expect(await history.hasPrices('EURUSD', 'M1', far)).toBe(true);
    expect(asked.map(({ from, to }) => (asMs(to) - asMs(from)) / hourMs)).toEqual([1, 12, 168]);
  });
});
