import type { Redis } from 'ioredis';
import type { Logger } from '../logging/logger.js';
import { redisKey } from './redis-connection.js';

/** A member that has not renewed for this long has lost its partitions. */
const leaseMs = 5_000;
const renewEveryMs = 1_000;

const renewScript = `if redis.call('get', KEYS[1]) == ARGV[1] then return redis.call('pexpire', KEYS[1], ARGV[2]) end return 0`;
const releaseScript = `if redis.call('get', KEYS[1]) == ARGV[1] then return redis.call('del', KEYS[1]) end return 0`;

/**
 * Shares the partitions of a stream among the members of a consumer group: each partition has one owner at a time,
 * which keeps the order of its events; a dead member's partitions go to the others when its leases run out.
 */
export class RedisPartitionLeases {
  readonly #owned = new Set<number>();
  readonly #membersKey: string;
  #timer: NodeJS.Timeout | undefined;
  #renewing = Promise.resolve();

  constructor(
    private readonly redis: Redis,
    private readonly group: string,
    private readonly member: string,
    private readonly options: { partitions: number; logger: Logger },
  ) {
    this.#membersKey = redisKey('members', group);
  }

  owned(): ReadonlySet<number> {
    return this.#owned;
  }

  async start(): Promise<void> {
    await this.#rebalance();
    this.#timer = setInterval(() => {
      this.#renewing = this.#renewing
        .then(() => this.#rebalance())
        .catch((error: unknown) => {
          // Without a renewal the leases may be another's by now: stop reading until one succeeds.
          this.#owned.clear();
          this.options.logger.warn(
            { err: error, group: this.group },
            'partition leases not renewed',
          );
        });
    }, renewEveryMs);
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.#renewing;
    await this.redis.zrem(this.#membersKey, this.member);
    for (const partition of this.#owned) await this.#release(partition);
  }

  async #rebalance(): Promise<void> {
    const share = await this.#fairShare();
    for (const partition of [...this.#owned]) {
      const renewed = await this.redis.eval(
        renewScript,
        1,
        this.#key(partition),
        this.member,
        leaseMs,
      );
      if (renewed !== 1) this.#owned.delete(partition);
    }
    while (this.#owned.size > share) {
      const [surplus] = this.#owned;
      if (surplus !== undefined) await this.#release(surplus);
    }
    for (let partition = 0; partition < this.options.partitions; partition++) {
      if (this.#owned.size >= share) break;
      if (this.#owned.has(partition)) continue;
      const taken = await this.redis.set(this.#key(partition), this.member, 'PX', leaseMs, 'NX');
      if (taken === 'OK') this.#owned.add(partition);
    }
  }

  /** Partitions per live member, rounded up; liveness is a heartbeat in a sorted set on Redis' own clock. */
  async #fairShare(): Promise<number> {
    const [seconds, microseconds] = await this.redis.time();
    const nowMs = Number(seconds) * 1_000 + Math.floor(Number(microseconds) / 1_000);
    await this.redis.zadd(this.#membersKey, nowMs, this.member);
    await this.redis.zremrangebyscore(this.#membersKey, 0, nowMs - leaseMs);
    const members = await this.redis.zcard(this.#membersKey);
    return Math.ceil(this.options.partitions / Math.max(1, members));
  }

  async #release(partition: number): Promise<void> {
    this.#owned.delete(partition);
    await this.redis.eval(releaseScript, 1, this.#key(partition), this.member);
  }

  #key(partition: number): string {
    return redisKey('lease', this.group, partition);
  }
}
