import { describe, expect, it } from '@jest/globals';
import { heldBy } from '../../../subgraphs/trading/accounts/account.js';
import type { AccountDraft } from '../../../subgraphs/trading/accounts/account-draft.js';
import { changeTradingState } from '../../../subgraphs/trading/engine/change-trading-state.js';
import { placeOrder } from '../../../subgraphs/trading/engine/place-order.js';
import { executeSignal } from '../../../subgraphs/trading/signals/execute-signal.js';
import type { SignalDirection } from '../../../subgraphs/trading/signals/signal.js';
import { d, deskWith, draftOf, noonMs, terms } from './builders.js';

const desk = deskWith();
const resting = (side: 'BUY' | 'SELL', quantity: number) =>
  terms({
    side,
    type: 'LIMIT',
    limitPrice: d(side === 'BUY' ? '1.05' : '1.2'),
    quantity: d(quantity),
  });

/** Long 10,000 EURUSD, with one resting order on either side and one in gold without a position. */
const busyDraft = (): AccountDraft => {
  const draft = draftOf();
  placeOrder(draft, terms(), desk);
  placeOrder(draft, resting('BUY', 1_000), desk);
  placeOrder(draft, resting('SELL', 10_000), desk);
  const gold = { symbol: 'XAUUSD', type: 'LIMIT' as const, limitPrice: d(1_900), quantity: d(1) };
  placeOrder(draft, terms(gold), desk);
  return draft;
};

const signal = (draft: AccountDraft, strategyId: string, direction: SignalDirection) =>
  executeSignal(
    draft,
    {
      externalId: `x-${draft.state.account.orderEventCount}-${strategyId}`,
      ...{ strategyId, direction },
      symbol: 'EURUSD',
      confidence: null,
      rationale: 'test',
      generatedAt: new Date(noonMs),
    },
    { kind: 'FIXED', quantity: d(10_000) },
    desk,
  );

const held = (draft: AccountDraft) => draft.state.positions.get('EURUSD')?.signedQuantity.toFixed();

describe('the trading state', () => {
  it('HALTED cancels every open order, also those without a position', () => {
    const draft = busyDraft();
    const { cancelledOrders } = changeTradingState(
      draft,
      { state: 'HALTED', flatten: false },
      desk,
    );
    expect(cancelledOrders.map((order) => order.status)).toEqual([
      'CANCELED',
      'CANCELED',
      'CANCELED',
    ]);
    expect(draft.state.openOrders.size).toBe(0);
    expect(held(draft)).toBe('10000');
    expect(placeOrder(draft, terms(), desk).denialReason).toBe('TRADING_HALTED');
  });

  it('HALTED with flatten closes what is held as well, and lets nothing through afterwards', () => {
    const draft = busyDraft();
    const change = changeTradingState(draft, { state: 'HALTED', flatten: true }, desk);
    expect(change.cancelledOrders).toHaveLength(3);
    expect(change.flattenOrders.map((order) => order.status)).toEqual(['FILLED']);
    expect(held(draft)).toBe('0');
    expect(draft.state.account.tradingState).toBe('HALTED');
  });

  it('HALTED says which position it could not close for want of a price', () => {
    const draft = busyDraft();
    const late = deskWith({ nowMs: noonMs + 60_000 });
    const change = changeTradingState(draft, { state: 'HALTED', flatten: true }, late);
    expect(change.flattenOrders.map((order) => order.denialReason)).toEqual(['NO_FRESH_PRICE']);
    expect(held(draft)).toBe('10000');
    expect(draft.state.account.tradingState).toBe('HALTED');
  });

  it('REDUCING cancels what could make a position larger and keeps what closes it', () => {
    const draft = busyDraft();
    placeOrder(draft, resting('SELL', 1_000), desk);
    const { cancelledOrders } = changeTradingState(
      draft,
      { state: 'REDUCING', flatten: false },
      desk,
    );
    // The buy, the gold, and the second sell, which together with the first would turn the position.
    expect(cancelledOrders.map((order) => [order.side, order.symbol])).toEqual([
      ['BUY', 'EURUSD'],
      ['BUY', 'XAUUSD'],
      ['SELL', 'EURUSD'],
    ]);
    expect([...draft.state.openOrders.values()].map((order) => order.quantity.toFixed())).toEqual([
      '10000',
    ]);
  });

  it('ACTIVE lets everything through again and cancels nothing', () => {
    const draft = busyDraft();
    draft.setTradingState('REDUCING');
    expect(
      changeTradingState(draft, { state: 'ACTIVE', flatten: false }, desk).cancelledOrders,
    ).toEqual([]);
    expect(placeOrder(draft, terms(), desk).status).toBe('FILLED');
  });

  it('flattens in the name of the strategies that hold the position, so that they know', () => {
    const draft = draftOf();
    signal(draft, 'str_a', 'LONG');
    signal(draft, 'str_b', 'LONG');
    placeOrder(draft, terms({ quantity: d(3_000) }), desk);
    changeTradingState(draft, { state: 'ACTIVE', flatten: true }, desk);
    expect(held(draft)).toBe('0');
    expect(heldBy(draft.state.holdings, 'str_a', 'EURUSD').toFixed()).toBe('0');
    expect(heldBy(draft.state.holdings, 'str_b', 'EURUSD').toFixed()).toBe('0');
    expect(signal(draft, 'str_a', 'FLAT').status).toBe('IGNORED');
  });
});

describe('a signal', () => {
  it('opens, is ignored when repeated, reverses in one order, and closes', () => {
    const draft = draftOf();
    const first = signal(draft, 'str_a', 'LONG');
    expect(first.status).toBe('TRADED');
    expect(held(draft)).toBe('10000');
    expect(signal(draft, 'str_a', 'LONG')).toMatchObject({ status: 'IGNORED', orderId: null });
    const reversal = signal(draft, 'str_a', 'SHORT');
    expect(held(draft)).toBe('-10000');
    const order = draft.changes.orders.get(reversal.orderId ?? '');
    expect(order).toMatchObject({ side: 'SELL', strategyId: 'str_a', signalId: reversal.id });
    expect(order?.quantity.toFixed()).toBe('20000');
    signal(draft, 'str_a', 'FLAT');
    expect(held(draft)).toBe('0');
  });

  it('trades what its own strategy holds, whatever others do on the same account', () => {
    const draft = draftOf();
    signal(draft, 'str_a', 'LONG');
    signal(draft, 'str_b', 'SHORT');
    expect(held(draft)).toBe('0');
    signal(draft, 'str_a', 'FLAT');
    expect(held(draft)).toBe('-10000');
  });

  it('is refused when the risk check denies its order, and says so', () => {
    const draft = draftOf();
    draft.setTradingState('HALTED');
    const refused = signal(draft, 'str_a', 'LONG');
    expect(refused.status).toBe('REFUSED');
    expect(draft.changes.orders.get(refused.orderId ?? '')?.denialReason).toBe('TRADING_HALTED');
  });
});
