import { describe, expect, it } from '@jest/globals';
import { placeOrder } from '../../../subgraphs/trading/engine/place-order.js';
import { equity } from '../../../subgraphs/trading/accounts/valuation.js';
import { d, deskWith, draftOf, quote, terms } from './builders.js';

const rate = (from: string, to: string, quotes = [quote('USDJPY', '149.9', '150.1')]) =>
  deskWith({ quotes }).market.rate(from, to)?.toFixed(10) ?? null;

describe('the rate between two currencies', () => {
  it('is one between a currency and itself, with no quote at all', () => {
    expect(rate('USD', 'USD', [])).toBe('1.0000000000');
  });

  it('is the mid price of the pair, either way round', () => {
    expect(rate('USD', 'JPY')).toBe('150.0000000000');
    expect(rate('JPY', 'USD')).toBe('0.0066666667');
  });

  it('is unknown without a quote and without a pair', () => {
    expect(rate('JPY', 'USD', [])).toBeNull();
    expect(rate('CHF', 'USD')).toBeNull();
  });

  it('takes a dollar stablecoin for a dollar', () => {
    expect(rate('USDT', 'USD')).toBe('1.0000000000');
    expect(rate('USDT', 'JPY')).toBe('150.0000000000');
  });
});

describe('a trade in another quote currency', () => {
  it('posts profit and fees in the currency of the account', () => {
    const draft = draftOf();
    const at = (bid: string, ask: string) => deskWith({ quotes: [quote('USDJPY', bid, ask)] });
    placeOrder(draft, terms({ symbol: 'USDJPY', quantity: d(10_000) }), at('149.999', '150.001'));
    // 10,000 USD at 150.001 are 1,500,010 JPY: 0.00002 of that is 30.0002 JPY, at 150 JPY for a dollar.
    expect(draft.state.account.balance.toFixed()).toBe('99999.79999867');

    placeOrder(
      draft,
      terms({ symbol: 'USDJPY', side: 'SELL', quantity: d(10_000) }),
      at('151', '151.002'),
    );
    const position = draft.state.positions.get('USDJPY');
    // 0.999 JPY × 10,000 at 151.001 JPY for a dollar.
    expect(position?.grossRealizedPnl.toFixed()).toBe('66.15850226');
  });

  it('is valued at the side that would close it', () => {
    const draft = draftOf();
    placeOrder(draft, terms({ side: 'SELL' }), deskWith());
    const { balance } = draft.state.account;
    const worth = equity(draft.state, deskWith().market);
    // Sold at 1.09999, bought back at 1.10000.
    expect(worth?.minus(balance).toFixed()).toBe('-0.1');
  });
});
