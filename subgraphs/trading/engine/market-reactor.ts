import { auditEvent } from '../../../foundation/events/audit-events.js';
import type { Quote as WireQuote } from '../../../foundation/events/quotes.js';
import type { IdGenerator } from '../../../foundation/ids/id-generator.js';
import type { Logger } from '../../../foundation/logging/logger.js';
import { decimalText } from '../../../foundation/money/decimal.js';
import type { Clock } from '../../../foundation/time/clock.js';
import type { AccountChanges } from '../accounts/account-draft.js';
import type { Quote } from '../market/quote.js';
import type { QuoteBoard } from '../market/quote-board.js';
import type { AccountRef } from '../accounts/account-ref.js';
import { isClosed } from '../orders/order.js';
import type { Position } from '../positions/position.js';
import type { AccountEngine } from './account-engine.js';
import { serviceName } from './account-engine.js';
import type { MinuteValuation } from './minute-valuation.js';
import { isExpired } from './order-expiry.js';
import { settleOnQuote } from './place-order.js';
import type { PositionMarks } from './position-marks.js';
import type { PositionStops } from './position-stops.js';
import type { RestingOrders } from './resting-orders.js';
import { stopOutPosition } from './stop-out-position.js';

/**
 * What quotes set in motion. Every quote is shown to the stops and the orders that wait for its symbol, at once and in
 * memory; only those that it reaches become units of work, each at most once at a time, however fast quotes come. Stops
 * come first: what they close is not opened anew by an order that the same quote reaches.
 */
export class MarketReactor {
  constructor(
    private readonly deps: {
      clock: Clock;
      ids: IdGenerator;
      board: QuoteBoard;
      engine: AccountEngine;
      resting: RestingOrders;
      stops: PositionStops;
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
      work.push(...this.#show(quote));
    }
    if (work.length > 0) await Promise.all(work);
  }

  /**
   * Shows orders that have just come to rest, and positions that have just been opened, the quote that stands now: one
   * that arrived while they were being committed has not seen them.
   */
  afterCommit(changes: AccountChanges): void {
    for (const order of changes.orders.values())
      if (!isClosed(order)) this.#showLatest(order.symbol);
    for (const symbol of changes.positions.keys()) this.#showLatest(symbol);
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
    for (const effect of this.#show(quote)) {
      const work = effect.finally(() => this.#unattended.delete(work));
      this.#unattended.add(work);
    }
  }

  #show(quote: Quote): Promise<void>[] {
    const { stops, resting } = this.deps;
    return [
      ...stops.takeReached(quote).map(({ ref, position }) => this.#stopOut(ref, position, quote)),
      ...resting.takeReached(quote).map(({ ref, orderIds }) => this.#settle(ref, orderIds, quote)),
    ];
  }

  async #stopOut(ref: AccountRef, position: Position, quote: Quote): Promise<void> {
    const { board, engine, logger, stops } = this.deps;
    try {
      const { outcome } = await engine.change(
        ref,
        (draft, desk) => stopOutPosition(draft, quote, desk),
        (stopOut) => this.#audit(ref, position, stopOut.outcome === 'CLOSED'),
      );
      if (outcome === 'KEPT') stops.release(position);
      if (outcome === 'DENIED')
        logger.error({ ...ref, symbol: position.symbol }, 'a position could not be stopped out');
    } catch (error) {
      stops.release(position);
      logger.error({ err: error, ...ref, symbol: position.symbol }, 'a stop was not acted on');
    }
    if (board.get(quote.symbol) !== quote) this.#showLatest(quote.symbol);
  }

  #audit({ tenantId, accountId }: AccountRef, position: Position, isClosed: boolean) {
    const by = { system: serviceName };
    return auditEvent(this.deps, by, {
      tenantId,
      action: 'position.stop-loss',
      target: { type: 'Position', id: position.id },
      outcome: isClosed ? 'SUCCEEDED' : 'REFUSED',
      details: {
        accountId,
        symbol: position.symbol,
        quantity: decimalText(position.signedQuantity),
      },
    });
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
