import type { Logger } from '../../../foundation/logging/logger.js';
import type { AccountChanges } from '../accounts/account-draft.js';
import { equity } from '../accounts/valuation.js';
import type { Market } from '../market/market.js';
import type { AccountRef } from '../accounts/account-ref.js';
import { refKey } from '../accounts/account-ref.js';
import type { AccountEngine } from './account-engine.js';
import type { OpenPositions } from './open-positions.js';

/** What an account was worth is judged by the quotes that stood when the minute closed. */
type Close = { atMs: number; market: Market };

const minuteMs = 60_000;
/** Of one account, while the database does not answer: a day. Beyond that the oldest are given up. */
const mostWaiting = 1_440;

/** Values the accounts that hold a position at the close of every minute in which its instrument was quoted. */
export class MinuteValuation {
  readonly #quoted = new Set<string>();
  readonly #waiting = new Map<string, Close[]>();
  /** Values are told in the order of time: a close that a fill has overtaken is left out. */
  readonly #lastValuedMs = new Map<string, number>();
  #minuteEndMs = 0;

  constructor(
    private readonly deps: {
      engine: AccountEngine;
      positions: OpenPositions;
      /** The market as it stands, which later quotes do not change. */
      frozenMarketAt: (nowMs: number) => Market;
      logger: Pick<Logger, 'error'>;
    },
  ) {}

  /** To be called with every quote before it is taken: the first one of a new minute closes the one before. */
  beforeQuote(symbol: string, receivedAtMs: number): Promise<void>[] {
    const work = receivedAtMs >= this.#minuteEndMs ? this.#close() : [];
    const endMs = (Math.floor(receivedAtMs / minuteMs) + 1) * minuteMs;
    this.#minuteEndMs = Math.max(this.#minuteEndMs, endMs);
    if (this.deps.positions.isHeld(symbol)) this.#quoted.add(symbol);
    return work;
  }

  committed(ref: AccountRef, changes: AccountChanges): void {
    for (const happening of changes.happenings)
      if (happening.kind === 'valuation')
        this.#lastValuedMs.set(refKey(ref), happening.time.getTime());
  }

  #close(): Promise<void>[] {
    const holders = new Map<string, AccountRef>();
    for (const symbol of this.#quoted)
      for (const ref of this.deps.positions.holdersOf(symbol)) holders.set(refKey(ref), ref);
    this.#quoted.clear();
    for (const key of this.#lastValuedMs.keys())
      if (!holders.has(key)) this.#lastValuedMs.delete(key);
    if (holders.size === 0) return [];
    const close = { atMs: this.#minuteEndMs, market: this.deps.frozenMarketAt(this.#minuteEndMs) };
    return [...holders.values()].flatMap((ref) => this.#enqueue(ref, close));
  }

  #enqueue(ref: AccountRef, close: Close): Promise<void>[] {
    const waiting = this.#waiting.get(refKey(ref));
    if (!waiting) return [this.#writeAll(ref, close)];
    // Whoever writes for this account already will write this one too.
    waiting.push(close);
    if (waiting.length > mostWaiting) waiting.shift();
    return [];
  }

  async #writeAll(ref: AccountRef, first: Close): Promise<void> {
    const waiting = [first];
    this.#waiting.set(refKey(ref), waiting);
    try {
      while (waiting.length > 0) await this.#write(ref, waiting.splice(0));
    } catch (error) {
      this.deps.logger.error({ err: error, ...ref }, 'an account was not valued');
    } finally {
      this.#waiting.delete(refKey(ref));
    }
  }

  #write(ref: AccountRef, closes: readonly Close[]): Promise<void> {
    return this.deps.engine.change(ref, (draft) => {
      const lastMs = this.#lastValuedMs.get(refKey(ref)) ?? 0;
      for (const { atMs, market } of closes) {
        const worth = atMs > lastMs ? equity(draft.state, market) : null;
        if (worth) draft.recordValuation(worth, new Date(atMs));
      }
    });
  }
}
