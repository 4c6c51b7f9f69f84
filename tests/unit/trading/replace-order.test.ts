import { describe, expect, it } from '@jest/globals';
import type { AccountDraft } from '../../../subgraphs/trading/accounts/account-draft.js';
import { placeOrder, settleOnQuote } from '../../../subgraphs/trading/engine/place-order.js';
import { replaceOrder } from '../../../subgraphs/trading/engine/replace-order.js';
import type { Replacement } from '../../../subgraphs/trading/engine/replace-order.js';
import type { OrderTerms } from '../../../subgraphs/trading/orders/order.js';
import { d, deskWith, draftOf, quote, terms } from './builders.js';

const desk = deskWith();
const nothing: Replacement = { quantity: null, limitPrice: null, stopPrice: null };

const replace = (
  changes: Partial<Replacement>,
  of: Partial<OrderTerms> = { type: 'LIMIT', limitPrice: d('1.05') },
  draft: AccountDraft = draftOf(),
) => replaceOrder(draft, placeOrder(draft, terms(of), desk), { ...nothing, ...changes }, desk);

describe('replacing an order', () => {
  it('changes quantity and price and keeps the rest', () => {
    const changed = replace({ quantity: d(20_000), limitPrice: d('1.08') });
    expect(changed.status).toBe('ACCEPTED');
    expect(changed.quantity.toFixed()).toBe('20000');
    expect(changed.limitPrice?.toFixed()).toBe('1.08');
    expect(replace({ quantity: d(20_000) }).limitPrice?.toFixed()).toBe('1.05');
  });

  it('fills at once when the new limit is marketable', () => {
    const changed = replace({ limitPrice: d('1.15') });
    expect(changed.status).toBe('FILLED');
    expect(changed.filledCost.div(changed.filledQuantity).toFixed()).toBe('1.1');
  });

  it('leaves the order as it was when the risk check refuses the change', () => {
    const draft = draftOf();
    expect(() => replace({ quantity: d(999) }, undefined, draft)).toThrow('QUANTITY_BELOW_MINIMUM');
    expect(() => replace({ limitPrice: d('1.000001') }, undefined, draft)).toThrow(
      'PRICE_NOT_MULTIPLE',
    );
    expect([...draft.state.openOrders.values()].every((order) => order.quantity.eq(10_000))).toBe(
      true,
    );
  });

  it('refuses a price that the order has not', () => {
    expect(() => replace({ stopPrice: d('1.2') })).toThrow('A LIMIT order has no stopPrice');
  });

  it('refuses to move a stop that has been triggered', () => {
    const draft = draftOf();
    const stopLimit = { type: 'STOP_LIMIT' as const, stopPrice: d('1.12'), limitPrice: d('1.13') };
    const placed = placeOrder(draft, terms(stopLimit), desk);
    const triggered = settleOnQuote(draft, placed, quote('EURUSD', '1.15', '1.16'), desk);
    expect(triggered.status).toBe('TRIGGERED');
    expect(() => replaceOrder(draft, triggered, { ...nothing, stopPrice: d('1.2') }, desk)).toThrow(
      'has been triggered already',
    );
    expect(replaceOrder(draft, triggered, { ...nothing, limitPrice: d('1.14') }, desk).status).toBe(
      'FILLED',
    );
  });
});
