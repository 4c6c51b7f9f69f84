import type { ScaledPrice, ScaledQuantity } from '../prices/scaled-price.js';

export type ScaledLevel = readonly [price: ScaledPrice, quantity: ScaledQuantity];

/**
 * The price levels of one side. Kept in order with the best at the end, where nearly all changes are: they move few
 * entries of the arrays.
 */
export class BookSide {
  /** Ascending: bids by price, asks by their negative. */
  readonly #keys: number[] = [];
  readonly #quantities: ScaledQuantity[] = [];
  readonly #sign: 1 | -1;

  constructor(side: 'BID' | 'ASK') {
    this.#sign = side === 'BID' ? 1 : -1;
  }

  get size(): number {
    return this.#keys.length;
  }

  /** Quantities are absolute; 0 takes the level away. */
  set(price: ScaledPrice, quantity: ScaledQuantity): void {
    const key = price * this.#sign;
    const index = this.#indexOf(key);
    const isKnown = this.#keys[index] === key;
    if (quantity === 0) {
      if (!isKnown) return;
      this.#keys.splice(index, 1);
      this.#quantities.splice(index, 1);
    } else if (isKnown) this.#quantities[index] = quantity;
    else {
      this.#keys.splice(index, 0, key);
      this.#quantities.splice(index, 0, quantity);
    }
  }

  replaceBy(levels: readonly ScaledLevel[]): void {
    const sorted = levels
      .filter(([, quantity]) => quantity > 0)
      .sort(([a], [b]) => (a - b) * this.#sign);
    this.#keys.length = 0;
    this.#quantities.length = 0;
    for (const [price, quantity] of sorted) {
      this.#keys.push(price * this.#sign);
      this.#quantities.push(quantity);
    }
  }

  best(): ScaledLevel | undefined {
    return this.#at(this.#keys.length - 1);
  }

  /** The best first. */
  levels(count: number): ScaledLevel[] {
    const levels: ScaledLevel[] = [];
    for (let index = this.#keys.length - 1; levels.length < count; index--) {
      const level = this.#at(index);
      if (!level) break;
      levels.push(level);
    }
    return levels;
  }

  #at(index: number): ScaledLevel | undefined {
    const key = this.#keys[index];
    return key === undefined ? undefined : [key * this.#sign, this.#quantities[index] ?? 0];
  }

  /** Where the key is, or would be. */
  #indexOf(key: number): number {
    let low = 0;
    let high = this.#keys.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#keys[middle] ?? 0) < key) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
