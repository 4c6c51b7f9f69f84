import type { z } from 'zod';
import type {
  TenantDatabase,
  TenantTransaction,
} from '../../../foundation/database/tenant-database.js';
import {
  accountOpenedSchema,
  accountOpenedType,
  accountValuedSchema,
  accountValuedType,
} from '../../../foundation/events/account-events.js';
import { fillRecordedSchema, fillRecordedType } from '../../../foundation/events/fill-events.js';
import type { DomainEvent } from '../../../foundation/messaging/domain-event.js';
import type { EventBus, Subscription } from '../../../foundation/messaging/event-bus.js';
import { handleOnce } from '../../../foundation/messaging/inbox.js';
import type { Clock } from '../../../foundation/time/clock.js';
import {
  applyAccountOpened,
  applyAccountValued,
  applyFillRecorded,
} from '../projection/account-projection.js';

const consumer = 'performance-analytics';

type Apply = (tx: TenantTransaction, event: DomainEvent) => Promise<void>;

/** A payload that breaks its schema is a fault of the sender; throwing keeps the event in its outbox. */
const applying =
  <TSchema extends z.ZodType>(
    schema: TSchema,
    apply: (tx: TenantTransaction, payload: z.output<TSchema>, eventId: string) => Promise<void>,
  ): Apply =>
  (tx, event) =>
    apply(tx, schema.parse(event.payload), event.id);

const handlers: Readonly<Record<string, Apply>> = {
  [accountOpenedType]: applying(accountOpenedSchema, applyAccountOpened),
  [accountValuedType]: applying(accountValuedSchema, applyAccountValued),
  [fillRecordedType]: applying(fillRecordedSchema, applyFillRecorded),
};

/** Keeps the projection up to date with what the trading engine tells, each event once. */
export const subscribeToTrading = (deps: {
  bus: EventBus;
  tenantDb: TenantDatabase;
  clock: Clock;
}): Promise<Subscription> =>
  deps.bus.subscribe({
    group: consumer,
    types: Object.keys(handlers),
    async handler(event) {
      const apply = handlers[event.type];
      if (!apply || event.tenantId === null) return;
      await deps.tenantDb.transaction(event.tenantId, async (tx) => {
        if (await handleOnce(tx, consumer, event.id, deps.clock)) await apply(tx, event);
      });
    },
  });
