import { describe, expect, it } from '@jest/globals';
import type { AccountState } from '../../../subgraphs/trading/accounts/account.js';
import { changeTradingState } from '../../../subgraphs/trading/engine/change-trading-state.js';
import type { Desk } from '../../../subgraphs/trading/engine/desk.js';
import { placeOrder } from '../../../subgraphs/trading/engine/place-order.js';
import type { OrderTerms } from '../../../subgraphs/trading/orders/order.js';
import type { RiskProfile } from '../../../subgraphs/trading/risk/risk-profile.js';
import { profileLimits, riskProfiles } from '../../../subgraphs/trading/risk/risk-profile.js';
import { d, deskWith, draftOf, noonMs, openedAccount, quote, terms } from './builders.js';

const euro = (price: string) => quote('EURUSD', price, price);
const pound = (price: string) => quote('GBPUSD', price, price);

/** EURUSD and GBPUSD at exactly one dollar, so that a unit is a dollar of value. */
const deskOf = (profile: RiskProfile, maxPositionSize: number | null = null, price = '1'): Desk =>
  deskWith({
    quotes: [euro(price), pound('1'), quote('USDJPY', '1', '1')],
    limits: {
      maxOrderNotional: d(1e12),
      profile: profileLimits[profile],
      maxPositionSize: maxPositionSize === null ? null : d(maxPositionSize),
    },
  });

const verdict = (state: AccountState, desk: Desk, changes: Partial<OrderTerms>, nowMs = noonMs) => {
  const draft = draftOf(state, nowMs);
  const placed = placeOrder(draft, terms(changes), desk);
  return placed.denialReason ?? placed.status;
};

const holding = (quantity: number, symbol = 'EURUSD', base = openedAccount()): AccountState => {
  const draft = draftOf(base);
  placeOrder(
    draft,
    terms({ symbol, quantity: d(quantity) }),
    deskWith({ quotes: [euro('1'), pound('1')] }),
  );
  return draft.state;
};

/** With so much equity now, and these marks of the past. */
const worth = (
  equity: number,
  marks: { day?: number; peak?: number; dayEndMs?: number },
): AccountState => {
  const { account, ...rest } = openedAccount(String(equity));
  const day = d(marks.day ?? equity);
  return {
    ...rest,
    account: {
      ...account,
      marks: {
        ...account.marks,
        ...{ dayEquity: day, lastEquity: day, peakEquity: d(marks.peak ?? equity) },
        dayEnd: new Date(marks.dayEndMs ?? account.marks.dayEnd),
      },
    },
  };
};

