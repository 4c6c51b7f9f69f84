import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Decimal } from '../../../foundation/money/decimal.js';
import { zero } from '../../../foundation/money/decimal.js';
import type { AccountDraft } from '../../../subgraphs/trading/accounts/account-draft.js';
import type { Fill } from '../../../subgraphs/trading/accounts/fill.js';
import { changeTradingState } from '../../../subgraphs/trading/engine/change-trading-state.js';
import { placeOrder, settleOnQuote } from '../../../subgraphs/trading/engine/place-order.js';
import type { Quote } from '../../../subgraphs/trading/market/quote.js';
import type { Order } from '../../../subgraphs/trading/orders/order.js';
import { isClosed, leavesQuantity, signed } from '../../../subgraphs/trading/orders/order.js';
import { d, deskWith, draftOf, quote, seededIds, terms } from '../../unit/trading/builders.js';

const symbols = ['EURUSD', 'USDJPY', 'XAUUSD'] as const;
const middle = { EURUSD: 1.1, USDJPY: 150, XAUUSD: 2_000 };
const tick = { EURUSD: 0.00001, USDJPY: 0.001, XAUUSD: 0.01 };
const digits = { EURUSD: 5, USDJPY: 3, XAUUSD: 2 };
type Symbol = (typeof symbols)[number];

const priceAt = (symbol: Symbol, ticks: number): string =>
  (middle[symbol] + ticks * tick[symbol]).toFixed(digits[symbol]);

type Step =
  | { kind: 'quote'; symbol: Symbol; ticks: number; spread: number }
  | {
      kind: 'order';
      symbol: Symbol;
      side: 'BUY' | 'SELL';
      type: Order['type'];
      lots: number;
      ticks: number;
    }
  | { kind: 'state'; state: 'ACTIVE' | 'REDUCING' | 'HALTED'; flatten: boolean };

const symbol = fc.constantFrom(...symbols);
const ticks = fc.integer({ min: -300, max: 300 });
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('quote' as const),
      symbol,
      ticks,
      spread: fc.integer({ min: 0, max: 20 }),
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('order' as const),
      symbol,
      side: fc.constantFrom('BUY' as const, 'SELL' as const),
      type: fc.constantFrom<Order['type']>('MARKET', 'LIMIT', 'STOP_MARKET', 'STOP_LIMIT'),
      lots: fc.integer({ min: 1, max: 60 }),
      ticks,
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('state' as const),
      state: fc.constantFrom('ACTIVE' as const, 'REDUCING' as const, 'HALTED' as const),
      flatten: fc.boolean(),
    }),
  },
);

/** Plays the steps as the engine would, on one draft, and calls `look` after each of them. */
const play = (
  steps: readonly Step[],
  look: (draft: AccountDraft, quotes: Map<string, Quote>) => void,
) => {
  const draft = draftOf();
  const ids = seededIds(5);
  const quotes = new Map<string, Quote>(
    symbols.map((known) => [known, quote(known, priceAt(known, 0), priceAt(known, 2))]),
  );
  const desk = () => deskWith({ quotes: [...quotes.values()], ids });
  for (const next of steps) {
    if (next.kind === 'state') changeTradingState(draft, next, desk());
    else if (next.kind === 'order') placeOrder(draft, orderOf(next), desk());
    else {
      const { symbol: name, ticks: at, spread } = next;
      const shown = quote(name, priceAt(name, at), priceAt(name, at + spread));
      quotes.set(name, shown);
      for (const order of [...draft.state.openOrders.values()])
        if (order.symbol === name) settleOnQuote(draft, order, shown, desk());
    }
    look(draft, quotes);
  }
  return draft;
};

const orderOf = (step: Extract<Step, { kind: 'order' }>) => {
  const price = d(priceAt(step.symbol, step.ticks));
  return terms({
    symbol: step.symbol,
    side: step.side,
    type: step.type,
    quantity: d(step.lots).times(step.symbol === 'XAUUSD' ? 1 : 1_000),
    limitPrice: step.type === 'LIMIT' || step.type === 'STOP_LIMIT' ? price : null,
    stopPrice: step.type === 'STOP_MARKET' || step.type === 'STOP_LIMIT' ? price : null,
  });
};

