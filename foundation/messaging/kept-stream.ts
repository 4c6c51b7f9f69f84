import type { Broadcast } from './broadcast.js';
import { unavailable } from './in-process-record.js';
import { StreamQueue } from './stream-queue.js';

/** What has been read of a kept channel, with the cursor of the event that was read last. */
export type KeptStream<TEvent> = AsyncIterableIterator<TEvent> & { readonly cursor: string | null };

/** A replay comes at once; a live reader may fall as far behind. */
const capacity = 50_000;

/**
 * A channel that messages are appended to, as the AsyncIterable that a GraphQL subscription resolver returns. Lossless:
 * with the cursor of an event a reader goes on right after it, on whichever process.
 * @param options.eventsOf events of one message, in order; the same for the same message every time.
 * @param options.after cursor of the last event that was seen.
 * @throws {DomainError} STREAM_CURSOR_UNAVAILABLE when what followed the cursor is not kept any more.
 */
export const keptStream = async <TEvent>(
  broadcast: Broadcast,
  channel: string,
  options: { eventsOf: (message: unknown) => readonly TEvent[]; after?: string | undefined },
): Promise<KeptStream<TEvent>> => {
  const queue = new StreamQueue<{ event: TEvent; cursor: string }>(undefined, capacity);
  const after = options.after === undefined ? null : readCursor(options.after);
  const unsubscribe = await broadcast.follow(channel, after?.place ?? null, (message, place) => {
    for (const [i, event] of options.eventsOf(message).entries())
      if (place !== after?.place || i > after.index) queue.push({ event, cursor: `${place}/${i}` });
  });
  queue.onEnd(unsubscribe);

  let cursor: string | null = null;
  const stream: KeptStream<TEvent> = {
    get cursor() {
      return cursor;
    },
    async next() {
      const result = await queue.next();
      if (result.done === true) return { done: true, value: undefined };
      cursor = result.value.cursor;
      return { done: false, value: result.value.event };
    },
    async return() {
      await queue.return();
      return { done: true, value: undefined };
    },
    [Symbol.asyncIterator]: () => stream,
  };
  return stream;
};

/** `place/index`: which event of which message. */
const readCursor = (cursor: string): { place: string; index: number } => {
  const [, place, index] = /^(.+)\/(\d+)$/.exec(cursor) ?? [];
  if (place === undefined || index === undefined) throw unavailable();
  return { place, index: Number(index) };
};
