import type { Logger } from '../../foundation/logging/logger.js';
import { connectRedis, redisKey } from '../../foundation/messaging/redis-connection.js';
import type { Clock } from '../../foundation/time/clock.js';
import type { AnswerStore } from './answer-store.js';

/** A store that takes longer than this to say what it has is slower than the subgraphs. */
const patienceMs = 50;

/** Keeps answers in Redis, for all replicas of the gateway. Without Redis nothing is kept, and nobody waits for it. */
export const createRedisAnswerStore = (url: string, clock: Clock, logger: Logger): AnswerStore => {
  const redis = connectRedis(url, logger);
  const keyOf = (key: string): string => redisKey('answers', key);
  return {
    async get(key) {
      if (redis.status !== 'ready') return undefined;
      let cancel: () => void = () => undefined;
      const late = new Promise<null>((resolve) => {
        cancel = clock.schedule(patienceMs, () => resolve(null));
      });
      try {
        return (await Promise.race([redis.get(keyOf(key)), late])) ?? undefined;
      } finally {
        cancel();
      }
    },
    async set(key, text, ageMs) {
      if (redis.status === 'ready') await redis.set(keyOf(key), text, 'PX', Math.ceil(ageMs));
    },
    close() {
      redis.disconnect();
      return Promise.resolve();
    },
  };
};
