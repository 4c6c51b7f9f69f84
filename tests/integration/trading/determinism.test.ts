import { describe, expect, it } from '@jest/globals';
import { seededRandom } from '../../../foundation/ids/seeded-random.js';
import { traderOf } from './operations.js';
import { runTrading } from './running-trading.js';

const minutes = 40;
const quotesPerMinute = 5;

/** A market of two symbols that wanders by itself: the same one every time. */
const recording = () => {
  const random = seededRandom(42);
  let [euro, pound] = [1.1, 1.3];
  return Array.from({ length: minutes * quotesPerMinute }, () => {
    euro += (random() - 0.5) * 0.002;
    pound += (random() - 0.5) * 0.002;
    return [
      ['EURUSD', euro.toFixed(5), (euro + 0.00008).toFixed(5)],
      ['GBPUSD', pound.toFixed(5), (pound + 0.0001).toFixed(5)],
    ] as const;
  });
};

/** Plays the recording to a fresh engine with strategies and resting orders, and returns all that it told. */
const run = async (): Promise<{ log: string; orders: number }> => {
  const trading = await runTrading();
  try {
    const trader = traderOf(
      () => trading,
      await trading.newTenant('ten_01kjwbg8f8xh549gadqcbm8b2k'),
    );
    await trader.account();
    const quotes = recording();
    await trading.quote(...(quotes[0] ?? []));
    for (const [name, symbols] of [
      ['euro', ['EURUSD']],
      ['both', ['EURUSD', 'GBPUSD']],
    ] as const) {
      const { strategy } = await trader.createStrategy({ name, symbols });
      await trader.startStrategy(strategy?.id ?? '');
    }
    for (let i = 1; i <= 20; i++) {
      const limitPrice = (1.1 - i * 0.0005).toFixed(5);
      await trader.place({ clientOrderId: `l${i}`, type: 'LIMIT', limitPrice, quantity: '1000' });
    }
    for (const [index, prices] of quotes.entries()) {
      trading.clock.advanceBy(60_000 / quotesPerMinute);
      if (index % quotesPerMinute === 0) {
        const openTimeMs = trading.clock.nowMs() - 60_000;
        for (const [symbol, bid] of prices) await trading.candle(symbol, openTimeMs, bid);
      }
      await trading.quote(...prices);
    }
    await trading.settleEvents(trader.tenantId);
    const orders = (await trader.orders()).totalCount;
    return { log: trading.heard.map((event) => JSON.stringify(event)).join('\n'), orders };
  } finally {
    await trading.close();
  }
};

describe('a replay', () => {
  it('gives the same events twice, byte for byte', async () => {
    const [first, second] = [await run(), await run()];
    expect(first.orders).toBeGreaterThan(25);
    expect(first.log).toContain('"signal.emitted"');
    expect(first.log).toContain('"MAKER"');
    expect(second.log).toBe(first.log);
  });
});
