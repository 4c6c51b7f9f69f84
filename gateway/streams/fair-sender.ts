import type { CancelTimer, Clock } from '../../foundation/time/clock.js';

/** Somebody for whom events wait. */
export type Sendable = {
  /** The tenant in whose turn it sends. */
  readonly holder: string;
  /** Sends up to `most` of the events that wait; returns how many. */
  flush(most: number): number;
  /** Whether it could send more at once. */
  readonly isReady: boolean;
};

type Lane = {
  holder: string;
  waiting: Sendable[];
  /** What it may still send in this turn. */
  credit: number;
  /** What it may send before its rate is exceeded, and when that was worked out. */
  allowance: number;
  asOfMs: number;
  /** It has its place among the turns, or its turn now. */
  isInTurn: boolean;
  cancelRefill: CancelTimer | undefined;
};

export type FairSenderOptions = {
  clock: Clock;
  /** Share of a tenant relative to the others, 1 when not named. */
  weightOf: (holder: string) => number;
  /** Events per second that a tenant's readers get in all; beyond it they wait. */
  eventsPerSecond: number;
  /** Runs the rest of a long turn after other work; `setImmediate` by default. */
  yieldTo?: (run: () => void) => void;
};

/** Events of one tenant, times its weight, before the next tenant's turn. */
const quantum = 64;
/** Events before everything else in the process gets its turn. */
const sliceEvents = 2_048;
/** Events of one reader in a row. */
const burst = 16;

/**
 * Sends what waits, tenant by tenant in turns (deficit round robin): one that floods its readers delays its own, not
 * those of others. A tenant over its rate waits until it is due again; meanwhile its readers conflate or queue.
 */
export class FairSender {
  readonly #lanes = new Map<string, Lane>();
  /** Holders with something to send, in the order of their turns. */
  readonly #turns: Lane[] = [];
  readonly #scheduled = new Set<Sendable>();
  #isRunning = false;

  constructor(private readonly options: FairSenderOptions) {}

  /** Gives a reader its turn, if it has none yet. */
  schedule(sendable: Sendable): void {
    if (this.#scheduled.has(sendable)) return;
    this.#scheduled.add(sendable);
    const lane = this.#laneOf(sendable.holder);
    lane.waiting.push(sendable);
    if (!lane.isInTurn && !lane.cancelRefill) this.#takeTurn(lane);
    if (this.#isRunning) return;
    this.#isRunning = true;
    // Not at once: all readers of an event join the round first.
    queueMicrotask(() => this.#run());
  }

  close(): void {
    for (const { cancelRefill } of this.#lanes.values()) cancelRefill?.();
    this.#lanes.clear();
    this.#turns.length = 0;
    this.#scheduled.clear();
  }

  #run(): void {
    let left = sliceEvents;
    while (left > 0) {
      const lane = this.#turns.shift();
      if (!lane) {
        this.#isRunning = false;
        return;
      }
      left -= this.#turn(lane);
    }
    (this.options.yieldTo ?? setImmediate)(() => this.#run());
  }

  /** One tenant's turn; returns how much it cost. */
  #turn(lane: Lane): number {
    lane.credit += quantum * this.options.weightOf(lane.holder);
    this.#refill(lane);
    let spent = 0;
    let visited = 0;
    const readers = lane.waiting.splice(0);
    while (lane.credit > 0 && lane.allowance >= 1 && visited < readers.length) {
      const reader = readers[visited++];
      if (!reader) break;
      this.#scheduled.delete(reader);
      const sent = reader.flush(Math.min(burst, lane.credit, Math.floor(lane.allowance)));
      spent += sent;
      lane.credit -= sent;
      lane.allowance -= sent;
      if (!reader.isReady || this.#scheduled.has(reader)) continue;
      this.#scheduled.add(reader);
      readers.push(reader);
    }
    lane.waiting = [...readers.slice(visited), ...lane.waiting];
    lane.isInTurn = false;
    if (lane.waiting.length === 0) lane.credit = 0;
    else if (lane.allowance < 1) this.#postpone(lane);
    else this.#takeTurn(lane);
    // A turn in which nobody could send costs something, too.
    return Math.max(1, spent);
  }

  #takeTurn(lane: Lane): void {
    lane.isInTurn = true;
    this.#turns.push(lane);
  }

  #refill(lane: Lane): void {
    const { clock, eventsPerSecond } = this.options;
    const nowMs = clock.nowMs();
    const earned = (Math.max(0, nowMs - lane.asOfMs) * eventsPerSecond) / 1_000;
    lane.allowance = Math.min(eventsPerSecond, lane.allowance + earned);
    lane.asOfMs = nowMs;
  }

  #postpone(lane: Lane): void {
    lane.credit = 0;
    const dueMs = Math.max(
      1,
      Math.ceil(((1 - lane.allowance) * 1_000) / this.options.eventsPerSecond),
    );
    lane.cancelRefill = this.options.clock.schedule(dueMs, () => {
      lane.cancelRefill = undefined;
      this.#takeTurn(lane);
      if (this.#isRunning) return;
      this.#isRunning = true;
      this.#run();
    });
  }

  #laneOf(holder: string): Lane {
    const known = this.#lanes.get(holder);
    if (known) return known;
    const lane: Lane = {
      holder,
      waiting: [],
      credit: 0,
      allowance: this.options.eventsPerSecond,
      asOfMs: this.options.clock.nowMs(),
      isInTurn: false,
      cancelRefill: undefined,
    };
    this.#lanes.set(holder, lane);
    return lane;
  }
}
