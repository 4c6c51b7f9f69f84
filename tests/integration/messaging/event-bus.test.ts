import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createLogger } from '../../../foundation/logging/logger.js';
import type { Broadcast } from '../../../foundation/messaging/broadcast.js';
import type { DomainEvent } from '../../../foundation/messaging/domain-event.js';
import type { EventBus } from '../../../foundation/messaging/event-bus.js';
import { createInProcessBroadcast } from '../../../foundation/messaging/in-process-broadcast.js';
import { createInProcessEventBus } from '../../../foundation/messaging/in-process-event-bus.js';
import { createRedisBroadcast } from '../../../foundation/messaging/redis-broadcast.js';
import { createRedisEventBus } from '../../../foundation/messaging/redis-event-bus.js';
import { hasRedisServer, startRedisServer } from '../../../foundation/testing/redis-server.js';
import type { RedisServer } from '../../../foundation/testing/redis-server.js';

const logger = createLogger({ level: 'silent' });

const anEvent = (id: string, key = 'k', type = 'order.filled'): DomainEvent => ({
  id,
  type,
  tenantId: 'ten_1',
  key,
  occurredAt: '2026-01-01T00:00:00.000Z',
  payload: { id },
});

/** Collects what a handler saw and waits for it. */
class Seen {
  readonly ids: string[] = [];
  #watchers: (() => void)[] = [];

  add(id: string): void {
    this.ids.push(id);
    for (const watcher of this.#watchers) watcher();
  }

  until(count: number): Promise<void> {
    return new Promise((resolve) => {
      const check = () => {
        if (this.ids.length >= count) resolve();
      };
      this.#watchers.push(check);
      check();
    });
  }
}

const recording = (seen: Seen) => (event: DomainEvent) => {
  seen.add(event.id);
  return Promise.resolve();
};

let redis: RedisServer;
const available = hasRedisServer();
if (!available)
  process.stderr.write('redis-server is not on the PATH: the bus over Redis is not tested\n');

beforeAll(async () => {
  if (available) redis = await startRedisServer();
});

afterAll(async () => {
  if (available) await redis.stop();
});

type Adapter = { name: string; bus: (member: string) => EventBus; broadcast: () => Broadcast };

const adapters: Adapter[] = [
  {
    name: 'in process',
    bus: () => createInProcessEventBus({ logger }),
    broadcast: () => createInProcessBroadcast(logger),
  },
  {
    name: 'over Redis',
    bus: (member) => createRedisEventBus(redis.url, member, logger),
    broadcast: () => createRedisBroadcast(redis.url, logger),
  },
];

describe.each(available ? adapters : adapters.slice(0, 1))(
  'the event bus $name',
  ({ name, bus: open }) => {
    const group = (suffix: string) => `${name}-${suffix}`;

    it('gives every group every event of its types exactly once', async () => {
      const bus = open('a');
      const billing = new Seen();
      const analytics = new Seen();
      const types = ['order.filled'];
      await bus.subscribe({ group: group('billing'), types, handler: recording(billing) });
      await bus.subscribe({ group: group('analytics'), types, handler: recording(analytics) });
      const ids = Array.from({ length: 200 }, (_, index) => `e${index}`);
      await bus.publish([
        ...ids.map((id, index) => anEvent(id, `key-${index % 20}`)),
        anEvent('other', 'key-1', 'signal.emitted'),
      ]);
      await Promise.all([billing.until(200), analytics.until(200)]);
      expect([...billing.ids].sort()).toEqual([...ids].sort());
      expect([...analytics.ids].sort()).toEqual([...ids].sort());
      await bus.close();
    });

    it('keeps the order of each key while a failing event is retried', async () => {
      const bus = open('a');
      const seen = new Seen();
      let failures = 2;
      await bus.subscribe({
        group: group('ordered'),
        types: ['order.ordered'],
        handler: (event) => {
          if (event.id === 'k1-0' && failures-- > 0)
            return Promise.reject(new Error('database away'));
          return recording(seen)(event);
        },
      });
      const events = [0, 1, 2, 3].flatMap((step) =>
        ['k1', 'k2'].map((key) => anEvent(`${key}-${step}`, key, 'order.ordered')),
      );
      await bus.publish(events);
      await seen.until(8);
      for (const key of ['k1', 'k2'])
        expect(seen.ids.filter((id) => id.startsWith(key))).toEqual(
          [0, 1, 2, 3].map((step) => `${key}-${step}`),
        );
      await bus.close();
    });
  },
);

describe.each(available ? adapters : adapters.slice(0, 1))(
  'the broadcast $name',
  ({ broadcast: open }) => {
    it('reaches every listener of the channel in order, and nobody after unsubscribing', async () => {
      const broadcast = open();
      const first = new Seen();
      const second = new Seen();
      const listen = (seen: Seen) => (message: unknown) => seen.add(String(message));
      await broadcast.subscribe('prices', listen(first));
      const leave = await broadcast.subscribe('prices', listen(second));
      for (const price of ['1', '2', '3']) await broadcast.publish('prices', price);
      await broadcast.publish('orders', 'x');
      await Promise.all([first.until(3), second.until(3)]);
      await leave();
      await broadcast.publish('prices', '4');
      await first.until(4);
      expect(first.ids).toEqual(['1', '2', '3', '4']);
      expect(second.ids).toEqual(['1', '2', '3']);
      await broadcast.close();
    });
  },
);

(available ? describe : describe.skip)('the event bus over Redis, among processes', () => {
  it('hands what a dead member had not finished to its successor', async () => {
    const types = ['order.handed-over'];
    const dying = createRedisEventBus(redis.url, 'dying', logger);
    let begun = 0;
    const stuck = new Promise<void>((resolve) => {
      void dying.subscribe({
        group: 'successors',
        types,
        handler: () => {
          if (++begun === 3) resolve();
          return Promise.reject(new Error('this member has lost its database'));
        },
      });
    });
    await dying.publish(['a', 'b', 'c'].map((id) => anEvent(id, id, 'order.handed-over')));
    await stuck;
    await dying.close();

    const successor = createRedisEventBus(redis.url, 'successor', logger);
    const seen = new Seen();
    await successor.subscribe({ group: 'successors', types, handler: recording(seen) });
    await seen.until(3);
    expect([...seen.ids].sort()).toEqual(['a', 'b', 'c']);
    await successor.close();
  });

  it('shares the keys of a group among its members, each event to one of them', async () => {
    const types = ['order.shared'];
    const left = createRedisEventBus(redis.url, 'left', logger);
    const right = createRedisEventBus(redis.url, 'right', logger);
    const both = new Seen();
    const perMember = { left: 0, right: 0 };
    const counting = (member: 'left' | 'right') => (event: DomainEvent) => {
      perMember[member]++;
      return recording(both)(event);
    };
    await left.subscribe({ group: 'sharers', types, handler: counting('left') });
    await right.subscribe({ group: 'sharers', types, handler: counting('right') });
    // The first member owns everything until it has seen the second; publish until both have worked.
    let published = 0;
    while (perMember.left === 0 || perMember.right === 0) {
      const batch = Array.from({ length: 32 }, () => `s${published++}`);
      await left.publish(batch.map((id) => anEvent(id, id, 'order.shared')));
      await both.until(published);
    }
    expect([...both.ids].sort()).toEqual(
      Array.from({ length: published }, (_, i) => `s${i}`).sort(),
    );
    await Promise.all([left.close(), right.close()]);
  });
});
