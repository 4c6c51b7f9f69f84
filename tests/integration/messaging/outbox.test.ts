import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createIdGenerator } from '../../../foundation/ids/id-generator.js';
import { createLogger } from '../../../foundation/logging/logger.js';
import type { DomainEvent } from '../../../foundation/messaging/domain-event.js';
import type { EventBus } from '../../../foundation/messaging/event-bus.js';
import { handleOnce } from '../../../foundation/messaging/inbox.js';
import { createInProcessEventBus } from '../../../foundation/messaging/in-process-event-bus.js';
import { recordEvents, recordPlatformEvents } from '../../../foundation/messaging/outbox.js';
import { createOutboxRelay } from '../../../foundation/messaging/outbox-relay.js';
import type { TestDatabase } from '../../../foundation/testing/test-database.js';
import { createTestDatabase } from '../../../foundation/testing/test-database.js';
import { systemClock } from '../../../foundation/time/clock.js';

const logger = createLogger({ level: 'silent' });
const nextId = createIdGenerator(systemClock);

let database: TestDatabase;
let tenantId: string;

beforeAll(async () => {
  database = await createTestDatabase();
  tenantId = await database.provisionTenant();
});

afterAll(async () => {
  await database.drop();
});

const anEvent = (type: string, key = 'ord_1'): Omit<DomainEvent, 'tenantId'> => ({
  id: nextId('event'),
  type,
  key,
  occurredAt: '2026-01-02T03:04:05.678Z',
  payload: { quantity: '1.50' },
});

const relayFor = (service: string, bus: EventBus) =>
  createOutboxRelay({ service, bus, ...database, logger });

const collectingBus = async (types: string[]) => {
  const bus = createInProcessEventBus({ logger });
  const seen: DomainEvent[] = [];
  await bus.subscribe({
    group: 'collector',
    types,
    handler: (event) => {
      seen.push(event);
      return Promise.resolve();
    },
  });
  return { bus, seen };
};

describe('the outbox', () => {
  it('publishes what a transaction recorded, in order and complete, once it has committed', async () => {
    const { bus, seen } = await collectingBus(['order.accepted', 'order.filled']);
    const relay = relayFor('trading', bus);
    const events = [anEvent('order.accepted'), anEvent('order.filled')];
    await database.tenantDb.transaction(tenantId, (tx) => recordEvents(tx, 'trading', events));
    await relay.kick(tenantId);
    expect(seen).toEqual(events.map((event) => ({ ...event, tenantId })));
    await relay.kick(tenantId);
    expect(seen).toHaveLength(2);
    await relay.close();
  });

  it('publishes nothing of a transaction that was rolled back', async () => {
    const { bus, seen } = await collectingBus(['order.rolled-back']);
    const relay = relayFor('trading', bus);
    const failing = database.tenantDb.transaction(tenantId, async (tx) => {
      await recordEvents(tx, 'trading', [anEvent('order.rolled-back')]);
      throw new Error('the order was not possible after all');
    });
    await expect(failing).rejects.toThrow('not possible');
    await relay.kick(tenantId);
    expect(seen).toEqual([]);
    await relay.close();
  });

  it('keeps what the bus refused and publishes it after a restart', async () => {
    const broken: EventBus = {
      publish: () => Promise.reject(new Error('the bus is away')),
      subscribe: () => Promise.reject(new Error('the bus is away')),
      close: () => Promise.resolve(),
    };
    const before = relayFor('trading', broken);
    const event = anEvent('order.kept');
    await database.tenantDb.transaction(tenantId, (tx) => recordEvents(tx, 'trading', [event]));
    await before.kick(tenantId);
    await before.close();

    const { bus, seen } = await collectingBus(['order.kept']);
    const after = relayFor('trading', bus);
    await after.sweep([tenantId]);
    expect(seen.map((one) => one.id)).toEqual([event.id]);
    await after.close();
  });

  it('publishes hundreds of events in batches, and those recorded while it publishes', async () => {
    const { bus, seen } = await collectingBus(['order.burst']);
    const relay = relayFor('trading', bus);
    const burst = Array.from({ length: 450 }, () => anEvent('order.burst'));
    await database.tenantDb.transaction(tenantId, (tx) => recordEvents(tx, 'trading', burst));
    const first = relay.kick(tenantId);
    const late = anEvent('order.burst');
    await database.tenantDb.transaction(tenantId, (tx) => recordEvents(tx, 'trading', [late]));
    await Promise.all([first, relay.kick(tenantId)]);
    expect(seen.map((event) => event.id)).toEqual([...burst, late].map((event) => event.id));
    await relay.close();
  });

  it('leaves the events of other services to their own relays', async () => {
    const { bus, seen } = await collectingBus(['usage.recorded']);
    const relay = relayFor('trading', bus);
    const event = anEvent('usage.recorded');
    await database.tenantDb.transaction(tenantId, (tx) => recordEvents(tx, 'providers', [event]));
    await relay.kick(tenantId);
    expect(seen).toEqual([]);
    await relay.close();
  });

  it('carries events of the control plane with their tenant', async () => {
    const { bus, seen } = await collectingBus(['tenant.created']);
    const relay = relayFor('tenants', bus);
    const event = { ...anEvent('tenant.created', tenantId), tenantId };
    await database.platformDb.client.$transaction((tx) =>
      recordPlatformEvents(tx, 'tenants', [event]),
    );
    await relay.kick(null);
    expect(seen).toEqual([event]);
    await relay.close();
  });
});

describe('the inbox', () => {
  it('lets each consumer handle an event once, and again only when its transaction failed', async () => {
    const eventId = nextId('event');
    const handle = (consumer: string) =>
      database.tenantDb.transaction(tenantId, (tx) =>
        handleOnce(tx, consumer, eventId, systemClock),
      );

    const failed = database.tenantDb.transaction(tenantId, async (tx) => {
      expect(await handleOnce(tx, 'billing', eventId, systemClock)).toBe(true);
      throw new Error('the handler failed');
    });
    await expect(failed).rejects.toThrow('the handler failed');
    expect(await handle('billing')).toBe(true);
    expect(await handle('billing')).toBe(false);
    expect(await handle('analytics')).toBe(true);
  });

  it('lets one of two that handle the same event at once win', async () => {
    const eventId = nextId('event');
    const outcomes = await Promise.all(
      Array.from({ length: 8 }, () =>
        database.tenantDb.transaction(tenantId, (tx) =>
          handleOnce(tx, 'billing', eventId, systemClock),
        ),
      ),
    );
    expect(outcomes.filter(Boolean)).toHaveLength(1);
  });
});
