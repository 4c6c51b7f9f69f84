import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { signalEmittedSchema } from '../../../foundation/events/signal-events.js';
import type { Trader } from './operations.js';
import { traderOf } from './operations.js';
import type { RunningTrading } from './running-trading.js';
import { runTrading } from './running-trading.js';

let trading: RunningTrading;
let trader: Trader;

beforeAll(async () => {
  trading = await runTrading();
});
afterAll(() => trading.close());
beforeEach(async () => {
  trader = traderOf(() => trading, await trading.newTenant());
  await trading.quote(['EURUSD', '1.09999', '1.10000']);
});

/** One minute: a quote at the price, then the candle that closes there. */
const close = async (price: number): Promise<void> => {
  trading.clock.advanceBy(60_000);
  await trading.quote(['EURUSD', (price - 0.00001).toFixed(5), price.toFixed(5)]);
  await trading.candle('EURUSD', trading.clock.nowMs() - 60_000, price.toFixed(5));
};
const closes = async (...prices: number[]): Promise<void> => {
  for (const price of prices) await close(price);
};

const falling = [1.1, 1.099, 1.098, 1.097, 1.096, 1.095, 1.094, 1.093];
const rising = [1.096, 1.1, 1.104, 1.108];

const running = async (input: Record<string, unknown> = {}): Promise<string> => {
  const { strategy, userErrors } = await trader.createStrategy(input);
  expect(userErrors).toEqual([]);
  const started = await trader.startStrategy(strategy?.id ?? '');
  expect(started.strategy?.status).toBe('RUNNING');
  return strategy?.id ?? '';
};

const ordersOf = async () =>
  (await trader.orders()).edges
    .map(({ node }) => `${node.side} ${node.quantity} ${node.status}`)
    .reverse();

describe('an indicator strategy', () => {
  it('is created once under its name, with its rule as it was given', async () => {
    const { strategy } = await trader.createStrategy();
    expect(strategy).toMatchObject({
      status: 'CREATED',
      kind: 'INDICATOR',
      parameters: { rule: 'emaCross', fast: 3, slow: 6 },
    });
    expect((await trader.createStrategy()).userErrors).toMatchObject([
      { code: 'ALREADY_EXISTS', path: ['input', 'name'] },
    ]);
  });

  it('trades a cross at the quote that stands when the candle closes, and reverses at the next', async () => {
    const strategyId = await running();
    await closes(...falling, ...rising);
    expect(await ordersOf()).toEqual(['BUY 10000 FILLED']);
    expect(await trader.position()).toMatchObject({ side: 'LONG', quantity: '10000' });
    await closes(1.1, 1.09, 1.08, 1.07);
    expect(await ordersOf()).toEqual(['BUY 10000 FILLED', 'SELL 20000 FILLED']);
    expect(await trader.position()).toMatchObject({ side: 'SHORT', quantity: '10000' });

    await trading.settleEvents(trader.tenantId);
    const signals = trading
      .heardOf(trader.accountId)
      .filter((event) => event.type === 'signal.emitted')
      .map((event) => signalEmittedSchema.parse(event.payload));
    expect(signals).toMatchObject([
      { strategyId, direction: 'LONG', status: 'TRADED', symbol: 'EURUSD' },
      { strategyId, direction: 'SHORT', status: 'TRADED' },
    ]);
    expect(signals[0]?.rationale).toMatch(
      /^EMA\(3\) 1\.\d+ crossed above EMA\(6\) 1\.\d+ at the M1 close$/,
    );
  });

  it('links order, signal and strategy both ways', async () => {
    const strategyId = await running();
    await closes(...falling, ...rising);
    const { orders } = await trader.ask<{ orders: { nodes: { id: string; signal: unknown }[] } }>(
      `query ($id: ID!) { orders(accountId: $id, first: 1) { nodes {
        id strategy { id name instruments { symbol } } signal { direction order { id } strategy { id } account { id } }
      } } }`,
      { id: trader.accountId },
    );
    const [order] = orders.nodes;
    expect(order).toMatchObject({
      strategy: { id: strategyId, name: 'ema cross', instruments: [{ symbol: 'EURUSD' }] },
      signal: {
        direction: 'LONG',
        order: { id: order?.id },
        strategy: { id: strategyId },
        account: { id: trader.accountId },
      },
    });
  });

  it('trades a candle that is told twice once', async () => {
    await running();
    await closes(...falling, ...rising);
    await trading.candle('EURUSD', trading.clock.nowMs() - 60_000, '1.20000');
    expect(await ordersOf()).toHaveLength(1);
  });

  it('trades no more once it is stopped, keeps its position, and can be started again', async () => {
    const strategyId = await running();
    await closes(...falling, ...rising);
    expect((await trader.stopStrategy(strategyId)).strategy?.status).toBe('STOPPED');
    await closes(1.1, 1.09, 1.08, 1.07);
    expect(await ordersOf()).toHaveLength(1);
    expect((await trader.position())?.quantity).toBe('10000');
    expect((await trader.startStrategy(strategyId)).strategy?.status).toBe('RUNNING');
  });

  it('is warm at once when there is a history, and runs again after a restart', async () => {
    const strategyId = await running();
    const history = falling.map((price, i) => ({ openTimeMs: i, close: price }));
    await trading.restart({ candles: { lastClosed: () => Promise.resolve(history) } });
    await trading.quote(['EURUSD', '1.09999', '1.10000']);
    await closes(...rising);
    expect(await ordersOf()).toEqual(['BUY 10000 FILLED']);
    const { strategies } = await trader.ask<{ strategies: { id: string; status: string }[] }>(
      '{ strategies { id status } }',
    );
    expect(strategies).toEqual([{ id: strategyId, status: 'RUNNING' }]);
    await trading.restart();
  });

  it('is refused by the risk check like anybody else, and its signal says so', async () => {
    await running();
    await trader.setState('HALTED');
    await closes(...falling, ...rising);
    expect(await ordersOf()).toEqual(['BUY 10000 DENIED']);
  });
});

