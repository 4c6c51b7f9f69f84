import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Trader } from './operations.js';
import { placeOrderMutation, traderOf } from './operations.js';
import type { RunningTrading } from './running-trading.js';
import { runTrading } from './running-trading.js';

let trading: RunningTrading;
let trader: Trader;

beforeAll(async () => {
  trading = await runTrading();
  trader = traderOf(() => trading, await trading.newTenant());
  await trading.quote(['EURUSD', '1.09999', '1.10000']);
});
afterAll(() => trading.close());

describe('what cannot be done', () => {
  type Attempt = (
    trader: Trader,
  ) => Promise<{ userErrors: { code: string; path: string[] | null }[] }>;
  const strategy = { sizing: { kind: 'FIXED', quantity: '10000' } };
  const refused: [string, Attempt, string, string][] = [
    [
      'an order of nothing',
      (t) => t.place({ clientOrderId: 'a', quantity: '0' }),
      'INVALID_INPUT',
      'quantity',
    ],
    [
      'an order without a usable key',
      (t) => t.place({ clientOrderId: 'a b' }),
      'INVALID_INPUT',
      'clientOrderId',
    ],
    [
      'a limit order without a limit',
      (t) => t.place({ clientOrderId: 'a', type: 'LIMIT' }),
      'INVALID_INPUT',
      'limitPrice',
    ],
    [
      'a market order with a stop',
      (t) => t.place({ clientOrderId: 'a', stopPrice: '1' }),
      'INVALID_INPUT',
      'stopPrice',
    ],
    [
      'an order on no account',
      (t) => t.place({ clientOrderId: 'a', accountId: 'acc_none' }),
      'NOT_FOUND',
      'accountId',
    ],
    ['the cancel of no order', (t) => t.cancel('ord_none'), 'NOT_FOUND', 'orderId'],
    [
      'the change of no order',
      (t) => t.replace({ orderId: 'ord_none', quantity: '1000' }),
      'NOT_FOUND',
      'orderId',
    ],
    ['a change of nothing', (t) => t.replace({ orderId: 'ord_none' }), 'INVALID_INPUT', ''],
    [
      'a change to nothing',
      (t) => t.replace({ orderId: 'ord_none', quantity: '-5' }),
      'INVALID_INPUT',
      'quantity',
    ],
    [
      'the state of no account',
      (t) =>
        t.mutate('setTradingState', { accountId: 'acc_none', state: 'HALTED' }, 'account { id }'),
      'NOT_FOUND',
      'accountId',
    ],
    [
      'a strategy without a name',
      (t) => t.createStrategy({ ...strategy, name: ' ' }),
      'INVALID_INPUT',
      'name',
    ],
    [
      'a strategy on nothing',
      (t) => t.createStrategy({ ...strategy, symbols: [] }),
      'INVALID_INPUT',
      'symbols',
    ],
    [
      'a strategy on what does not exist',
      (t) => t.createStrategy({ ...strategy, symbols: ['EURUSD', 'XXXYYY'] }),
      'INVALID_INPUT',
      'symbols.1',
    ],
    [
      'a strategy that names a symbol twice',
      (t) => t.createStrategy({ ...strategy, symbols: ['EURUSD', 'EURUSD'] }),
      'INVALID_INPUT',
      'symbols',
    ],
    [
      'a strategy of half a lot',
      (t) => t.createStrategy({ sizing: { kind: 'FIXED', quantity: '500' } }),
      'INVALID_INPUT',
      'sizing.quantity',
    ],
    [
      'a strategy by an unknown rule',
      (t) => t.createStrategy({ parameters: { rule: 'oracle' } }),
      'INVALID_INPUT',
      'parameters.rule',
    ],
    [
      'a strategy with a fast average that is slow',
      (t) => t.createStrategy({ parameters: { rule: 'emaCross', fast: 9, slow: 9 } }),
      'INVALID_INPUT',
      'parameters.fast',
    ],
    [
      'a strategy without its rule',
      (t) => t.createStrategy({ parameters: null }),
      'INVALID_INPUT',
      'parameters',
    ],
    [
      'a relay with a rule',
      (t) => t.createStrategy({ kind: 'EXTERNAL' }),
      'INVALID_INPUT',
      'parameters',
    ],
    [
      'a strategy on no account',
      (t) => t.createStrategy({ accountId: 'acc_none' }),
      'NOT_FOUND',
      'accountId',
    ],
    ['the start of no strategy', (t) => t.startStrategy('str_none'), 'NOT_FOUND', 'strategyId'],
    ['the stop of no strategy', (t) => t.stopStrategy('str_none'), 'NOT_FOUND', 'strategyId'],
    [
      'a signal of no strategy',
      (t) =>
        t.submitSignal({
          strategyId: 'str_none',
          signalId: 's',
          symbol: 'EURUSD',
          direction: 'LONG',
          generatedAt: '2026-03-04T12:00:00.000Z',
        }),
      'NOT_FOUND',
      'strategyId',
    ],
    [
      'a signal more than sure',
      (t) =>
        t.submitSignal({
          strategyId: 'str_none',
          signalId: 's',
          symbol: 'EURUSD',
          direction: 'LONG',
          confidence: 1.1,
          generatedAt: '2026-03-04T12:00:00.000Z',
        }),
      'INVALID_INPUT',
      'confidence',
    ],
  ];
  it.each(refused)('is %s', async (_what, attempt, code, path) => {
    const { userErrors } = await attempt(trader);
    expect(userErrors[0]?.code).toBe(code);
    const at = userErrors[0]?.path?.join('.');
    expect(at).toBe(path === '' ? 'input' : `input.${path}`);
    expect((await trader.orders()).totalCount).toBe(0);
  });

  it('is a step that the order is past', async () => {
    const { order } = await trader.place({ clientOrderId: 'done' });
    const orderId = order?.id ?? '';
    for (const attempt of [trader.cancel(orderId), trader.replace({ orderId, quantity: '20000' })])
      expect((await attempt).userErrors).toMatchObject([{ code: 'INVALID_STATE' }]);
  });

  it('is a request that the schema does not know, or a number that may have been a float', async () => {
    const input = {
      accountId: trader.accountId,
      clientOrderId: 'a',
      symbol: 'EURUSD',
      side: 'BUY',
    };
    for (const wrong of [
      { type: 'ICEBERG', quantity: '1' },
      { type: 'MARKET', quantity: 0.1 },
    ]) {
      const answer = await trading.ask(trader.tenantId, placeOrderMutation, {
        input: { ...input, ...wrong },
      });
      expect(answer.errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT');
    }
  });

  it('is trading without the scope for it', async () => {
    const input = {
      accountId: trader.accountId,
      clientOrderId: 'a',
      symbol: 'EURUSD',
      side: 'BUY',
      type: 'MARKET',
      quantity: '1000',
    };
    const answer = await trading.ask(trader.tenantId, placeOrderMutation, { input }, [
      'trading:read',
    ]);
    expect(answer.errors?.[0]?.extensions.code).toBe('FORBIDDEN');
  });

  it('is touching what belongs to another tenant', async () => {
    const stranger = traderOf(() => trading, await trading.newTenant());
    const { order } = await trader.place({ clientOrderId: 'x', type: 'LIMIT', limitPrice: '1.05' });
    const orderId = order?.id ?? '';
    expect((await stranger.cancel(orderId)).userErrors[0]?.code).toBe('NOT_FOUND');
    expect(
      (await stranger.place({ clientOrderId: 'y', accountId: trader.accountId })).userErrors[0]
        ?.code,
    ).toBe('NOT_FOUND');
    expect(
      await stranger.ask(`query ($id: ID!) { order(id: $id) { id } }`, { id: orderId }),
    ).toEqual({ order: null });
    const peek = await trading.ask(
      stranger.tenantId,
      'query ($id: ID!) { orders(accountId: $id) { nodes { id } } }',
      { id: trader.accountId },
    );
    expect(peek.errors?.[0]?.extensions.code).toBe('NOT_FOUND');
    expect((await trader.order('x'))?.status).toBe('ACCEPTED');
  });
});
