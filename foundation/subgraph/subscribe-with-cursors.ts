import { createSourceEventStream, execute, GraphQLError } from 'graphql';
import type { ExecutionArgs, ExecutionResult } from 'graphql';

type EventSource = AsyncIterable<unknown> & { readonly cursor?: string | null };

/**
 * graphql-js's `subscribe`, except that an event of a source that tells cursors (see `keptStream`) carries its cursor
 * in `extensions.stream.cursor`. Ending it ends the source at once, even while it waits for an event.
 * @param after the cursor that the reader comes back with; a source that tells none cannot go on from it.
 */
export const subscribeWithCursors = async (
  args: ExecutionArgs,
  after: string | undefined,
): Promise<AsyncIterableIterator<ExecutionResult> | ExecutionResult> => {
  const source = (await createSourceEventStream(args)) as EventSource | ExecutionResult;
  if (!(Symbol.asyncIterator in source)) return source;
  const iterator = source[Symbol.asyncIterator]();
  const end = async (): Promise<IteratorResult<ExecutionResult>> => {
    await iterator.return?.();
    return { done: true, value: undefined };
  };
  if (after !== undefined && !('cursor' in source)) {
    await end();
    return { errors: [notKept] };
  }
  const results: AsyncIterableIterator<ExecutionResult> = {
    async next() {
      const step = await iterator.next();
      if (step.done === true) return { done: true, value: undefined };
      // Read before anything else is awaited: it is that of the event which has just come.
      const { cursor } = source;
      const result = await execute({ ...args, rootValue: step.value });
      return {
        done: false,
        value: cursor == null ? result : { ...result, extensions: { stream: { cursor } } },
      };
    },
    return: end,
    [Symbol.asyncIterator]: () => results,
  };
  return results;
};

const notKept = new GraphQLError('This stream keeps nothing that could be read again.', {
  extensions: { code: 'STREAM_CURSOR_UNAVAILABLE' },
});
