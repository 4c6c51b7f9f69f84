import type { Logger } from '../logging/logger.js';
import type { Broadcast } from './broadcast.js';
import { createInProcessBroadcast } from './in-process-broadcast.js';
import { createRedisRecord } from './redis-record.js';
import { connectRedis, redisKey } from './redis-connection.js';

/**
 * Broadcast between processes by Redis pub/sub. `publish` resolves when Redis has taken the message; listeners run
 * in the order of arrival, each message after the listeners of the one before.
 */
export const createRedisBroadcast = (url: string, logger: Logger): Broadcast => {
  const publisher = connectRedis(url, logger);
  const subscriber = connectRedis(url, logger);
  const local = createInProcessBroadcast(logger);
  const listenersPerChannel = new Map<string, number>();
  const prefix = redisKey('broadcast', '');
  let delivering = Promise.resolve();

  const record = createRedisRecord({ commands: publisher, subscriber }, logger);
  subscriber.on('message', (channel: string, text: string) => {
    if (!channel.startsWith(prefix)) return;
    const message: unknown = JSON.parse(text);
    delivering = delivering.then(() => local.publish(channel.slice(prefix.length), message));
  });

  return {
    ...record,

    async publish(channel, message) {
      await publisher.publish(prefix + channel, JSON.stringify(message));
    },

    async subscribe(channel, listener) {
      const unsubscribe = await local.subscribe(channel, listener);
      const count = listenersPerChannel.get(channel) ?? 0;
      listenersPerChannel.set(channel, count + 1);
      await subscriber.subscribe(prefix + channel);
      return async () => {
        await unsubscribe();
        const left = (listenersPerChannel.get(channel) ?? 1) - 1;
        if (left > 0) {
          listenersPerChannel.set(channel, left);
          return;
        }
        listenersPerChannel.delete(channel);
        await subscriber.unsubscribe(prefix + channel);
      };
    },

    async close() {
      await Promise.all([publisher.quit(), subscriber.quit()]);
      await delivering;
      await local.close();
    },
  };
};
