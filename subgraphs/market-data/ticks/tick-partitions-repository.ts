import type { Pool } from 'pg';

const dayMs = 86_400_000;

/**
 * `market.ticks` has one partition per UTC day, made when its first tick comes; old days go by dropping theirs.
 * Names are made of digits alone (`ticks_20140505`), never of input.
 */
export const createTickPartitions = (pool: Pool) => {
  const known = new Set<number>();

  const create = async (day: number): Promise<void> => {
    await pool.query(
      `CREATE TABLE IF NOT EXISTS market.${nameOf(day)} PARTITION OF market.ticks
       FOR VALUES FROM ('${dateOf(day)}') TO ('${dateOf(day + 1)}')`,
    );
    known.add(day);
  };

  return {
    async ensureDaysOf(timesMs: readonly number[]): Promise<void> {
      const days = new Set(timesMs.map((timeMs) => Math.floor(timeMs / dayMs)));
      for (const day of days) if (!known.has(day)) await create(day);
    },

    async dropDaysBefore(timeMs: number): Promise<number> {
      const firstKept = nameOf(Math.floor(timeMs / dayMs));
      const { rows } = await pool.query<{ name: string }>(
        `SELECT child.relname AS name FROM pg_inherits
         JOIN pg_class child ON child.oid = inhrelid
         WHERE inhparent = 'market.ticks'::regclass`,
      );
      // Digits of equal length sort as the dates they name.
      const old = rows.filter(({ name }) => /^ticks_\d{8}$/.test(name) && name < firstKept);
      for (const { name } of old) await pool.query(`DROP TABLE IF EXISTS market.${name}`);
      known.clear();
      return old.length;
    },
  };
};

const dateOf = (day: number): string => new Date(day * dayMs).toISOString().slice(0, 10);
const nameOf = (day: number): string => `ticks_${dateOf(day).replaceAll('-', '')}`;
