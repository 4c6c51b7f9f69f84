import type { CancelTimer, Clock } from '../../foundation/time/clock.js';

export type BackpressureOptions = {
  clock: Clock;
  /** Bytes that wait to be sent; the socket's own. */
  waitingBytes: () => number;
  /** More than this is congestion. */
  congestedBytes: number;
  /** Congestion that lasts so long is a stall. */
  stallMs: number;
  onStall: () => void;
};

/** Watches what a client leaves unread: those who write ask it first, and it calls them back when there is room. */
export class Backpressure {
  #waiters: (() => void)[] = [];
  #cancelStall: CancelTimer | undefined;

  constructor(private readonly options: BackpressureOptions) {}

  get isCongested(): boolean {
    return this.options.waitingBytes() > this.options.congestedBytes;
  }

  /** Runs `callback` when `drained` is said. The first who waits starts the clock of a stall. */
  whenRoom(callback: () => void): void {
    this.#waiters.push(callback);
    const { clock, stallMs, onStall } = this.options;
    this.#cancelStall ??= clock.schedule(stallMs, onStall);
  }

  /** The client has read; called by the socket's owner. */
  drained(): void {
    if (this.isCongested) return;
    this.#cancelStall?.();
    this.#cancelStall = undefined;
    const waiters = this.#waiters;
    this.#waiters = [];
    for (const callback of waiters) callback();
  }

  close(): void {
    this.#cancelStall?.();
    this.#waiters = [];
  }
}
