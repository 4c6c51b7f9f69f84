import { describe, expect, it } from '@jest/globals';
import { DomainError } from '../../../foundation/errors/domain-error.js';
import { VirtualClock } from '../../../foundation/time/virtual-clock.js';
import { LocalAnalyst } from '../../../subgraphs/providers/analyst/local-analyst.js';
import type { MarketData, MinuteCandle } from '../../../subgraphs/providers/analyst/market-data.js';
import { marketFeatures } from '../../../subgraphs/providers/analyst/market-features.js';
import { embedByNgrams } from '../../../subgraphs/providers/analyst/ngram-embedding.js';

const start = Date.UTC(2026, 2, 10, 8);

const candles = (count: number, closeOf: (index: number) => number): MinuteCandle[] =>
  Array.from({ length: count }, (_, index) => {
    const close = closeOf(index);
    const closeTime = new Date(start + index * 60_000);
    return { closeTime, high: close + 0.0001, low: close - 0.0001, close };
  });

const rising = candles(120, (index) => 1.08 + index * 0.0002);

const marketOf = (minutes: readonly MinuteCandle[]): MarketData => ({
  instruments: () =>
    Promise.resolve([
      { symbol: 'EURUSD', name: 'Euro / US dollar' },
      { symbol: 'XAUUSD', name: 'Gold (troy ounce) / US dollar' },
      { symbol: 'BTCUSDT', name: 'Bitcoin / Tether' },
    ]),
  lastMinutes: () => Promise.resolve(minutes),
});

const analyst = (market: MarketData) =>
  new LocalAnalyst(new VirtualClock(start), { id: 'prv_1', name: 'local-analyst' }, market);

const ask = (market: MarketData, content: string, maxTokens = 1_000) =>
  analyst(market).generateChatCompletion(
    { model: 'local/analyst-v1', messages: [{ role: 'USER', content }], maxTokens, temperature: 0 },
    new AbortController().signal,
  );

describe('the local analyst', () => {
  it.each([
    ['Is EURUSD trending?', 'EURUSD'],
    ['What about EUR/USD today', 'EURUSD'],
    ["Summarise today's gold session.", 'XAUUSD'],
    ['bitcoin?', 'BTCUSDT'],
  ])('understands which instrument %p is about', async (question, symbol) => {
    expect((await ask(marketOf(rising), question)).text).toContain(`${symbol} is trending up`);
  });

  it('says what it is, and that it leaves the temperature out', async () => {
    const answer = await ask(marketOf(rising), 'EURUSD?');
    expect(answer.text).toContain('not a language model');
    expect(answer).toMatchObject({ finishReason: 'STOP', ignoredParameters: ['temperature'] });
    expect(await ask(marketOf(rising), 'EURUSD?')).toEqual(answer);
  });

  it('says what it can do when no instrument is named', async () => {
    expect((await ask(marketOf(rising), 'Hello!')).text).toContain('EURUSD, XAUUSD, BTCUSDT');
  });

  it('says so when there are too few candles', async () => {
    expect((await ask(marketOf(rising.slice(0, 9)), 'EURUSD?')).text).toContain('9 closed');
  });

  it('ends at a whole sentence when the answer may not be longer', async () => {
    const answer = await ask(marketOf(rising), 'EURUSD?', 60);
    expect(answer.finishReason).toBe('LENGTH');
    expect(answer.text).toMatch(/\.$/);
    expect(answer.usage.completion).toBeLessThanOrEqual(60);
  });

  it('fails like any provider when market data cannot be had', async () => {
    const down: MarketData = {
      ...marketOf([]),
      instruments: () => Promise.reject(new DomainError('SERVICE_UNAVAILABLE', 'down')),
    };
    await expect(ask(down, 'EURUSD?')).rejects.toMatchObject({ kind: 'CONNECTION_FAILED' });
  });

  it('tells trends by how far the averages lie apart', () => {
    expect(marketFeatures(rising)?.trend).toBe('UP');
    expect(marketFeatures(candles(120, (index) => 1.2 - index * 0.0002))?.trend).toBe('DOWN');
    const flat = marketFeatures(candles(120, (index) => 1.1 + (index % 2) * 0.00001));
    expect(flat).toMatchObject({ trend: 'SIDEWAYS', candles: 120 });
  });
});

describe('the local embeddings', () => {
  const similarity = (a: string, b: string): number => {
    const [left, right] = [embedByNgrams(a), embedByNgrams(b)];
    return left.reduce((sum, value, index) => sum + value * (right[index] ?? 0), 0);
  };

  it('are of unit length, the same for the same text, and nearer for texts that share words', () => {
    expect(similarity('gold rallies', 'Gold rallies!')).toBeCloseTo(1);
    expect(similarity('gold rallies', 'gold breaks out')).toBeGreaterThan(
      similarity('gold rallies', 'the euro falls'),
    );
    expect(embedByNgrams('?!').every((value) => value === 0)).toBe(true);
  });
});
