import type { Quote as WireQuote } from '../../../foundation/events/quotes.js';
import type { Logger } from '../../../foundation/logging/logger.js';
import type { AccountChanges } from '../accounts/account-draft.js';
import type { Quote } from '../market/quote.js';
import type { QuoteBoard } from '../market/quote-board.js';
import type { AccountRef } from '../accounts/account-ref.js';
import { isClosed } from '../orders/order.js';
import type { AccountEngine } from './account-engine.js';
import type { MinuteValuation } from './minute-valuation.js';
import { isExpired } from './order-expiry.js';
import { settleOnQuote } from './place-order.js';
import type { PositionMarks } from './position-marks.js';
import type { RestingOrders } from './resting-orders.js';

/**
 * What quotes set in motion. Every quote is shown to the orders that wait for its symbol, at once and in memory; only
 * orders that it reaches become units of work, each at most once at a time, however fast quotes come.
 */
export class MarketReactor {
  constructor(
    private readonly deps: {
      board: QuoteBoard;
      engine: AccountEngine;
      resting: RestingOrders;
      valuation: MinuteValuation;
      marks: PositionMarks;
      logger: Pick<Logger, 'error'>;
    },
  ) {}

  /** Work that no quote waits for: what a newly resting order found when it came to rest. */
  readonly #unattended = new Set<Promise<void>>();

  /** Resolves when everything that the quotes set in motion is committed: a replay waits for it, a feed need not. */
  async onQuotes(quotes: readonly WireQuote[]): Promise<void> {
    const work: Promise<void>[] = [];
    for (const wire of quotes) {
      work.push(...this.deps.valuation.beforeQuote(wire.symbol, wire.receivedAtMs));
      const quote = this.deps.board.take(wire);
      if (!quote) continue;
      this.deps.marks.afterQuote(quote.symbol);
      for (const { ref, orderIds } of this.deps.resting.takeReached(quote))
        work.push(this.#settle(ref, orderIds, quote));
    }
    if (work.length > 0) await Promise.all(work);
  }

  /**
   * Shows orders that have just come to rest the quote that stands now: one that arrived while they were being
   * committed has not seen them.
   */
  afterCommit(changes: AccountChanges): void {
    for (const order of changes.orders.values())
      if (!isClosed(order)) this.#showLatest(order.symbol);
  }

  get isIdle(): boolean {
    return this.#unattended.size === 0;
  }

  async idle(): Promise<void> {
    while (this.#unattended.size > 0) await Promise.all(this.#unattended);
  }

  #showLatest(symbol: string): void {
    const quote = this.deps.board.get(symbol);
    if (!quote) return;
    for (const { ref, orderIds } of this.deps.resting.takeReached(quote)) {
      const work = this.#settle(ref, orderIds, quote).finally(() => this.#unattended.delete(work));
      this.#unattended.add(work);
    }
  }

  async #settle(ref: AccountRef, orderIds: readonly string[], quote: Quote): Promise<void> {
    try {
      await this.deps.engine.change(ref, (draft, desk) => {
        for (const id of orderIds) {
          const order = draft.state.openOrders.get(id);
          if (order && !isExpired(order, draft.now)) settleOnQuote(draft, order, quote, desk);
        }
      });
    } catch (error) {
      // Nothing has happened to the orders: the next quote that reaches them tries again.
      this.deps.logger.error({ err: error, ...ref, orderIds }, 'resting orders were not settled');
    } finally {
      this.deps.resting.release(orderIds);
      if (this.deps.board.get(quote.symbol) !== quote) this.#showLatest(quote.symbol);
    }
  }
}
