import type { Prisma as PlatformPrisma } from '../database/__generated__/platform/client.js';
import type { TenantTransaction } from '../database/tenant-database.js';
import type { DomainEvent } from './domain-event.js';

/** Json columns take any JSON value; Prisma's input type cannot express `unknown`. */
type JsonInput = PlatformPrisma.InputJsonValue;

/**
 * Writes events into the tenant's outbox, inside the transaction that caused them. After the commit call
 * `relay.kick(tenantId)`; what a crash leaves behind is published at the next start.
 * @param service the name of the service whose relay publishes them.
 */
export const recordEvents = async (
  tx: TenantTransaction,
  service: string,
  events: readonly Omit<DomainEvent, 'tenantId'>[],
): Promise<void> => {
  if (events.length === 0) return;
  await tx.outboxEvent.createMany({
    data: events.map((event) => ({
      eventId: event.id,
      service,
      type: event.type,
      key: event.key,
      occurredAt: new Date(event.occurredAt),
      payload: event.payload as JsonInput,
    })),
  });
};

/** The same for events of the control plane. */
export const recordPlatformEvents = async (
  tx: PlatformPrisma.TransactionClient,
  service: string,
  events: readonly DomainEvent[],
): Promise<void> => {
  if (events.length === 0) return;
  await tx.platformOutboxEvent.createMany({
    data: events.map((event) => ({
      eventId: event.id,
      service,
      type: event.type,
      tenantId: event.tenantId,
      key: event.key,
      occurredAt: new Date(event.occurredAt),
      payload: event.payload as JsonInput,
    })),
  });
};
