import type { Logger } from '../logging/logger.js';
import type { Broadcast } from './broadcast.js';
import { createInProcessRecord } from './in-process-record.js';

type Listener = (message: unknown) => void | Promise<void>;

/** Broadcast within one process: listeners run in the order in which they subscribed. */
export const createInProcessBroadcast = (logger: Logger): Broadcast => {
  const channels = new Map<string, Set<Listener>>();

  return {
    ...createInProcessRecord(logger),

    async publish(channel, message) {
      const listeners = channels.get(channel);
      if (!listeners) return;
      for (const listener of listeners) {
        try {
          const running = listener(message);
          if (running) await running;
        } catch (error) {
          logger.error({ err: error, channel }, 'a broadcast listener failed');
        }
      }
    },

    subscribe(channel, listener) {
      const listeners = channels.get(channel) ?? new Set();
      channels.set(channel, listeners);
      listeners.add(listener);
      return Promise.resolve(() => {
        listeners.delete(listener);
        if (listeners.size === 0 && channels.get(channel) === listeners) channels.delete(channel);
        return Promise.resolve();
      });
    },

    close() {
      channels.clear();
      return Promise.resolve();
    },
  };
};
