import type { Broadcast } from './broadcast.js';
import { StreamQueue } from './stream-queue.js';

type Options<TMessage, TEvent> = {
  /** Events of one message, in order; none when the message does not concern this subscriber. */
  eventsOf: (message: TMessage) => readonly TEvent[];
  /** Sent before anything live, read after the subscription stands so that nothing falls between. */
  snapshot?: () => Promise<readonly TEvent[]> | readonly TEvent[];
  /**
   * Makes the stream conflatable: of the events that wait for a slow reader only the latest of each key is kept.
   * Without it the stream is lossless, and a reader that falls `capacity` events behind is told so and cut off.
   */
  conflateBy?: (event: TEvent) => string;
  capacity?: number;
};

const defaultCapacity = 10_000;

/** A broadcast channel as the AsyncIterable that a GraphQL subscription resolver returns. */
export const liveStream = async <TMessage, TEvent>(
  broadcast: Broadcast,
  channel: string,
  options: Options<TMessage, TEvent>,
): Promise<AsyncIterableIterator<TEvent>> => {
  const queue = new StreamQueue<TEvent>(options.conflateBy, options.capacity ?? defaultCapacity);
  const unsubscribe = await broadcast.subscribe(channel, (message) => {
    for (const event of options.eventsOf(message as TMessage)) queue.push(event);
  });
  queue.onEnd(unsubscribe);
  try {
    queue.unshift((await options.snapshot?.()) ?? []);
  } catch (error) {
    await queue.return();
    throw error;
  }
  return queue;
};
