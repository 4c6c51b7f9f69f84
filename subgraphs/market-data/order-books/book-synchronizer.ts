import type { ScaledLevel } from './book-side.js';
import { BookSide } from './book-side.js';
import type { BookFault } from './order-book.js';

/** Changes of a book that a venue tells together, with its numbers of the first and last of them. */
export type BookDelta = {
  first: number;
  last: number;
  /** Number of the last change before these, where the venue tells it. */
  previous: number | null;
  eventTimeMs: number;
  bids: readonly ScaledLevel[];
  asks: readonly ScaledLevel[];
};

export type BookSnapshot = {
  /** Number of the last change in it. */
  last: number;
  bids: readonly ScaledLevel[];
  asks: readonly ScaledLevel[];
};

export type DeltaVerdict =
  | 'APPLIED'
  /** The book has it already. */
  | 'OLD'
  /** Kept until a snapshot comes. */
  | 'WAITING'
  /** Changes before it are missing: a snapshot is needed. */
  | 'GAP'
  /** The best bid came to lie on or above the best ask: a snapshot is needed. */
  | 'CROSSED';

/** Some minutes of a busy book. When a snapshot stays away for longer, the oldest are of no use. */
const mostWaiting = 5_000;

/**
 * Keeps a book equal to the venue's from a snapshot and the changes since. From the first missing change on it says
 * that it is not synchronised, until a snapshot that joins the changes has come.
 * The rule of joining is Binance's, "How to manage a local order book correctly".
 */
export class BookSynchronizer {
  readonly bids = new BookSide('BID');
  readonly asks = new BookSide('ASK');
  #last = -1;
  #fault: BookFault | null = 'NOT_YET_SYNCHRONIZED';
  #waiting: BookDelta[] = [];
  #missing = { first: 0, last: -1 };

  get fault(): BookFault | null {
    return this.#fault;
  }

  /** Number of the last change that the book has. */
  get last(): number {
    return this.#last;
  }

  /** What the latest `GAP` found missing, both ends included. */
  get missing(): { first: number; last: number } {
    return this.#missing;
  }

  apply(delta: BookDelta): DeltaVerdict {
    if (this.#fault) return this.#wait(delta);
    if (delta.last <= this.#last) return 'OLD';
    if (!joins(delta, this.#last)) {
      this.lose('CHANGES_MISSED');
      this.#waiting.push(delta);
      return this.#gap(this.#last, delta);
    }
    this.#put(delta);
    if (!this.#isCrossed()) return 'APPLIED';
    this.lose('CROSSED');
    return 'CROSSED';
  }

  /**
   * Begins anew from a snapshot and the changes that wait. False when it is older than they reach back, or leads to a
   * crossed book: a newer one is needed.
   */
  begin(snapshot: BookSnapshot): boolean {
    const waiting = this.#waiting.filter(({ last }) => last > snapshot.last);
    const [first] = waiting;
    if (first && first.first > snapshot.last + 1) return false;
    this.bids.replaceBy(snapshot.bids);
    this.asks.replaceBy(snapshot.asks);
    this.#last = snapshot.last;
    this.#fault = null;
    this.#waiting = [];
    return waiting.every((delta) => this.apply(delta) !== 'CROSSED');
  }

  /** The book may differ from now on. */
  lose(reason: BookFault): void {
    this.#fault = reason;
    this.#waiting = [];
  }

  #wait(delta: BookDelta): 'WAITING' | 'GAP' | 'OLD' {
    const newest = this.#waiting.at(-1);
    if (newest && delta.last <= newest.last) return 'OLD';
    const isJoined = !newest || joins(delta, newest.last);
    // What waited before a gap leads nowhere.
    if (!isJoined) this.#waiting = [];
    this.#waiting.push(delta);
    if (this.#waiting.length > mostWaiting) this.#waiting.shift();
    return isJoined ? 'WAITING' : this.#gap(newest.last, delta);
  }

  #gap(last: number, delta: BookDelta): 'GAP' {
    this.#missing = { first: last + 1, last: Math.max(last + 1, delta.first - 1) };
    return 'GAP';
  }

  #put(delta: BookDelta): void {
    for (const [price, quantity] of delta.bids) this.bids.set(price, quantity);
    for (const [price, quantity] of delta.asks) this.asks.set(price, quantity);
    this.#last = delta.last;
  }

  #isCrossed(): boolean {
    const [bid] = this.bids.best() ?? [];
    const [ask] = this.asks.best() ?? [];
    return bid !== undefined && ask !== undefined && bid >= ask;
  }
}

/** Quantities are absolute, so changes that overlap with known ones do no harm. */
const joins = ({ first, previous }: BookDelta, last: number): boolean =>
  previous === null ? first <= last + 1 : previous <= last;
