import type pg from 'pg';
import { escapeIdentifier } from 'pg';
import { tenantSchemaOf } from '../../../foundation/database/tenant-schema.js';
import { withoutSecrets } from './left-out.js';

export type TenantTable = { name: string; columns: readonly TenantColumn[] };
type TenantColumn = { name: string; type: string };

/** One moment of a tenant's schema, read under the tenant's own role: nothing else can be seen from here. */
export type TenantSnapshot = {
  tables: readonly TenantTable[];
  count(table: TenantTable): Promise<number>;
  /** The rows as JSON texts, a batch at a time; exact numbers are strings, and columns with secrets are absent. */
  rows(table: TenantTable): AsyncGenerator<readonly string[]>;
};

const batchSize = 1_000;
/** JSON readers take numbers for floats. */
const exactTypes = new Set(['numeric', 'bigint']);

/**
 * @throws what `work` throws; the snapshot ends with it.
 */
export const withTenantSnapshot = async <TResult>(
  pool: pg.Pool,
  tenantId: string,
  work: (snapshot: TenantSnapshot) => Promise<TResult>,
): Promise<TResult> => {
  const tenant = tenantSchemaOf(tenantId);
  const client = await pool.connect();
  try {
    // The owner made the role and may take it on; since PostgreSQL 16 only after it has said so.
    await client.query(`GRANT ${escapeIdentifier(tenant.role)} TO CURRENT_USER`);
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    await client.query(`SET LOCAL ROLE ${escapeIdentifier(tenant.role)}`);
    const result = await work(await snapshotOf(client, tenant.schema));
    await client.query('COMMIT');
    client.release();
    return result;
  } catch (error) {
    client.release(true);
    throw error;
  }
};

const snapshotOf = async (client: pg.PoolClient, schema: string): Promise<TenantSnapshot> => {
  const named = (table: TenantTable): string =>
    `${escapeIdentifier(schema)}.${escapeIdentifier(table.name)}`;
  return {
    tables: await readTables(client, schema),

    async count(table) {
      const { rows } = await client.query<{ count: string }>(
        `SELECT count(*) AS count FROM ${named(table)}`,
      );
      return Number(rows[0]?.count);
    },

    async *rows(table) {
      const columns = withoutSecrets(table);
      if (columns.length === 0) return;
      const list = columns.map(({ name, type }) => {
        const column = escapeIdentifier(name);
        return exactTypes.has(type) ? `${column}::text AS ${column}` : column;
      });
      await client.query(
        `DECLARE export_rows NO SCROLL CURSOR FOR
         SELECT row_to_json(kept)::text AS json FROM (SELECT ${list.join(', ')} FROM ${named(table)}) AS kept`,
      );
      for (;;) {
        const { rows } = await client.query<{ json: string }>(
          `FETCH ${batchSize} FROM export_rows`,
        );
        if (rows.length > 0) yield rows.map(({ json }) => json);
        if (rows.length < batchSize) break;
      }
      await client.query('CLOSE export_rows');
    },
  };
};

const readTables = async (client: pg.PoolClient, schema: string): Promise<TenantTable[]> => {
  const { rows } = await client.query<{ table: string; columns: TenantColumn[] }>(
    `SELECT c.table_name AS table,
            json_agg(json_build_object('name', c.column_name, 'type', c.data_type)
                     ORDER BY c.ordinal_position) AS columns
     FROM information_schema.columns AS c
     JOIN information_schema.tables AS t USING (table_schema, table_name)
     WHERE c.table_schema = $1 AND t.table_type = 'BASE TABLE'
     GROUP BY c.table_name ORDER BY c.table_name`,
    [schema],
  );
  return rows.map(({ table, columns }) => ({ name: table, columns }));
};
