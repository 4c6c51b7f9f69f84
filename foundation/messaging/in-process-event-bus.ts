import type { Logger } from '../logging/logger.js';
import type { DomainEvent } from './domain-event.js';
import type { EventBus } from './event-bus.js';

type Group = {
  name: string;
  types: ReadonlySet<string>;
  handler: (event: DomainEvent) => Promise<void>;
  /** The last delivery of each key; the next one of that key waits for it. */
  tails: Map<string, Promise<void>>;
  closed: boolean;
};

const attempts = 4;
const firstRetryMs = 50;

/**
 * The event bus of the embedded platform. `publish` resolves when every group has handled the events, and rejects
 * when one could not after a few attempts: the events are still in the outbox then, and come again.
 */
export const createInProcessEventBus = (deps: { logger: Logger }): EventBus => {
  const groups = new Set<Group>();

  const deliver = async (group: Group, event: DomainEvent): Promise<void> => {
    for (let attempt = 1; ; attempt++) {
      if (group.closed) throw new Error(`the bus closed before ${group.name} handled ${event.id}`);
      try {
        await group.handler(event);
        return;
      } catch (error) {
        deps.logger.error(
          { err: error, group: group.name, event: event.id, attempt },
          'an event was not handled',
        );
        if (attempt === attempts) throw error;
        await pause(firstRetryMs * 2 ** attempt);
      }
    }
  };

  const enqueue = (group: Group, event: DomainEvent): Promise<void> => {
    const before = group.tails.get(event.key) ?? Promise.resolve();
    const delivery = before.then(
      () => deliver(group, event),
      () => deliver(group, event),
    );
    group.tails.set(event.key, delivery);
    const forget = () => {
      if (group.tails.get(event.key) === delivery) group.tails.delete(event.key);
    };
    delivery.then(forget, forget);
    return delivery;
  };

  return {
    async publish(events) {
      const deliveries = events.flatMap((event) =>
        [...groups]
          .filter((group) => group.types.has(event.type))
          .map((group) => enqueue(group, event)),
      );
      await Promise.all(deliveries);
    },

    subscribe({ group: name, types, handler }) {
      const group: Group = {
        name,
        types: new Set(types),
        handler,
        tails: new Map(),
        closed: false,
      };
      groups.add(group);
      return Promise.resolve({
        async close() {
          groups.delete(group);
          group.closed = true;
          await Promise.allSettled(group.tails.values());
        },
      });
    },

    async close() {
      const closing = [...groups];
      groups.clear();
      for (const group of closing) group.closed = true;
      await Promise.allSettled(closing.flatMap((group) => [...group.tails.values()]));
    },
  };
};

/** Retries wait on the machine's clock: a virtual one may stand still while a database comes back. */
const pause = (delayMs: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, delayMs);
  });
