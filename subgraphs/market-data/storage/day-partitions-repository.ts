import type { Pool } from 'pg';

const dayMs = 86_400_000;

/**
 * A table of the schema `market` with one partition per UTC day, made when its first row comes; old days go by
 * dropping theirs. Names are made of the table's and of digits (`ticks_20140505`), never of input.
 */
export const createDayPartitions = (pool: Pool, table: 'ticks' | 'trades') => {
  /** Two writers that need the same new day wait for one statement: side by side, `IF NOT EXISTS` may fail. */
  const known = new Map<number, Promise<void>>();
  const nameOf = (day: number): string => `${table}_${dateOf(day).replaceAll('-', '')}`;

  const create = async (day: number): Promise<void> => {
    await pool.query(
      `CREATE TABLE IF NOT EXISTS market.${nameOf(day)} PARTITION OF market.${table}
       FOR VALUES FROM ('${dateOf(day)}') TO ('${dateOf(day + 1)}')`,
    );
  };
  const ensure = (day: number): Promise<void> => {
    const created = known.get(day) ?? create(day);
    known.set(day, created);
    created.catch(() => known.delete(day));
    return created;
  };

  return {
    async ensureDaysOf(timesMs: readonly number[]): Promise<void> {
      const days = new Set(timesMs.map((timeMs) => Math.floor(timeMs / dayMs)));
      for (const day of days) await ensure(day);
    },

    async dropDaysBefore(timeMs: number): Promise<number> {
      const firstKept = nameOf(Math.floor(timeMs / dayMs));
      const { rows } = await pool.query<{ name: string }>(
        `SELECT child.relname AS name FROM pg_inherits
         JOIN pg_class child ON child.oid = inhrelid
         WHERE inhparent = $1::regclass`,
        [`market.${table}`],
      );
      // Digits of equal length sort as the dates they name.
      const isDay = new RegExp(`^${table}_\\d{8}$`);
      const old = rows.filter(({ name }) => isDay.test(name) && name < firstKept);
      for (const { name } of old) await pool.query(`DROP TABLE IF EXISTS market.${name}`);
      known.clear();
      return old.length;
    },
  };
};

const dateOf = (day: number): string => new Date(day * dayMs).toISOString().slice(0, 10);
