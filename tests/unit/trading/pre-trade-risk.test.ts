import { describe, expect, it } from '@jest/globals';
import type { AccountState } from '../../../subgraphs/trading/accounts/account.js';
import { placeOrder } from '../../../subgraphs/trading/engine/place-order.js';
import type { Desk } from '../../../subgraphs/trading/engine/desk.js';
import type { OrderTerms } from '../../../subgraphs/trading/orders/order.js';
import {
  d,
  deskWith,
  draftOf,
  noonMs,
  openedAccount,
  quote,
  terms,
  usualQuotes,
} from './builders.js';

/** Places the orders one after the other and tells of the last why it was denied, or how it stands. */
const verdict = (
  orders: readonly Partial<OrderTerms>[],
  desk: Desk = deskWith(),
  state: AccountState = openedAccount(),
): string => {
  const draft = draftOf(state);
  const placed = orders.map((changes) => placeOrder(draft, terms(changes), desk));
  const last = placed.at(-1);
  return last?.denialReason ?? last?.status ?? '';
};

const inState = (tradingState: 'REDUCING' | 'HALTED', base = openedAccount()): AccountState => ({
  ...base,
  account: { ...base.account, tradingState },
});

/** The account after it bought so many EURUSD. */
const long = (quantity: number): AccountState => {
  const draft = draftOf();
  placeOrder(draft, terms({ quantity: d(quantity) }), deskWith());
  return draft.state;
};

