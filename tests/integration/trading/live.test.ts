import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  accountOpenedSchema,
  accountValuedSchema,
} from '../../../foundation/events/account-events.js';
import { fillRecordedSchema } from '../../../foundation/events/fill-events.js';
import { orderSnapshotSchema } from '../../../foundation/events/order-events.js';
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
  await trader.account();
  await trading.quote(['EURUSD', '1.09999', '1.10000']);
});

type Stream<TData> = AsyncIterableIterator<{ data?: TData | null; errors?: unknown }>;

const take = async <TData>(events: Stream<TData>, count: number): Promise<TData[]> => {
  const taken: TData[] = [];
  while (taken.length < count) {
    const next = await events.next();
    if (next.done) throw new Error('the stream has ended');
    if (!next.value.data) throw new Error(JSON.stringify(next.value.errors));
    taken.push(next.value.data);
  }
  return taken;
};

const orderUpdates = `subscription ($accountId: ID!) {
  orderUpdates(accountId: $accountId) { sequence type order { id status filledQuantity averageFillPrice } }
}`;
const positionUpdates = `subscription ($accountId: ID!) {
  positionUpdates(accountId: $accountId) { instrument { symbol } side quantity averagePrice unrealizedPnl }
}`;
const signals = `subscription ($symbols: [ID!]) {
  signals(symbols: $symbols) {
    id instrument { symbol } strategy { id name } direction confidence rationale status createdAt order { id status }
  }
}`;

/** Resolves once the engine has taken the subscription: from then on nothing is missed. */
const listening = async <TData>(
  query: string,
  variables: Record<string, unknown>,
  channel: string,
) => {
  const stream = trading.listen<TData>(trader.tenantId, query, variables);
  const first = stream.events.next();
  await trading.subscribed(`trading.${channel}.${trader.tenantId}`);
  return {
    ...stream,
    async take(count: number): Promise<TData[]> {
      const head = await first;
      if (head.done || !head.value.data) throw new Error('the stream has not begun');
      return [head.value.data, ...(await take<TData>(stream.events as Stream<TData>, count - 1))];
    },
  };
};

describe('orderUpdates', () => {
  it('tells every step of every order of the account, as it was right after it, without a gap', async () => {
    type Update = { orderUpdates: { sequence: number; type: string; order: { status: string } } };
    const stream = await listening<Update>(orderUpdates, { accountId: trader.accountId }, 'orders');
    await trader.place({ clientOrderId: 'a' });
    await trader.place({ clientOrderId: 'b', type: 'LIMIT', limitPrice: '1.05' });
    const updates = (await stream.take(7)).map(({ orderUpdates: update }) => update);
    expect(updates.map(({ sequence }) => sequence)).toEqual([1, 2, 3, 4, 5, 6, 7]);
    expect(updates.map(({ type, order }) => `${type} ${order.status}`)).toEqual([
      'INITIALIZED INITIALIZED',
      'SUBMITTED SUBMITTED',
      'ACCEPTED ACCEPTED',
      'FILLED FILLED',
      'INITIALIZED INITIALIZED',
      'SUBMITTED SUBMITTED',
      'ACCEPTED ACCEPTED',
    ]);
    await stream.close();
  });

  it('is refused for an account of another tenant', async () => {
    const stranger = await trading.newTenant();
    const stream = trading.listen(stranger.tenantId, orderUpdates, { accountId: trader.accountId });
    expect(await stream.events.next()).toMatchObject({
      value: { errors: [{ extensions: { code: 'NOT_FOUND' } }] },
    });
    await stream.close();
  });
});

describe('positionUpdates', () => {
  type Update = { positionUpdates: { side: string; quantity: string; unrealizedPnl: string } };

  it('begins with what is held, then follows fills at once and the market once a second', async () => {
    await trader.place({ clientOrderId: 'a' });
    const stream = await listening<Update>(
      positionUpdates,
      { accountId: trader.accountId },
      'positions',
    );
    await trader.place({ clientOrderId: 'b' });
    for (const bid of ['1.20000', '1.30000', '1.40000'])
      await trading.quote(['EURUSD', bid, '1.50000']);
    trading.clock.advanceBy(1_000);
    const updates = (await stream.take(3)).map(({ positionUpdates: update }) => update);
    expect(updates).toMatchObject([
      { side: 'LONG', quantity: '10000', unrealizedPnl: '-0.1' },
      { side: 'LONG', quantity: '20000', unrealizedPnl: '-0.2' },
      // Of the three quotes the last: 20,000 × 0.30.
      { side: 'LONG', quantity: '20000', unrealizedPnl: '6000' },
    ]);
    await stream.close();
  });
});