describe('a signal from outside', () => {
  const signal = (strategyId: string, changes: Record<string, unknown> = {}) => ({
    strategyId,
    signalId: 'tv-1',
    symbol: 'EURUSD',
    direction: 'LONG',
    confidence: 0.7,
    generatedAt: new Date(trading.clock.nowMs()).toISOString(),
    ...changes,
  });
  const relay = { kind: 'EXTERNAL', parameters: null, name: 'webhook' };

  it('is traded once, and a repeat gives what became of it even when it has grown old', async () => {
    const input = signal(await running(relay));
    const first = await trader.submitSignal(input);
    expect(first.signal?.status).toBe('TRADED');
    trading.clock.advanceBy(600_000);
    expect((await trader.submitSignal(input)).signal).toEqual(first.signal);
    expect(await ordersOf()).toEqual(['BUY 10000 FILLED']);
  });

  it('is refused when it is another one under the same id', async () => {
    const strategyId = await running(relay);
    await trader.submitSignal(signal(strategyId));
    const { userErrors } = await trader.submitSignal(signal(strategyId, { direction: 'SHORT' }));
    expect(userErrors).toMatchObject([
      { code: 'IDEMPOTENCY_MISMATCH', path: ['input', 'signalId'] },
    ]);
  });

  it('is refused when it is stale, by one millisecond, or from the future', async () => {
    const strategyId = await running(relay);
    const at = (offsetMs: number) => new Date(trading.clock.nowMs() + offsetMs).toISOString();
    const outcome = async (signalId: string, offsetMs: number) => {
      const input = signal(strategyId, { signalId, generatedAt: at(offsetMs) });
      const { userErrors, signal: kept } = await trader.submitSignal(input);
      return userErrors[0]?.path?.join('.') ?? kept?.status;
    };
    expect(await outcome('old', -60_001)).toBe('input.generatedAt');
    expect(await outcome('future', 5_001)).toBe('input.generatedAt');
    expect(await outcome('just-in-time', -60_000)).toBe('TRADED');
  });

  it('is refused by a strategy that does not run or does not trade the instrument', async () => {
    const { strategy } = await trader.createStrategy(relay);
    const strategyId = strategy?.id ?? '';
    expect((await trader.submitSignal(signal(strategyId))).userErrors[0]?.code).toBe(
      'INVALID_STATE',
    );
    await trader.startStrategy(strategyId);
    const gold = await trader.submitSignal(signal(strategyId, { symbol: 'XAUUSD' }));
    expect(gold.userErrors).toMatchObject([{ code: 'INVALID_INPUT', path: ['input', 'symbol'] }]);
    expect((await trader.orders()).totalCount).toBe(0);
  });

  it('closes what the strategy holds', async () => {
    const strategyId = await running(relay);
    await trader.submitSignal(signal(strategyId));
    const flat = await trader.submitSignal(
      signal(strategyId, { signalId: 'tv-2', direction: 'FLAT' }),
    );
    expect(flat.signal?.status).toBe('TRADED');
    expect((await trader.position())?.side).toBe('FLAT');
    const again = await trader.submitSignal(
      signal(strategyId, { signalId: 'tv-3', direction: 'FLAT' }),
    );
    expect(again.signal).toMatchObject({ status: 'IGNORED', order: null });
  });
});