describe('the pre-trade check', () => {
  const plain: [string, Partial<OrderTerms>][] = [
    ['INSTRUMENT_NOT_FOUND', { symbol: 'XXXYYY' }],
    ['QUANTITY_BELOW_MINIMUM', { quantity: d(999) }],
    ['QUANTITY_NOT_MULTIPLE_OF_LOT', { quantity: d(1_500) }],
    ['PRICE_NOT_MULTIPLE_OF_TICK', { type: 'LIMIT', limitPrice: d('1.000001') }],
    ['PRICE_NOT_MULTIPLE_OF_TICK', { type: 'STOP_MARKET', stopPrice: d('1.200001') }],
    ['QUANTITY_EXCEEDS_MAXIMUM', { quantity: d(100_001_000) }],
    ['NOTIONAL_BELOW_MINIMUM', { symbol: 'BTCUSDT', quantity: d('0.00009') }],
    ['NO_FRESH_PRICE', { symbol: 'EURCHF' }],
  ];
  it.each(plain)('denies with %s', (reason, changes) => {
    expect(verdict([changes])).toBe(reason);
  });

  it('lets what fits through', () => {
    expect(verdict([{}])).toBe('FILLED');
    expect(verdict([{ type: 'LIMIT', limitPrice: d('1.05') }])).toBe('ACCEPTED');
    expect(verdict([{ symbol: 'BTCUSDT', quantity: d('0.0001') }])).toBe('FILLED');
  });

  it('fails closed when the quote is older than allowed, by one millisecond', () => {
    expect(verdict([{}], deskWith({ nowMs: noonMs + 30_000 }))).toBe('FILLED');
    expect(verdict([{}], deskWith({ nowMs: noonMs + 30_001 }))).toBe('NO_FRESH_PRICE');
    const shut = deskWith({ nowMs: noonMs + 30_001, isOpen: false });
    expect(verdict([{}], shut)).toBe('MARKET_CLOSED');
  });

  it('fails closed when the rate to the account currency is missing or old', () => {
    const eurchf = quote('EURCHF', '0.95000', '0.95002');
    expect(verdict([{ symbol: 'EURCHF' }], deskWith({ quotes: [eurchf] }))).toBe(
      'NO_CONVERSION_PRICE',
    );
    const yen = quote('USDJPY', '149.999', '150.001');
    expect(verdict([{ symbol: 'USDJPY' }], deskWith({ quotes: [yen] }))).toBe('FILLED');
  });

  it('fails closed when an open position has no price', () => {
    const gold = quote('XAUUSD', '1999.50', '2000.00');
    expect(
      verdict([{ symbol: 'XAUUSD', quantity: d(1) }], deskWith({ quotes: [gold] }), long(10_000)),
    ).toBe('POSITION_PRICE_UNKNOWN');
  });

  it('stops at the largest number of open orders', () => {
    const resting = { type: 'LIMIT' as const, limitPrice: d('1.05'), quantity: d(1_000) };
    const desk = deskWith({ limits: { maxOpenOrders: 2 } });
    expect(verdict([resting, resting], desk)).toBe('ACCEPTED');
    expect(verdict([resting, resting, resting], desk)).toBe('OPEN_ORDERS_EXCEED_MAXIMUM');
  });

  it.each([
    [249_000, 'FILLED'],
    [250_000, 'FILLED'],
    [251_000, 'NOTIONAL_EXCEEDS_MAX_PER_ORDER'],
  ])('holds the largest order at limit − 1, limit and limit + 1 lot: %d', (quantity, outcome) => {
    // 250,000 EUR at 1.10000 are exactly 275,000 USD.
    const desk = deskWith({ limits: { maxOrderNotional: d(275_000) } });
    expect(verdict([{ quantity: d(quantity) }], desk)).toBe(outcome);
  });

  it.each([
    [299_000, 'FILLED'],
    [300_000, 'FILLED'],
    [301_000, 'MARGIN_EXCEEDS_FREE_BALANCE'],
  ])('holds the margin at limit − 1, limit and limit + 1 lot: %d', (quantity, outcome) => {
    // 300,000 EUR at 1.10000 need 330,000 / 30 = 11,000 USD of margin and 330,000 × 0.00002 = 6.60 USD of fee.
    expect(verdict([{ quantity: d(quantity) }], deskWith(), openedAccount('11006.6'))).toBe(
      outcome,
    );
  });

  it('counts what resting orders may add, on the worse side', () => {
    const resting = { type: 'LIMIT' as const, limitPrice: d('1.05'), quantity: d(200_000) };
    const state = openedAccount('11006.6');
    expect(verdict([resting, { ...resting, quantity: d(100_000) }], deskWith(), state)).toBe(
      'ACCEPTED',
    );
    expect(verdict([resting, { ...resting, quantity: d(101_000) }], deskWith(), state)).toBe(
      'MARGIN_EXCEEDS_FREE_BALANCE',
    );
    // A sell of the same size can never be held together with the buys.
    const above = { type: 'LIMIT' as const, side: 'SELL' as const, limitPrice: d('1.2') };
    expect(verdict([resting, { ...above, quantity: d(200_000) }], deskWith(), state)).toBe(
      'ACCEPTED',
    );
  });

  it('lets a position be closed without free margin, however large it is', () => {
    const quotes = usualQuotes.map((known) =>
      known.symbol === 'EURUSD' ? quote('EURUSD', '0.50000', '0.50001') : known,
    );
    const desk = deskWith({ quotes, limits: { maxOrderNotional: d(1) } });
    expect(verdict([{ side: 'SELL', quantity: d(300_000) }], desk, long(300_000))).toBe('FILLED');
  });
});

describe('trading states', () => {
  it('let nothing new through when halted', () => {
    expect(verdict([{}], deskWith(), inState('HALTED'))).toBe('TRADING_HALTED');
    expect(verdict([{ side: 'SELL' }], deskWith(), inState('HALTED', long(10_000)))).toBe(
      'TRADING_HALTED',
    );
  });

  it('let only what makes the position smaller through when reducing', () => {
    const state = inState('REDUCING', long(10_000));
    const sell = (quantity: number) => ({ side: 'SELL' as const, quantity: d(quantity) });
    expect(verdict([sell(10_000)], deskWith(), state)).toBe('FILLED');
    expect(verdict([sell(11_000)], deskWith(), state)).toBe('TRADING_STATE_REDUCING');
    expect(verdict([{}], deskWith(), state)).toBe('TRADING_STATE_REDUCING');
    const resting = { ...sell(6_000), type: 'LIMIT' as const, limitPrice: d('1.2') };
    expect(verdict([resting, sell(5_000)], deskWith(), state)).toBe('TRADING_STATE_REDUCING');
    expect(verdict([resting, sell(4_000)], deskWith(), state)).toBe('FILLED');
  });
});
