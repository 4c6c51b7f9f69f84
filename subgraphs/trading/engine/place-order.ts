import type { AccountDraft } from '../accounts/account-draft.js';
import type { Quote } from '../market/quote.js';
import type { Order, OrderTerms } from '../orders/order.js';
import { initialOrder } from '../orders/order.js';
import { fingerprintOf } from '../orders/order-request.js';
import { checkOrder } from '../risk/pre-trade-risk.js';
import { feeSchedule } from '../venue/fee-schedule.js';
import type { VenueReport } from '../venue/paper-venue.js';
import { showQuoteToPaperVenue, submitToPaperVenue } from '../venue/paper-venue.js';
import { tradingDayEnd } from '../market/trading-day.js';
import type { Desk } from './desk.js';

type Origin = { strategyId: string | null; signalId: string | null };

const byHand: Origin = { strategyId: null, signalId: null };

/** Takes an order through the risk check to the venue; it comes back denied, rejected, resting or filled. */
export const placeOrder = (
  draft: AccountDraft,
  terms: OrderTerms,
  desk: Desk,
  origin: Origin = byHand,
): Order => {
  const order = draft.add(
    initialOrder(terms, {
      ...origin,
      id: desk.ids('order'),
      accountId: draft.state.account.id,
      createdAt: draft.now,
      fingerprint: fingerprintOf(terms),
      expiresAt: terms.timeInForce === 'DAY' ? tradingDayEnd(draft.now) : null,
    }),
  );
  const denial = judge(draft, order, desk);
  if (denial) return draft.apply(order, { type: 'DENIED', reason: denial });
  const submitted = draft.apply(order, { type: 'SUBMITTED' });
  const quote = desk.market.freshQuote(order.symbol);
  if (!quote) throw new Error(`${order.symbol} lost its price between the check and the venue`);
  return follow(draft, submitted, { reports: submitToPaperVenue(submitted, quote), quote, desk });
};

export const judge = (draft: AccountDraft, order: Order, desk: Desk) =>
  checkOrder(order, {
    state: draft.state,
    otherOrders: draft.otherOpenOrders(order),
    market: desk.market,
    limits: desk.limits,
    now: draft.now,
  });

/** What a new quote does to a resting order. */
export const settleOnQuote = (
  draft: AccountDraft,
  order: Order,
  quote: Quote,
  desk: Desk,
): Order => {
  // Without a rate nothing could be posted: the order rests until there is one.
  if (!postingRate(draft, order, desk)) return order;
  return follow(draft, order, { reports: showQuoteToPaperVenue(order, quote), quote, desk });
};

/** Applies what the venue reports, one report after the other. */
const follow = (
  draft: AccountDraft,
  order: Order,
  { reports, quote, desk }: { reports: readonly VenueReport[]; quote: Quote; desk: Desk },
): Order =>
  reports.reduce<Order>((current, report) => {
    if (report.type !== 'EXECUTED') return draft.apply(current, report);
    const posting = postingRate(draft, order, desk);
    if (!posting) throw new Error(`${order.symbol} cannot be posted in the account's currency`);
    const { price, liquidity } = report;
    const feeRate = feeSchedule[posting.assetClass][liquidity];
    const { bid, ask } = quote;
    return draft.execute(current, { price, bid, ask, liquidity, feeRate, rate: posting.rate });
  }, order);

const postingRate = (draft: AccountDraft, order: Order, { market }: Desk) => {
  const instrument = market.instrument(order.symbol);
  const rate =
    instrument && market.freshRate(instrument.quoteCurrency, draft.state.account.currency);
  return rate ? { rate, assetClass: instrument.assetClass } : null;
};