describe.each(riskProfiles)('the profile %s', (profile) => {
  const limits = profileLimits[profile];
  const lot = 1_000;

  it('holds a position at its share of the equity: limit − 1 lot, limit, limit + 1 lot', () => {
    const most = limits.maxPositionOfEquity.times(100_000).toNumber();
    const buy = (quantity: number) =>
      verdict(openedAccount(), deskOf(profile), {
        type: 'LIMIT',
        limitPrice: d('0.99999'),
        quantity: d(quantity),
      });
    expect([buy(most - lot), buy(most), buy(most + lot)]).toEqual([
      'ACCEPTED',
      'ACCEPTED',
      'POSITION_EXCEEDS_EQUITY_SHARE',
    ]);
  });

  it('holds all positions together at its leverage', () => {
    const draft = draftOf();
    const desk = deskOf(profile);
    const rest = (symbol: string, quantity: number) => {
      const order = terms({ symbol, type: 'LIMIT', limitPrice: d('0.5'), quantity: d(quantity) });
      const placed = placeOrder(draft, order, desk);
      return placed.denialReason ?? placed.status;
    };
    // As much of each as one position may be worth, until there is room for one lot.
    let room = limits.maxLeverage.times(100_000).toNumber() - lot;
    const share = limits.maxPositionOfEquity.times(100_000).toNumber();
    for (const symbol of ['EURUSD', 'GBPUSD', 'USDJPY']) {
      const quantity = Math.min(share - 2 * lot, room);
      if (quantity > 0) expect(rest(symbol, quantity)).toBe('ACCEPTED');
      room -= quantity;
    }
    expect([rest('USDJPY', 2 * lot), rest('USDJPY', lot)]).toEqual([
      'LEVERAGE_EXCEEDS_MAXIMUM',
      'ACCEPTED',
    ]);
  });

  it('lets no more than its share be lost in a day, to the cent', () => {
    const lost = limits.maxDailyLoss.times(100_000).toNumber();
    const after = (loss: number) =>
      verdict(worth(100_000 - loss, { day: 100_000 }), deskOf(profile), { quantity: d(lot) });
    expect([after(lost - 0.01), after(lost)]).toEqual(['FILLED', 'DAILY_LOSS_LIMIT_REACHED']);
  });

  it('begins a new day at 17:00 in New York with what there is', () => {
    const lost = limits.maxDailyLoss.times(100_000).toNumber();
    const state = worth(100_000 - lost, { day: 100_000, dayEndMs: noonMs });
    const { account, ...rest } = state;
    const marks = { ...account.marks, lastEquity: account.balance };
    expect(
      verdict({ ...rest, account: { ...account, marks } }, deskOf(profile), { quantity: d(lot) }),
    ).toBe('FILLED');
  });

  it('lets no more than its share be lost from the highest equity, until a person says to go on', () => {
    const fall = limits.maxDrawdown.times(100_000).toNumber();
    const after = (loss: number) => worth(100_000 - loss, { peak: 100_000 });
    const buy = (state: AccountState) => verdict(state, deskOf(profile), { quantity: d(lot) });
    expect([buy(after(fall - 0.01)), buy(after(fall))]).toEqual([
      'FILLED',
      'DRAWDOWN_LIMIT_REACHED',
    ]);
    const draft = draftOf(after(fall));
    changeTradingState(draft, { state: 'ACTIVE', flatten: false }, deskOf(profile));
    expect(draft.isChanged).toBe(true);
    expect(buy(draft.state)).toBe('FILLED');
  });

  it('takes so many orders a minute, and again in the next', () => {
    const { account, ...rest } = openedAccount();
    const after = (ordersInMinute: number, nowMs = noonMs) => {
      const marks = { ...account.marks, orderMinute: noonMs / 60_000, ordersInMinute };
      return verdict(
        { ...rest, account: { ...account, marks } },
        deskOf(profile),
        { quantity: d(lot) },
        nowMs,
      );
    };
    const most = limits.maxOrdersPerMinute;
    expect([after(most - 1), after(most), after(most, noonMs + 60_000)]).toEqual([
      'FILLED',
      'RATE_LIMIT_EXCEEDED',
      'FILLED',
    ]);
  });

  it('refuses a limit too far beyond the market, on either side, to the tick', () => {
    const edge = limits.priceCollar;
    const at = (side: 'BUY' | 'SELL', price: ReturnType<typeof d>) =>
      verdict(openedAccount(), deskOf(profile), {
        type: 'LIMIT',
        side,
        limitPrice: price,
        quantity: d(lot),
      });
    expect([at('BUY', edge.plus(1)), at('BUY', edge.plus('1.00001'))]).toEqual([
      'FILLED',
      'PRICE_OUTSIDE_COLLAR',
    ]);
    expect([at('SELL', d(1).minus(edge)), at('SELL', d('0.99999').minus(edge))]).toEqual([
      'FILLED',
      'PRICE_OUTSIDE_COLLAR',
    ]);
    // Far on the near side is only patient.
    expect(at('BUY', d('0.5'))).toBe('ACCEPTED');
  });

  it('keeps nobody in a position, whatever is reached', () => {
    const { account, ...rest } = holding(50_000);
    const marks = {
      ...account.marks,
      ...{ peakEquity: d(1e9), dayEquity: d(1e9), lastEquity: d(1e9) },
      ...{ orderMinute: noonMs / 60_000, ordersInMinute: 1_000_000 },
    };
    const state = { ...rest, account: { ...account, marks } };
    expect(verdict(state, deskOf(profile, 1_000), { side: 'SELL', quantity: d(50_000) })).toBe(
      'FILLED',
    );
  });
});

describe("the tenant's largest position", () => {
  it.each([
    [99_000, 'FILLED'],
    [100_000, 'FILLED'],
    [101_000, 'POSITION_EXCEEDS_MAXIMUM'],
  ])('holds at limit − 1, limit and limit + 1 lot: %d', (quantity, outcome) => {
    expect(verdict(openedAccount(), deskOf('AGGRESSIVE', 100_000), { quantity: d(quantity) })).toBe(
      outcome,
    );
  });

  it('counts what is held and what rests', () => {
    expect(verdict(holding(60_000), deskOf('AGGRESSIVE', 100_000), { quantity: d(41_000) })).toBe(
      'POSITION_EXCEEDS_MAXIMUM',
    );
    expect(
      verdict(holding(60_000), deskOf('AGGRESSIVE', 100_000), {
        side: 'SELL',
        quantity: d(160_000),
      }),
    ).toBe('FILLED');
  });
});
