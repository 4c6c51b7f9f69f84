import type { Redis } from 'ioredis';
import { createHash } from 'node:crypto';
import type { Logger } from '../logging/logger.js';
import type { EventBus, Subscription } from './event-bus.js';
import { connectRedis, partitionKey, partitions } from './redis-connection.js';
import { RedisGroupReader } from './redis-group-reader.js';

const partitionOf = (key: string): number =>
  createHash('sha256').update(key).digest().readUInt32BE(0) % partitions;

const trimEveryMs = 60_000;

/**
 * The event bus of a deployed platform: Redis Streams with one consumer group per subscriber group. `publish`
 * resolves when Redis holds the events (run it with `appendonly yes`); they are trimmed once every group has them.
 * @param member this process' name, unique among its replicas.
 */
export const createRedisEventBus = (url: string, member: string, logger: Logger): EventBus => {
  const redis = connectRedis(url, logger);
  const readers = new Set<RedisGroupReader>();
  const trimming = setInterval(() => {
    trimHandled(redis).catch((error: unknown) =>
      logger.warn({ err: error }, 'streams not trimmed'),
    );
  }, trimEveryMs);
  trimming.unref();

  return {
    async publish(events) {
      if (events.length === 0) return;
      const pipeline = redis.pipeline();
      for (const event of events)
        pipeline.xadd(partitionKey(partitionOf(event.key)), '*', 'event', JSON.stringify(event));
      const results = (await pipeline.exec()) ?? [];
      for (const [error] of results) if (error) throw error;
    },

    async subscribe({ group, types, handler }): Promise<Subscription> {
      const reader = new RedisGroupReader({
        redis,
        blocking: connectRedis(url, logger),
        group,
        member,
        types: new Set(types),
        handler,
        logger,
      });
      readers.add(reader);
      await reader.start();
      return {
        close: async () => {
          readers.delete(reader);
          await reader.stop();
        },
      };
    },

    async close() {
      clearInterval(trimming);
      await Promise.all([...readers].map((reader) => reader.stop()));
      readers.clear();
      await redis.quit();
    },
  };
};

/** Removes what every group has handled. */
const trimHandled = async (redis: Redis): Promise<void> => {
  for (let partition = 0; partition < partitions; partition++) {
    const key = partitionKey(partition);
    const groups = (await redis.call('XINFO', 'GROUPS', key).catch(() => [])) as unknown[][];
    const oldestNeeded: string[] = [];
    for (const fields of groups) {
      const info = new Map(pairs(fields));
      const pending = await redis.xpending(key, String(info.get('name')));
      oldestNeeded.push(String(pending[1] ?? info.get('last-delivered-id')));
    }
    const minimum = oldestNeeded.sort(compareStreamIds).at(0);
    if (minimum) await redis.xtrim(key, 'MINID', minimum);
  }
};

const pairs = (fields: unknown[]): [string, unknown][] =>
  fields.flatMap((name, index) => (index % 2 === 0 ? [[String(name), fields[index + 1]]] : []));

const compareStreamIds = (a: string, b: string): number => {
  const [aMs = '0', aSequence = '0'] = a.split('-');
  const [bMs = '0', bSequence = '0'] = b.split('-');
  return Number(aMs) - Number(bMs) || Number(aSequence) - Number(bSequence);
};
