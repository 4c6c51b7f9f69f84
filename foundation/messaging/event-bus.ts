import type { DomainEvent } from './domain-event.js';

export type Subscription = { close(): Promise<void> };

/**
 * Durable events between services. Delivery is at least once and in order per `key`; handlers are idempotent
 * (see inbox.ts). A handler that throws is retried, and holds back only the events of the same key.
 */
export type EventBus = {
  /** Resolves when the events are accepted; in-process that is when every handler has run. */
  publish(events: readonly DomainEvent[]): Promise<void>;
  /** Every group receives every event of `types` once; the members of a group share them. */
  subscribe(subscription: {
    group: string;
    types: readonly string[];
    handler: (event: DomainEvent) => Promise<void>;
  }): Promise<Subscription>;
  close(): Promise<void>;
};
