import type { PlatformDatabase } from '../database/platform-database.js';
import type { TenantDatabase } from '../database/tenant-database.js';
import type { Logger } from '../logging/logger.js';
import type { DomainEvent } from './domain-event.js';
import type { EventBus } from './event-bus.js';

/** Publishes what a service has committed to its outboxes. */
export type OutboxRelay = {
  /**
   * Publishes what waits in the outbox of `tenantId` (null: the control plane). Resolves when it is published; never
   * rejects: what could not be published waits for the next kick or sweep.
   */
  kick(tenantId: string | null): Promise<void>;
  /** Publishes what a crash left behind, for the control plane and the given tenants. */
  sweep(tenantIds: readonly string[]): Promise<void>;
  /** Waits for the publishing that is under way. */
  close(): Promise<void>;
};

type Outbox = {
  /** The oldest waiting events, in order. */
  read(limit: number): Promise<{ sequence: bigint; event: DomainEvent }[]>;
  /** Forgets events that `read` returned. */
  remove(sequences: readonly bigint[]): Promise<void>;
};

const batchSize = 200;
const retryAfterMs = 5_000;

export const createOutboxRelay = (deps: {
  service: string;
  bus: EventBus;
  tenantDb: TenantDatabase;
  platformDb: PlatformDatabase;
  logger: Logger;
}): OutboxRelay => {
  /** One drain at a time per outbox keeps its events in order; a kick during one asks for another round. */
  const drains = new Map<string | null, { requested: number; done: Promise<void> }>();

  const retries = new Set<NodeJS.Timeout>();
  const lifetime = new AbortController();

  /** On the machine's clock: a virtual one may stand still while the database comes back. */
  const retryLater = (tenantId: string | null): NodeJS.Timeout => {
    const timer = setTimeout(() => {
      retries.delete(timer);
      void kick(tenantId);
    }, retryAfterMs);
    return timer.unref();
  };

  const outboxOf = (tenantId: string | null): Outbox =>
    tenantId === null
      ? platformOutbox(deps.platformDb, deps.service)
      : tenantOutbox(deps.tenantDb, tenantId, deps.service);

  const drain = async (tenantId: string | null, state: { requested: number }): Promise<void> => {
    const outbox = outboxOf(tenantId);
    let served = 0;
    try {
      while (served < state.requested) {
        served = state.requested;
        for (let rows = await outbox.read(batchSize); rows.length > 0;) {
          await deps.bus.publish(rows.map((row) => row.event));
          await outbox.remove(rows.map((row) => row.sequence));
          rows = rows.length < batchSize ? [] : await outbox.read(batchSize);
        }
      }
    } catch (error) {
      deps.logger.error({ err: error, tenantId }, 'the outbox could not be published; it waits');
      if (!lifetime.signal.aborted) retries.add(retryLater(tenantId));
    } finally {
      drains.delete(tenantId);
    }
  };

  const kick = (tenantId: string | null): Promise<void> => {
    const running = drains.get(tenantId);
    if (running) {
      running.requested++;
      return running.done;
    }
    const state = { requested: 1, done: Promise.resolve() };
    drains.set(tenantId, state);
    state.done = drain(tenantId, state);
    return state.done;
  };

  return {
    kick,
    async sweep(tenantIds) {
      await kick(null);
      for (const tenantId of tenantIds) await kick(tenantId);
    },
    async close() {
      lifetime.abort();
      for (const timer of retries) clearTimeout(timer);
      await Promise.all([...drains.values()].map((state) => state.done));
    },
  };
};

const tenantOutbox = (tenantDb: TenantDatabase, tenantId: string, service: string): Outbox => ({
  read: (limit) =>
    tenantDb.withTenant(tenantId, async (db) => {
      const rows = await db.outboxEvent.findMany({
        where: { service },
        orderBy: { sequence: 'asc' },
        take: limit,
      });
      return rows.map((row) => ({ sequence: row.sequence, event: toEvent(row, tenantId) }));
    }),
  remove: (sequences) =>
    tenantDb.withTenant(tenantId, async (db) => {
      await db.outboxEvent.deleteMany({ where: { sequence: { in: [...sequences] } } });
    }),
});

const platformOutbox = (platformDb: PlatformDatabase, service: string): Outbox => ({
  async read(limit) {
    const rows = await platformDb.client.platformOutboxEvent.findMany({
      where: { service },
      orderBy: { sequence: 'asc' },
      take: limit,
    });
    return rows.map((row) => ({ sequence: row.sequence, event: toEvent(row, row.tenantId) }));
  },
  async remove(sequences) {
    await platformDb.client.platformOutboxEvent.deleteMany({
      where: { sequence: { in: [...sequences] } },
    });
  },
});

type Row = { eventId: string; type: string; key: string; occurredAt: Date; payload: unknown };

const toEvent = (row: Row, tenantId: string | null): DomainEvent => ({
  id: row.eventId,
  type: row.type,
  tenantId,
  key: row.key,
  occurredAt: row.occurredAt.toISOString(),
  payload: row.payload,
});
