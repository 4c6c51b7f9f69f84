/** A move is believed when this many quotes in a row agree on the new level. */
const confirmations = 3;

/**
 * Tells spikes from moves. A price far from the last believed one is doubted; when the next ones agree with it, the
 * market has really moved. A single wrong print therefore never becomes a price, and a true gap costs two quotes.
 */
export class SpikeGuard {
  #believed: number | undefined;
  #doubted: number[] = [];

  /** @param largestMove the largest believable move between quotes, as a fraction of the price. */
  constructor(private readonly largestMove: number) {}

  believes(price: number): boolean {
    if (this.#believed === undefined || this.#isNear(price, this.#believed)) {
      return this.#believe(price);
    }
    const previous = this.#doubted.at(-1);
    if (previous !== undefined && !this.#isNear(price, previous)) this.#doubted = [];
    this.#doubted.push(price);
    return this.#doubted.length >= confirmations && this.#believe(price);
  }

  copy(): SpikeGuard {
    const copy = new SpikeGuard(this.largestMove);
    copy.#believed = this.#believed;
    copy.#doubted = [...this.#doubted];
    return copy;
  }

  #isNear(price: number, reference: number): boolean {
    return Math.abs(price - reference) <= reference * this.largestMove;
  }

  #believe(price: number): true {
    this.#believed = price;
    if (this.#doubted.length > 0) this.#doubted = [];
    return true;
  }
}
