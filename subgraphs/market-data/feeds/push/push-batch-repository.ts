import type { PoolClient } from 'pg';
import type { PlatformDatabase } from '../../../../foundation/database/platform-database.js';
import type { Queryable } from '../../storage/queryable.js';

/** What a batch was answered with; line numbers count from 1. */
export type PushAnswer = {
  accepted: number;
  rejected: number;
  /** The first hundred of them. */
  rejections: readonly { line: number; reason: string }[];
};

export type StoredBatch = { bodyHash: string; answer: PushAnswer };

export type PushBatchRepository = {
  find(feed: string, key: string): Promise<StoredBatch | null>;
  insert(
    batch: StoredBatch & { feed: string; key: string; receivedAtMs: number },
    on: Queryable,
  ): Promise<void>;
  dropBefore(timeMs: number): Promise<void>;
  /** One transaction: all that `work` writes on it is stored, or nothing is. */
  atomically(work: (on: Queryable) => Promise<void>): Promise<void>;
};

export const createPushBatchRepository = ({
  pool,
}: Pick<PlatformDatabase, 'pool'>): PushBatchRepository => ({
  async find(feed, key) {
    const { rows } = await pool.query<{ body_hash: string; answer: PushAnswer }>(
      'SELECT body_hash, answer FROM market.push_batches WHERE feed = $1 AND key = $2',
      [feed, key],
    );
    return rows[0] ? { bodyHash: rows[0].body_hash, answer: rows[0].answer } : null;
  },

  async insert({ feed, key, bodyHash, answer, receivedAtMs }, on) {
    await on.query(
      `INSERT INTO market.push_batches (feed, key, body_hash, answer, received_at)
       VALUES ($1, $2, $3, $4, $5)`,
      [feed, key, bodyHash, JSON.stringify(answer), new Date(receivedAtMs)],
    );
  },

  async dropBefore(timeMs) {
    await pool.query('DELETE FROM market.push_batches WHERE received_at < $1', [new Date(timeMs)]);
  },

  async atomically(work) {
    const client = await pool.connect();
    try {
      await client.query('BEGIN');
      await work(client);
      await client.query('COMMIT');
    } catch (error) {
      await rollBack(client);
      throw error;
    } finally {
      client.release();
    }
  },
});

const rollBack = async (client: PoolClient): Promise<void> => {
  try {
    await client.query('ROLLBACK');
  } catch {
    // The connection is gone, and its transaction with it.
  }
};
