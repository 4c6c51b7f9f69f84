import type { Redis } from 'ioredis';
import type { Logger } from '../logging/logger.js';
import type { Broadcast, Unsubscribe } from './broadcast.js';
import { keptPerChannel, unavailable } from './in-process-record.js';
import { redisKey } from './redis-connection.js';

type Listener = (message: unknown, place: string) => void;
type Entry = [place: string, fields: string[]];
/** Reads one channel for one listener; `last` is the place of the last message that it was told. */
type Reader = { last: string; isReading: boolean; isBehind: boolean; isClosed: boolean };

const pageSize = 1_000;

/**
 * Messages that are appended live in one Redis Stream per channel, so that every process sees the same places. A word
 * over pub/sub says that there is something to read; because nothing but that word is lost when the connection
 * breaks, every reader also looks when it is back.
 */
export const createRedisRecord = (
  redis: { commands: Redis; subscriber: Redis },
  logger: Logger,
): Pick<Broadcast, 'append' | 'follow'> => {
  const { commands, subscriber } = redis;
  const keyOf = (channel: string): string => redisKey('record', channel);
  const readers = new Map<string, Set<() => void>>();
  const wake = (key: string): void => {
    for (const look of readers.get(key) ?? []) look();
  };
  subscriber.on('message', wake);
  subscriber.on('ready', () => {
    for (const key of readers.keys()) wake(key);
  });

  return {
    async append(channel, message) {
      const key = keyOf(channel);
      const text = JSON.stringify(message);
      // In this order on one connection: who hears of it finds it.
      await Promise.all([
        commands.xadd(key, 'MAXLEN', '~', keptPerChannel, '*', 'message', text),
        commands.publish(key, ''),
      ]);
    },

    async follow(channel, from, listener): Promise<Unsubscribe> {
      const key = keyOf(channel);
      const place = await startOf(commands, key, from, listener);
      const reader: Reader = { last: place, isReading: false, isBehind: false, isClosed: false };
      const look = lookerOf(reader, () => readOn(commands, key, reader, listener), logger);
      const looks = readers.get(key) ?? new Set();
      readers.set(key, looks);
      looks.add(look);
      await subscriber.subscribe(key);
      // What was appended since the start was found.
      look();
      return async () => {
        reader.isClosed = true;
        looks.delete(look);
        if (looks.size > 0 || readers.get(key) !== looks) return;
        readers.delete(key);
        await subscriber.unsubscribe(key);
      };
    },
  };
};

/** Where a reader begins: behind the newest message, or with the one at `from`. */
const startOf = async (
  commands: Redis,
  key: string,
  from: string | null,
  listener: Listener,
): Promise<string> => {
  if (from === null) {
    const [newest] = (await commands.xrevrange(key, '+', '-', 'COUNT', 1)) as Entry[];
    return newest?.[0] ?? '0-0';
  }
  if (!/^\d+-\d+$/.test(from)) throw unavailable();
  const [kept] = (await commands.xrange(key, from, from)) as Entry[];
  if (!kept) throw unavailable();
  listener(JSON.parse(kept[1][1] ?? 'null'), from);
  return from;
};

const readOn = async (
  commands: Redis,
  key: string,
  reader: Reader,
  listener: Listener,
): Promise<void> => {
  for (;;) {
    const entries = await commands.xrange(key, `(${reader.last}`, '+', 'COUNT', pageSize);
    for (const [place, fields] of entries as Entry[]) {
      if (reader.isClosed) return;
      reader.last = place;
      listener(JSON.parse(fields[1] ?? 'null'), place);
    }
    if (entries.length < pageSize) return;
  }
};

/** Looks for something new. One look at a time; whoever asks for another meanwhile gets it after this one. */
const lookerOf = (reader: Reader, look: () => Promise<void>, logger: Logger) => (): void => {
  reader.isBehind = true;
  if (reader.isReading) return;
  reader.isReading = true;
  const lookOn = async (): Promise<void> => {
    while (reader.isBehind && !reader.isClosed) {
      reader.isBehind = false;
      await look();
    }
  };
  lookOn()
    .catch((error: unknown) => logger.error({ err: error }, 'kept messages were not read'))
    .finally(() => {
      reader.isReading = false;
    });
};
