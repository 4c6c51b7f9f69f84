import { DomainError } from '../../../foundation/errors/domain-error.js';
import type { Decimal } from '../../../foundation/money/decimal.js';
import type { AccountDraft } from '../accounts/account-draft.js';
import type { Order } from '../orders/order.js';
import { denialReasons } from '../risk/denial-reason.js';
import type { Desk } from './desk.js';
import { judge, settleOnQuote } from './place-order.js';

/** What to change; null keeps what is. */
export type Replacement = {
  quantity: Decimal | null;
  limitPrice: Decimal | null;
  stopPrice: Decimal | null;
};

/**
 * Changes a resting order in place. The changed order passes the same risk check as a new one; when it does not, the
 * order stays as it was.
 * @throws {DomainError} INVALID_STATE or INVALID_INPUT, and nothing has changed.
 */
export const replaceOrder = (
  draft: AccountDraft,
  order: Order,
  replacement: Replacement,
  desk: Desk,
): Order => {
  const terms = {
    quantity: replacement.quantity ?? order.quantity,
    limitPrice: newPrice(order, 'limitPrice', replacement.limitPrice),
    stopPrice: newPrice(order, 'stopPrice', replacement.stopPrice),
  };
  const denial = judge(draft, { ...order, ...terms }, desk);
  if (denial)
    throw new DomainError('INVALID_INPUT', `${denial}: ${denialReasons[denial]}`, ['input']);
  const updated = draft.apply(order, { type: 'UPDATED', ...terms });
  const quote = desk.market.freshQuote(order.symbol);
  return quote ? settleOnQuote(draft, updated, quote, desk) : updated;
};

const newPrice = (
  order: Order,
  field: 'limitPrice' | 'stopPrice',
  price: Decimal | null,
): Decimal | null => {
  if (price === null) return order[field];
  if (order[field] === null)
    throw new DomainError('INVALID_INPUT', `A ${order.type} order has no ${field}.`, [
      'input',
      field,
    ]);
  if (field === 'stopPrice' && order.isTriggered)
    throw new DomainError('INVALID_STATE', 'The stop has been triggered already.', [
      'input',
      field,
    ]);
  return price;
};
