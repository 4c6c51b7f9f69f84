import { requireTenant } from '../../../foundation/context/require-tenant.js';
import { liveStream } from '../../../foundation/messaging/live-stream.js';
import type { TrainingProgressEvent } from '../training-jobs/training-job.js';
import { isFinal, trainingChannel } from '../training-jobs/training-job.js';
import type { AutomlContext } from './automl-context.js';

export const subscriptionResolvers = {
  trainingProgress: {
    subscribe: async (
      _source: unknown,
      { id }: { id: string },
      { broadcast, trainings, viewer }: AutomlContext,
    ) =>
      untilFinal(
        await liveStream<TrainingProgressEvent, TrainingProgressEvent>(
          broadcast,
          trainingChannel(requireTenant(viewer)),
          {
            eventsOf: (event) => (event.id === id ? [event] : []),
            snapshot: async () => [await trainings.find(viewer, id)],
          },
        ),
      ),
    resolve: (event: TrainingProgressEvent): TrainingProgressEvent => event,
  },
};

/** Ends the stream after the event that nothing follows. */
const untilFinal = (
  events: AsyncIterableIterator<TrainingProgressEvent>,
): AsyncIterableIterator<TrainingProgressEvent> => {
  let isOver = false;
  const end = (): Promise<IteratorResult<TrainingProgressEvent>> =>
    events.return?.() ?? Promise.resolve({ done: true, value: undefined });
  return {
    async next() {
      if (isOver) return end();
      const result = await events.next();
      isOver = !result.done && isFinal(result.value.status);
      return result;
    },
    return: end,
    [Symbol.asyncIterator]() {
      return this;
    },
  };
};
