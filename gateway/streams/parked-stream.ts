import type { FormattedExecutionResult } from 'graphql';
import { streamEnds } from './stream-end.js';
import type { StreamEnd } from './stream-end.js';
import type { Subscriber } from './subscriber.js';

type Step = IteratorResult<FormattedExecutionResult, undefined>;
const done: Step = { done: true, value: undefined };

/**
 * A subscription as the protocol's server holds it. The events go past it, straight to the network; all that it hands
 * over is the last message, when the subscription is over.
 */
export class ParkedStream implements AsyncIterableIterator<FormattedExecutionResult> {
  #last: FormattedExecutionResult | null = null;
  #finish: () => void = () => undefined;
  readonly #finished = new Promise<void>((resolve) => {
    this.#finish = resolve;
  });
  /** Set right after it is made: the two refer to each other. */
  subscriber: Subscriber | undefined;

  [Symbol.asyncIterator](): this {
    return this;
  }

  async next(): Promise<Step> {
    await this.#finished;
    const last = this.#last;
    if (last === null) return done;
    this.#last = null;
    return { done: false, value: last };
  }

  /** The client has had enough. */
  return(): Promise<Step> {
    this.endWith(streamEnds.client);
    this.#last = null;
    return Promise.resolve(done);
  }

  /** Ends the subscription now; events that wait are dropped, errors of `end` are the last the client hears of it. */
  endWith(end: StreamEnd): void {
    this.subscriber?.abort(end);
  }

  finished(last: FormattedExecutionResult | null): void {
    this.#last = last;
    this.#finish();
  }
}
