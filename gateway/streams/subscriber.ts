import type { FormattedExecutionResult } from 'graphql';
import type { Viewer } from '../../foundation/context/viewer.js';
import type { CancelTimer, Clock } from '../../foundation/time/clock.js';
import type { FairSender, Sendable } from './fair-sender.js';
import type { Outlet } from './outlet.js';
import { Pacer } from './pacer.js';
import { PendingEvents } from './pending-events.js';
import type { SharedEvent, StreamGap } from './shared-event.js';
import { streamEnds } from './stream-end.js';
import type { StreamEnd } from './stream-end.js';

export type SubscriberOptions = {
  viewer: Viewer;
  holder: string;
  outlet: Outlet;
  sender: FairSender;
  clock: Clock;
  bufferEvents: number;
  /** At most so many events per second after the first of each key; null for as many as there are. */
  maxRatePerSecond: number | null;
  /** Told after each event. */
  onSent: (event: SharedEvent) => void;
  /** Told once, when it will get no more events; `last` goes to the client before it is told of the end. */
  onFinished: (end: StreamEnd, last: FormattedExecutionResult | null) => void;
};

/** Of a stream whose keys never end, such as candles by time. */
const mostKnownKeys = 1_000;

/**
 * One client's subscription to a shared stream: what waits for it, how fast it may go, and what it has to be told of
 * what it missed.
 */
export class Subscriber implements Sendable {
  readonly holder: string;
  /** Changes only to the same user with another session. */
  viewer: Viewer;
  readonly #pending: PendingEvents<SharedEvent>;
  readonly #pacer: Pacer | null;
  #cancelPace: CancelTimer | undefined;
  #isBlocked = false;
  /** Keys that have been sent once: their first value is not held back. */
  readonly #knownKeys = new Set<string>();
  #sequence = 0;
  #gap: StreamGap | null = null;
  #cursor: string | null = null;
  #ending: StreamEnd | undefined;
  #isFinished = false;
  /** Takes it off the stream that feeds it; set by whoever feeds it. */
  leave: () => void = () => undefined;

  constructor(private readonly options: SubscriberOptions) {
    this.holder = options.holder;
    this.viewer = options.viewer;
    this.#pending = new PendingEvents(options.bufferEvents);
    const { maxRatePerSecond, clock } = options;
    this.#pacer = maxRatePerSecond === null ? null : new Pacer(clock, maxRatePerSecond);
  }

  get isReady(): boolean {
    return !this.#isBlocked && this.#pending.size > 0;
  }

  /** Of the last event that was sent; where to go on after a break. */
  get cursor(): string | null {
    return this.#cursor;
  }

  deliver(event: SharedEvent, isRepeat = false): void {
    if (this.#ending) return;
    const { key, conflated } = event;
    if (!this.#pending.push(event, { key, conflated, isRepeat })) {
      this.#pending.clear();
      this.end(streamEnds.lagged);
      return;
    }
    if (!this.#isBlocked) this.options.sender.schedule(this);
  }

  /** Events are missing that nobody will send: the next event says so, once. */
  announce(gap: StreamGap): void {
    this.#gap ??= gap;
  }

  flush(most: number): number {
    const { outlet } = this.options;
    let sent = 0;
    while (sent < most && !this.#isBlocked && this.#pending.size > 0) {
      if (outlet.isCongested) this.#block((unblock) => outlet.whenRoom(unblock));
      else if (this.#sendNext()) sent++;
    }
    if (this.#pending.size === 0) this.#finishIfEnding();
    return sent;
  }

  /** No more events come; those that wait are still sent. */
  end(end: StreamEnd): void {
    if (this.#ending) return;
    this.#ending = end;
    this.leave();
    if (this.#pending.size === 0) this.#finishIfEnding();
  }

  /** The end, at once: what waits is dropped. */
  abort(end: StreamEnd): void {
    this.#pending.clear();
    if (this.#ending) this.#finish(end);
    else this.end(end);
  }

  /** False when the rate holds it back. */
  #sendNext(): boolean {
    const pending = this.#pending.first();
    if (!pending) return false;
    const { event, conflated } = pending;
    if (this.#pacer && !this.#isDue(this.#pacer, event)) return false;
    this.#pending.shift();
    const gap = this.#gap;
    this.#gap = null;
    this.options.outlet.write(event, event.bytesFor(++this.#sequence, { conflated, gap }));
    this.#cursor = event.facts.cursor ?? this.#cursor;
    this.options.onSent(event);
    return true;
  }

  /** The first value of each key goes at once: that is the state from which the rate counts. */
  #isDue(pacer: Pacer, { key }: SharedEvent): boolean {
    const isFirst =
      key !== null && this.#knownKeys.size < mostKnownKeys && !this.#knownKeys.has(key);
    const { waitMs } = pacer;
    if (waitMs > 0 && !isFirst) {
      this.#block((unblock) => {
        this.#cancelPace = this.options.clock.schedule(waitMs, unblock);
      });
      return false;
    }
    if (isFirst) this.#knownKeys.add(key);
    pacer.take();
    return true;
  }

  #block(wait: (unblock: () => void) => void): void {
    this.#isBlocked = true;
    wait(() => {
      this.#isBlocked = false;
      if (this.#pending.size > 0) this.options.sender.schedule(this);
    });
  }

  #finishIfEnding(): void {
    if (this.#ending) this.#finish(this.#ending);
  }

  #finish(end: StreamEnd): void {
    if (this.#isFinished) return;
    this.#isFinished = true;
    this.#cancelPace?.();
    const { errors } = end;
    const cursor =
      this.#cursor === null ? {} : { extensions: { stream: { cursor: this.#cursor } } };
    this.options.onFinished(end, errors ? { errors, ...cursor } : null);
  }
}
