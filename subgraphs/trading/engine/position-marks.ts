import type { CancelTimer, Clock } from '../../../foundation/time/clock.js';
import type { AccountRef } from '../accounts/account-ref.js';
import { refKey } from '../accounts/account-ref.js';
import type { AccountEngine } from './account-engine.js';
import type { LiveChannels } from './live-channels.js';
import type { OpenPositions } from './open-positions.js';

/** Live screens see a position revalued at most this often. */
const intervalMs = 1_000;

/** Revalues held positions for live screens; however many quotes come, the last one of an interval counts. */
export class PositionMarks {
  readonly #quoted = new Set<string>();
  #timer: CancelTimer | undefined;

  constructor(
    private readonly deps: {
      clock: Clock;
      engine: AccountEngine;
      positions: OpenPositions;
      live: LiveChannels;
    },
  ) {}

  afterQuote(symbol: string): void {
    if (!this.deps.positions.isHeld(symbol)) return;
    this.#quoted.add(symbol);
    this.#timer ??= this.deps.clock.schedule(intervalMs, () => this.#publish());
  }

  close(): void {
    this.#timer?.();
    this.#timer = undefined;
  }

  #publish(): void {
    this.#timer = undefined;
    const marked = new Map<string, { ref: AccountRef; symbols: string[] }>();
    for (const symbol of this.#quoted)
      for (const ref of this.deps.positions.holdersOf(symbol)) {
        const entry = marked.get(refKey(ref)) ?? { ref, symbols: [] };
        entry.symbols.push(symbol);
        marked.set(refKey(ref), entry);
      }
    this.#quoted.clear();
    for (const { ref, symbols } of marked.values()) {
      const state = this.deps.engine.peek(ref);
      if (state) this.deps.live.publishPositions(ref.tenantId, state, symbols);
    }
  }
}
