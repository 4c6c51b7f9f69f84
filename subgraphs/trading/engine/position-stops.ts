import type { Decimal } from '../../../foundation/money/decimal.js';
import type { AccountState } from '../accounts/account.js';
import type { AccountRef } from '../accounts/account-ref.js';
import { refKey } from '../accounts/account-ref.js';
import type { Quote } from '../market/quote.js';
import type { Position } from '../positions/position.js';
import { isStopReached, stopLossPrice } from '../positions/stop-loss.js';

type Stop = {
  ref: AccountRef;
  position: Position;
  /** What `price` follows from. */
  threshold: Decimal | null;
  price: Decimal | null;
};

/** The stop-losses of all positions, by symbol, so that a quote looks at nothing else. */
export class PositionStops {
  readonly #bySymbol = new Map<string, Map<string, Stop>>();
  /** Reached already: a position is not closed twice, and one that could not be closed is not tried at every quote. */
  readonly #inHand = new WeakSet<Position>();

  constructor(private readonly thresholdOf: (tenantId: string) => Decimal | null) {}

  /** Follows an account to its present state. On one that is halted nothing trades, so no stop does. */
  observe(ref: AccountRef, { account, positions }: AccountState): void {
    const key = refKey(ref);
    for (const position of positions.values()) {
      const stops = this.#bySymbol.get(position.symbol) ?? new Map<string, Stop>();
      if (position.signedQuantity.isZero() || account.tradingState === 'HALTED') stops.delete(key);
      else if (stops.get(key)?.position !== position)
        stops.set(key, { ref, position, threshold: null, price: null });
      this.#bySymbol.set(position.symbol, stops);
    }
  }

  /** Takes in hand the accounts whose position the quote stops out; `release` what is to be tried again. */
  takeReached(quote: Quote): { ref: AccountRef; position: Position }[] {
    const reached = [];
    for (const stop of this.#bySymbol.get(quote.symbol)?.values() ?? []) {
      const price = this.#priceOf(stop);
      if (price === null || this.#inHand.has(stop.position)) continue;
      if (!isStopReached(stop.position, price, quote)) continue;
      this.#inHand.add(stop.position);
      reached.push({ ref: stop.ref, position: stop.position });
    }
    return reached;
  }

  release(position: Position): void {
    this.#inHand.delete(position);
  }

  /** The tenant may change its mind at any time; the division is made once per change. */
  #priceOf(stop: Stop): Decimal | null {
    const threshold = this.thresholdOf(stop.ref.tenantId);
    if (threshold !== stop.threshold) {
      stop.threshold = threshold;
      stop.price = stopLossPrice(stop.position, threshold);
    }
    return stop.price;
  }
}