describe('signals', () => {
  type Event = { signals: { instrument: { symbol: string }; order: { status: string } } };

  it('tells what a strategy signalled and what came of it, for the wanted symbols', async () => {
    await trading.quote(['GBPUSD', '1.29990', '1.30000']);
    const relay = { kind: 'EXTERNAL', parameters: null, symbols: ['EURUSD', 'GBPUSD'] };
    const { strategy } = await trader.createStrategy(relay);
    const strategyId = strategy?.id ?? '';
    await trader.startStrategy(strategyId);
    const stream = await listening<Event>(signals, { symbols: ['GBPUSD'] }, 'signals');
    const generatedAt = new Date(trading.clock.nowMs()).toISOString();
    for (const symbol of ['EURUSD', 'GBPUSD'])
      await trader.submitSignal({
        strategyId,
        signalId: symbol,
        symbol,
        direction: 'LONG',
        confidence: 0.7,
        generatedAt,
      });
    const [event] = await stream.take(1);
    expect(event?.signals).toMatchObject({
      instrument: { symbol: 'GBPUSD' },
      strategy: { id: strategyId, name: 'ema cross' },
      direction: 'LONG',
      confidence: 0.7,
      status: 'TRADED',
      order: { status: 'FILLED' },
    });
    await stream.close();
  });
});

describe('what other services are told', () => {
  const payloads = (type: string) =>
    trading
      .heardOf(trader.accountId)
      .filter((event) => event.type === type)
      .map((event) => event.payload);

  it('has the agreed shapes, and adds up', async () => {
    await trader.place({ clientOrderId: 'a' });
    await trading.quote(['EURUSD', '1.10999', '1.11000']);
    await trader.place({ clientOrderId: 'b', side: 'SELL', quantity: '15000' });
    await trader.place({ clientOrderId: 'c', quantity: '999' });
    await trading.settleEvents(trader.tenantId);

    expect(payloads('account.opened').map((told) => accountOpenedSchema.parse(told))).toMatchObject(
      [{ name: 'Paper account', currency: 'USD', initialBalance: '100000' }],
    );
    const fills = payloads('fill.recorded').map((told) => fillRecordedSchema.parse(told));
    expect(fills).toMatchObject([
      {
        side: 'BUY',
        closedQuantity: '0',
        realizedPnl: '0',
        fee: '0.22',
        sequence: 1,
        positionAfter: { side: 'LONG', quantity: '10000', averagePrice: '1.1' },
      },
      {
        side: 'SELL',
        closedQuantity: '10000',
        realizedPnl: '99.9',
        fee: '0.332997',
        sequence: 2,
        positionAfter: { side: 'SHORT', quantity: '5000', averagePrice: '1.10999' },
      },
    ]);
    expect(fills[1]?.balanceAfter).toBe('100099.347003');
    const valued = payloads('account.valued').map((told) => accountValuedSchema.parse(told));
    expect(valued.map(({ balance, equity }) => [balance, equity])).toEqual([
      ['100000', '100000'],
      ['99999.78', '99999.68'],
      ['100099.347003', '100099.297003'],
    ]);
    for (const type of ['order.submitted', 'order.accepted', 'order.filled', 'order.denied'])
      for (const told of payloads(type)) orderSnapshotSchema.parse(told);
    expect(payloads('order.denied')).toMatchObject([
      {
        clientOrderId: 'c',
        status: 'DENIED',
        denialReason: 'QUANTITY_BELOW_MINIMUM',
        reason: 'QUANTITY_BELOW_MINIMUM',
      },
    ]);
  });

  it('values the account at the close of each minute with quotes, by the last prices of it', async () => {
    await trader.place({ clientOrderId: 'a' });
    const start = trading.clock.nowMs();
    const at = async (offsetMs: number, bid: string) => {
      trading.clock.advanceTo(start + offsetMs);
      await trading.quote(['EURUSD', bid, '1.20000']);
    };
    const minuteOf = (offsetMs: number) => Math.floor((start + offsetMs) / 60_000) * 60_000;
    await at(60_000, '1.11000');
    await at(60_000 + 10_000, '1.12000');
    // Three minutes without a quote have no close.
    await at(300_000, '1.13000');
    await trading.settleEvents(trader.tenantId);
    const valued = payloads('account.valued').map((told) => accountValuedSchema.parse(told));
    expect(valued.slice(2).map(({ time, equity }) => [Date.parse(time), equity])).toEqual([
      [minuteOf(60_000), '99999.68'],
      [minuteOf(120_000), '100199.78'],
    ]);
  });

  it('values no account that holds nothing', async () => {
    await trader.place({ clientOrderId: 'a' });
    await trader.place({ clientOrderId: 'b', side: 'SELL' });
    for (let minute = 0; minute < 3; minute++) {
      trading.clock.advanceBy(60_000);
      await trading.quote(['EURUSD', '1.10000', '1.10001']);
    }
    await trading.settleEvents(trader.tenantId);
    // At the opening and after each of the two fills.
    expect(payloads('account.valued')).toHaveLength(3);
  });
});

describe('readiness', () => {
  it('is told when the instruments and all tenants are there', async () => {
    expect(await trading.readyz()).toBe(200);
  });
});
