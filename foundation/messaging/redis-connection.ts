import { Redis } from 'ioredis';
import type { Logger } from '../logging/logger.js';

/** All keys share one hash tag, so that a Redis Cluster keeps them in one slot and multi-key commands work. */
export const redisKey = (...parts: readonly (string | number)[]): string =>
  ['{platform}', ...parts].join(':');

/** Events of one key share a partition; a partition has one reader per group. */
export const partitions = 16;

/** The stream of one partition. */
export const partitionKey = (partition: number): string => redisKey('events', partition);

/**
 * A connection that reconnects for as long as it is needed.
 * @param url such as `redis://localhost:6379`.
 */
export const connectRedis = (url: string, logger: Logger): Redis => {
  const redis = new Redis(url, {
    // RESP 2: replies of raw commands come as nested arrays.
    protocol: 2,
    maxRetriesPerRequest: null,
    retryStrategy: (attempt) => Math.min(2_000, 50 * 2 ** attempt),
  });
  redis.on('error', (error: Error) => {
    logger.warn({ err: error }, 'redis is not reachable; reconnecting');
  });
  return redis;
};
