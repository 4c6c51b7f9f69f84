import type { ClientBase } from 'pg';
import { BackupError } from './backup-error.js';
import type { Section } from './archive-format.js';

export type TableShape = Pick<Section, 'table' | 'columns' | 'partitions'>;

type Row = { table: string; columns: string[]; partitions: Section['partitions'] };

/** Tables of a schema with what is stored in them; partitions are part of their table. */
const readTables = async (client: ClientBase, schema: string): Promise<Row[]> => {
  const { rows } = await client.query<Row>(
    `SELECT class.relname AS table,
            (SELECT array_agg(attname::text ORDER BY attnum) FROM pg_attribute
             WHERE attrelid = class.oid AND attnum > 0 AND NOT attisdropped AND attgenerated = '') AS columns,
            (SELECT coalesce(json_agg(json_build_object(
                'name', part.relname, 'bound', pg_get_expr(part.relpartbound, part.oid)) ORDER BY part.relname), '[]')
             FROM pg_inherits JOIN pg_class AS part ON part.oid = inhrelid
             WHERE inhparent = class.oid) AS partitions
     FROM pg_class AS class JOIN pg_namespace AS namespace ON namespace.oid = class.relnamespace
     WHERE namespace.nspname = $1 AND class.relkind IN ('r', 'p') AND NOT class.relispartition
     ORDER BY class.relname`,
    [schema],
  );
  return rows;
};

/** Which table needs which other one first; a reference to itself is checked at the end of its COPY. */
const readReferences = async (
  client: ClientBase,
  schema: string,
): Promise<Map<string, Set<string>>> => {
  const { rows } = await client.query<{ from: string; to: string }>(
    `SELECT one.relname AS from, other.relname AS to
     FROM pg_constraint JOIN pg_class AS one ON one.oid = conrelid JOIN pg_class AS other ON other.oid = confrelid
     JOIN pg_namespace AS namespace ON namespace.oid = one.relnamespace
     WHERE contype = 'f' AND namespace.nspname = $1 AND conrelid <> confrelid`,
    [schema],
  );
  const needs = new Map<string, Set<string>>();
  for (const { from, to } of rows) needs.set(from, (needs.get(from) ?? new Set()).add(to));
  return needs;
};

/**
 * The tables of a schema in an order in which their rows can be loaded: what is referred to comes first.
 * @throws {BackupError} when tables refer to each other in a circle.
 */
export const tablesInLoadOrder = async (
  client: ClientBase,
  schema: string,
): Promise<TableShape[]> => {
  const tables = await readTables(client, schema);
  const needs = await readReferences(client, schema);
  const ordered: TableShape[] = [];
  const placed = new Set<string>();
  while (ordered.length < tables.length) {
    const ready = tables.filter(
      ({ table }) =>
        !placed.has(table) && [...(needs.get(table) ?? [])].every((need) => placed.has(need)),
    );
    if (ready.length === 0)
      throw new BackupError(`The tables of ${schema} refer to each other in a circle.`);
    for (const shape of ready) {
      ordered.push(shape);
      placed.add(shape.table);
    }
  }
  return ordered;
};
