import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import type { Logger } from '../../logging/logger.js';
import type { ServerAddress } from './server-address.js';
import { atServer } from './server-address.js';

/** Between two rounds of asking all servers, while none of them takes writes. */
const pauseMs = 100;

/** A server that can be reached and follows another one. */
class StandbyError extends Error {
  override readonly name = 'StandbyError';
}

/** What PostgreSQL says when it is ending, starting, or full. */
const unavailableCodes = /^(08|57P0[123]$|53300$)/;

const poolIsFull = 'timeout exceeded when trying to connect';

/** Whether another server may do better: this one was not reached, is not up, or takes no writes. */
const isUnavailable = (error: unknown): boolean => {
  if (error instanceof pg.DatabaseError) return unavailableCodes.test(error.code ?? '');
  return (error as Error).message !== poolIsFull;
};

type Acquired = (
  error: Error | undefined,
  client: pg.PoolClient | undefined,
  done: (release?: unknown) => void,
) => void;

export type FailoverOptions = pg.PoolConfig & {
  connectionString: string;
  /** The primary, as far as known, and its standbys. */
  servers: readonly ServerAddress[];
  /** How long a caller waits for any of them to take writes. */
  waitMs: number;
  logger: Logger;
};

/**
 * Connections to whichever of several servers takes writes. When that one is gone, those who ask for a connection wait
 * while the others are asked; a statement that was under way fails, for nobody knows whether it took effect.
 */
export class FailoverPool extends pg.Pool {
  readonly #options: FailoverOptions;
  #at = 0;

  constructor(options: FailoverOptions) {
    const { connectionString } = options;
    const serverNow = (): string => atServer(connectionString, this.#server(this.#at));
    super({
      ...options,
      Client: class extends pg.Client {
        constructor(config?: pg.ClientConfig) {
          super({ ...config, connectionString: serverNow() });
        }
      },
      verify: (client, done) => void assertPrimary(client).then(() => done(), done),
    });
    this.#options = options;
  }

  override connect(): Promise<pg.PoolClient>;
  override connect(acquired: Acquired): void;
  override connect(acquired?: Acquired): Promise<pg.PoolClient> | undefined {
    const finding = this.#find();
    if (!acquired) return finding;
    finding.then(
      (client) => acquired(undefined, client, (release) => client.release(release as Error)),
      (error: unknown) => acquired(error as Error, undefined, () => undefined),
    );
    return undefined;
  }

  async #find(): Promise<pg.PoolClient> {
    const deadlineMs = performance.now() + this.#options.waitMs;
    for (let tries = 1; ; tries++) {
      const asked = this.#at;
      try {
        return await super.connect();
      } catch (error) {
        if (!isUnavailable(error) || this.ending || performance.now() > deadlineMs) throw error;
        this.#moveOn(asked, error);
      }
      if (tries % this.#options.servers.length === 0) await delay(pauseMs);
    }
  }

  /** Many callers find the same server gone: the first of them moves all on. */
  #moveOn(asked: number, error: unknown): void {
    if (asked !== this.#at) return;
    this.#at = (this.#at + 1) % this.#options.servers.length;
    const [from, to] = [this.#server(asked), this.#server(this.#at)];
    this.#options.logger.warn({ err: error, from, to }, 'a database server takes no writes');
  }

  #server(at: number): ServerAddress {
    const server = this.#options.servers[at];
    if (!server) throw new Error('a pool needs a server');
    return server;
  }
}

const assertPrimary = async (client: pg.PoolClient): Promise<void> => {
  const { rows } = await client.query<{ standby: boolean }>(
    `SELECT set_config('TimeZone', 'UTC', false), pg_is_in_recovery() AS standby`,
  );
  if (rows[0]?.standby) throw new StandbyError('This server follows another and takes no writes.');
};