const fillsOf = (draft: AccountDraft): Fill[] =>
  draft.changes.happenings.flatMap((happening) =>
    happening.kind === 'fill' ? [happening.fill] : [],
  );

const sum = (values: readonly Decimal[]): Decimal =>
  values.reduce((total, value) => total.plus(value), zero);

const steps = fc.array(step, { maxLength: 60 });

describe('an account, whatever is ordered and quoted', () => {
  it('holds the sum of its fills, and has the initial balance + realised − fees', () => {
    fc.assert(
      fc.property(steps, (history) => {
        play(history, (draft) => {
          const fills = fillsOf(draft);
          const { account, positions } = draft.state;
          for (const position of positions.values()) {
            const mine = fills.filter((fill) => fill.symbol === position.symbol);
            const held = sum(mine.map((fill) => signed(fill.side, fill.quantity)));
            expect(position.signedQuantity.eq(held)).toBe(true);
            expect(position.grossRealizedPnl.eq(sum(mine.map((fill) => fill.realizedPnl)))).toBe(
              true,
            );
          }
          const earned = sum(fills.map((fill) => fill.realizedPnl.minus(fill.fee)));
          expect(account.balance.eq(account.initialBalance.plus(earned))).toBe(true);
          expect(account.fillCount).toBe(fills.length);
        });
      }),
    );
  });

  it('fills inside the quote, within the limit, and never before a stop is reached', () => {
    fc.assert(
      fc.property(steps, (history) => {
        const draft = play(history, () => undefined);
        for (const fill of fillsOf(draft)) {
          const order = draft.changes.orders.get(fill.orderId);
          expect(fill.price.eq(fill.side === 'BUY' ? fill.ask : fill.bid)).toBe(true);
          if (order?.limitPrice)
            expect(
              fill.side === 'BUY'
                ? fill.price.lte(order.limitPrice)
                : fill.price.gte(order.limitPrice),
            ).toBe(true);
          if (order?.type === 'STOP_MARKET' && order.stopPrice)
            expect(
              fill.side === 'BUY'
                ? fill.price.gte(order.stopPrice)
                : fill.price.lte(order.stopPrice),
            ).toBe(true);
        }
      }),
    );
  });

  it('numbers its order events without a gap, and each order its own', () => {
    fc.assert(
      fc.property(steps, (history) => {
        const draft = play(history, () => undefined);
        const records = draft.changes.happenings.flatMap((happening) =>
          happening.kind === 'order' ? [happening.record] : [],
        );
        expect(records.map((record) => record.accountSequence)).toEqual(
          records.map((_, i) => i + 1),
        );
        for (const order of draft.changes.orders.values()) {
          const own = records.filter((record) => record.orderId === order.id);
          expect(own.map((record) => record.sequence)).toEqual(own.map((_, i) => i + 1));
          expect(own).toHaveLength(order.sequence);
        }
      }),
    );
  });

  it('has in its open orders exactly those that are open, and none while halted', () => {
    fc.assert(
      fc.property(steps, (history) => {
        play(history, (draft) => {
          const open = [...draft.changes.orders.values()].filter((order) => !isClosed(order));
          expect([...draft.state.openOrders.keys()].sort()).toEqual(
            open.map(({ id }) => id).sort(),
          );
          expect(open.every((order) => leavesQuantity(order).gt(0))).toBe(true);
          if (draft.state.account.tradingState === 'HALTED') expect(open).toHaveLength(0);
        });
      }),
    );
  });

  it('leaves no order behind that the market has reached', () => {
    fc.assert(
      fc.property(steps, (history) => {
        play(history, (draft, quotes) => {
          for (const order of draft.state.openOrders.values()) {
            const shown = quotes.get(order.symbol);
            if (!shown || !order.limitPrice || order.stopPrice) continue;
            const isReached =
              order.side === 'BUY'
                ? shown.ask.lte(order.limitPrice)
                : shown.bid.gte(order.limitPrice);
            expect(isReached).toBe(false);
          }
        });
      }),
    );
  });
});
