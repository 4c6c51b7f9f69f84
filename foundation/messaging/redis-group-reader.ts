import type { Redis } from 'ioredis';
import type { Logger } from '../logging/logger.js';
import type { DomainEvent } from './domain-event.js';
import { partitionKey, partitions } from './redis-connection.js';
import { RedisPartitionLeases } from './redis-partition-leases.js';

const readCount = 128;
const blockMs = 250;
const inFlightLimit = 512;
const firstRetryMs = 50;
const longestRetryMs = 10_000;

/** Every owner of a partition reads under this consumer name, so that a successor finds what its predecessor left. */
const owner = 'owner';

type Options = {
  redis: Redis;
  /** A connection of its own: reads block it. */
  blocking: Redis;
  group: string;
  member: string;
  types: ReadonlySet<string>;
  handler: (event: DomainEvent) => Promise<void>;
  logger: Logger;
};

type Entry = { partition: number; id: string; event: DomainEvent };

/** Reads the partitions that this member owns and runs the handler, in order per key. */
export class RedisGroupReader {
  readonly #leases: RedisPartitionLeases;
  readonly #recovered = new Set<number>();
  readonly #tails = new Map<string, Promise<void>>();
  readonly #lifetime = new AbortController();
  #inFlight = 0;
  #loop = Promise.resolve();

  constructor(private readonly options: Options) {
    this.#leases = new RedisPartitionLeases(options.redis, options.group, options.member, {
      partitions,
      logger: options.logger,
    });
  }

  async start(): Promise<void> {
    for (let partition = 0; partition < partitions; partition++) await this.#createGroup(partition);
    await this.#leases.start();
    this.#loop = this.#run();
  }

  /** Finishes what is being handled; what was read but not begun stays pending for the next owner. */
  async stop(): Promise<void> {
    if (this.#lifetime.signal.aborted) return;
    this.#lifetime.abort();
    await this.#loop;
    await Promise.all(this.#tails.values());
    await this.#leases.stop();
    this.options.blocking.disconnect();
  }

  async #createGroup(partition: number): Promise<void> {
    await this.options.redis
      .xgroup('CREATE', partitionKey(partition), this.options.group, '0', 'MKSTREAM')
      .catch((error: unknown) => {
        if (!String(error).includes('BUSYGROUP')) throw error;
      });
  }

  async #run(): Promise<void> {
    while (!this.#lifetime.signal.aborted) {
      try {
        const owned = [...this.#leases.owned()];
        this.#forgetLost(owned);
        for (const partition of owned) await this.#recover(partition);
        if (owned.length === 0 || this.#inFlight >= inFlightLimit) await pause(blockMs / 5);
        else for (const entry of await this.#read(owned, '>')) this.#dispatch(entry);
      } catch (error) {
        this.options.logger.warn(
          { err: error, group: this.options.group },
          'events not read; retrying',
        );
        await pause(blockMs);
      }
    }
  }

  #forgetLost(owned: readonly number[]): void {
    for (const partition of this.#recovered)
      if (!owned.includes(partition)) this.#recovered.delete(partition);
  }

  /** What the last owner read and did not finish comes first. */
  async #recover(partition: number): Promise<void> {
    if (this.#recovered.has(partition)) return;
    let last = '0';
    for (;;) {
      const entries = await this.#read([partition], last);
      const final = entries.at(-1);
      if (!final) break;
      for (const entry of entries) this.#dispatch(entry);
      last = final.id;
    }
    this.#recovered.add(partition);
  }

  async #read(from: readonly number[], position: string): Promise<Entry[]> {
    const streams = from.map(partitionKey);
    const ids = from.map(() => position);
    const answer = (await this.options.blocking.call(
      'XREADGROUP',
      ...['GROUP', this.options.group, owner, 'COUNT', readCount, 'BLOCK', blockMs],
      ...['STREAMS', ...streams, ...ids],
    )) as [string, [string, string[] | null][]][] | null;
    return (answer ?? []).flatMap(([stream, rows]) =>
      rows.flatMap(([id, fields]) => {
        // A pending entry that was trimmed away comes back without its fields.
        const text = fields?.[1];
        if (text === undefined) return [];
        const partition = from[streams.indexOf(stream)] ?? 0;
        return [{ partition, id, event: JSON.parse(text) as DomainEvent }];
      }),
    );
  }

  #dispatch(entry: Entry): void {
    const key = entry.event.key;
    this.#inFlight++;
    const handled = (this.#tails.get(key) ?? Promise.resolve()).then(() => this.#handle(entry));
    this.#tails.set(key, handled);
    void handled.then(() => {
      this.#inFlight--;
      if (this.#tails.get(key) === handled) this.#tails.delete(key);
    });
  }

  async #handle({ partition, id, event }: Entry): Promise<void> {
    for (let attempt = 0; !this.#lifetime.signal.aborted; attempt++) {
      try {
        if (this.options.types.has(event.type)) await this.options.handler(event);
        await this.options.redis.xack(partitionKey(partition), this.options.group, id);
        return;
      } catch (error) {
        const { group, logger } = this.options;
        logger.error({ err: error, group, event: event.id, attempt }, 'an event was not handled');
        await pause(Math.min(longestRetryMs, firstRetryMs * 2 ** attempt));
      }
    }
  }
}

const pause = (delayMs: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, delayMs);
  });
