import type { AccountState } from '../accounts/account.js';
import type { Quote } from '../market/quote.js';
import type { Order } from '../orders/order.js';
import { showQuoteToPaperVenue } from '../venue/paper-venue.js';
import type { AccountRef } from '../accounts/account-ref.js';
import { refKey } from '../accounts/account-ref.js';

type Resting = { ref: AccountRef; orders: readonly Order[] };

/** Which orders wait for which symbol, so that a quote looks at nothing else. */
export class RestingOrders {
  readonly #bySymbol = new Map<string, Map<string, Resting>>();
  readonly #symbolsOf = new Map<string, ReadonlySet<string>>();
  /** Reached already, but not settled yet: they are not asked for twice, so that what waits is bounded. */
  readonly #inHand = new Set<string>();

  /** Follows an account to its present state. */
  observe(ref: AccountRef, state: AccountState): void {
    const key = refKey(ref);
    const bySymbol = groupBySymbol(state.openOrders.values());
    for (const symbol of this.#symbolsOf.get(key) ?? [])
      if (!bySymbol.has(symbol)) this.#bySymbol.get(symbol)?.delete(key);
    for (const [symbol, orders] of bySymbol) {
      const waiting = this.#bySymbol.get(symbol) ?? new Map<string, Resting>();
      this.#bySymbol.set(symbol, waiting.set(key, { ref, orders }));
    }
    if (bySymbol.size > 0) this.#symbolsOf.set(key, new Set(bySymbol.keys()));
    else this.#symbolsOf.delete(key);
  }

  /** Takes in hand the orders that the quote does something to, by account; `release` them afterwards. */
  takeReached(quote: Quote): { ref: AccountRef; orderIds: string[] }[] {
    const reached = [];
    for (const { ref, orders } of this.#bySymbol.get(quote.symbol)?.values() ?? []) {
      const orderIds = orders
        .filter((order) => !this.#inHand.has(order.id))
        .filter((order) => showQuoteToPaperVenue(order, quote).length > 0)
        .map((order) => order.id);
      if (orderIds.length === 0) continue;
      for (const id of orderIds) this.#inHand.add(id);
      reached.push({ ref, orderIds });
    }
    return reached;
  }

  release(orderIds: readonly string[]): void {
    for (const id of orderIds) this.#inHand.delete(id);
  }
}

const groupBySymbol = (orders: Iterable<Order>): Map<string, Order[]> => {
  const groups = new Map<string, Order[]>();
  for (const order of orders) {
    const group = groups.get(order.symbol);
    if (group) group.push(order);
    else groups.set(order.symbol, [order]);
  }
  return groups;
};
