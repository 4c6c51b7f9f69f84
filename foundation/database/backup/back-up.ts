import type { ClientBase } from 'pg';
import pg from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import { withConnection } from '../connection.js';
import { tenantSchemaOf } from '../tenant-schema.js';
import type { AppliedMigrations, ArchivedTenant, ArchiveHead, Section } from './archive-format.js';
import { formatName, formatVersion } from './archive-format.js';
import { createArchiveWriter } from './archive-writer.js';
import type { ArchiveWriter } from './archive-writer.js';
import { BackupError } from './backup-error.js';
import { tablesInLoadOrder } from './database-tables.js';
import { isRegistry, tenantRowsOf } from './tenant-rows.js';

export type BackupOptions = {
  /** The database's owner. */
  url: string;
  /** Where the archive is written; it stands there only when it is complete. */
  file: string;
  /** One tenant alone; everything when absent. */
  tenantSlug?: string | undefined;
  /** Tells the key of sealed secrets, see `encryptionKeyMark`. */
  encryptionKey: string | null;
  /** Told which tenant comes next; waited for. */
  onProgress?: (line: string) => void | Promise<void>;
};

export type BackupSummary = { tenants: number; tables: number; rows: number };

const quoted = pg.escapeIdentifier;

const platformMigrations = async (client: ClientBase): Promise<AppliedMigrations> => {
  const { rows } = await client.query<AppliedMigrations[number]>(
    'SELECT name, checksum FROM platform.platform_migrations ORDER BY name',
  );
  return rows;
};

/** Those that have a schema, with what it has had. */
const readTenants = async (
  client: ClientBase,
  slug: string | undefined,
): Promise<ArchivedTenant[]> => {
  const { rows } = await client.query<ArchivedTenant>(
    `SELECT tenant.id AS "tenantId", tenant.slug, tenant.name,
            (SELECT coalesce(json_agg(json_build_object('name', applied.name, 'checksum', applied.checksum)
                                      ORDER BY applied.name), '[]')
             FROM platform.tenant_migrations AS applied WHERE applied.tenant_id = tenant.id) AS migrations
     FROM platform.tenants AS tenant JOIN platform.tenant_schemas AS home ON home.tenant_id = tenant.id
     WHERE $1::text IS NULL OR tenant.slug = $1 ORDER BY tenant.id`,
    [slug ?? null],
  );
  if (slug !== undefined && rows.length === 0)
    throw new BackupError(`There is no tenant with the name ${slug} in addresses (slug).`);
  return rows;
};

type Part = { section: Section; select: string };

const platformParts = async (
  client: ClientBase,
  tenant: ArchivedTenant | undefined,
): Promise<Part[]> => {
  const parts: Part[] = [];
  for (const schema of tenant ? (['platform'] as const) : (['platform', 'market'] as const))
    for (const shape of await tablesInLoadOrder(client, schema)) {
      const rows = tenant ? tenantRowsOf(shape) : { condition: 'true' };
      if (isRegistry(shape.table) || !rows) continue;
      const condition = rows.condition.replaceAll(
        '$1',
        tenant ? pg.escapeLiteral(tenant.tenantId) : '',
      );
      parts.push({
        section: { tenantId: null, schema, ...shape },
        select: `SELECT ${shape.columns.map(quoted).join()} FROM ${schema}.${quoted(shape.table)} WHERE ${condition}`,
      });
    }
  return parts;
};

const tenantParts = async (client: ClientBase, { tenantId }: ArchivedTenant): Promise<Part[]> => {
  const { schema } = tenantSchemaOf(tenantId);
  const shapes = await tablesInLoadOrder(client, schema);
  return shapes.map((shape) => ({
    section: { tenantId, schema: null, ...shape },
    select: `SELECT ${shape.columns.map(quoted).join()} FROM ${quoted(schema)}.${quoted(shape.table)}`,
  }));
};

const writeParts = async (
  client: ClientBase,
  writer: ArchiveWriter,
  parts: readonly Part[],
): Promise<number> => {
  let rows = 0;
  for (const { section, select } of parts) {
    const copy = client.query(copyTo(`COPY (${select}) TO STDOUT`));
    rows += await writer.section(section, copy);
  }
  return rows;
};

const headFor = async (
  client: ClientBase,
  { tenantSlug, encryptionKey }: BackupOptions,
): Promise<ArchiveHead> => {
  const { rows } = await client.query<{ now: Date }>('SELECT now()');
  return {
    format: formatName,
    version: formatVersion,
    madeAt: (rows[0]?.now ?? new Date(0)).toISOString(),
    scope: tenantSlug === undefined ? 'platform' : 'tenant',
    platformMigrations: await platformMigrations(client),
    tenants: await readTenants(client, tenantSlug),
    encryptionKey,
  };
};

/**
 * Writes the platform, or one tenant, as it stands at one instant: everything is read in one transaction that sees no
 * later change. Secrets stay sealed: the archive is of use only together with PLATFORM_ENCRYPTION_KEY.
 * @throws {BackupError} when there is no such tenant, or nothing to back up.
 */
export const backUp = (options: BackupOptions): Promise<BackupSummary> =>
  withConnection(options.url, async (client) => {
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    await client.query('SET LOCAL statement_timeout = 0');
    const head = await headFor(client, options);
    const writer = await createArchiveWriter(options.file, head);
    const summary: BackupSummary = { tenants: head.tenants.length, tables: 0, rows: 0 };
    const write = async (parts: readonly Part[]): Promise<void> => {
      summary.rows += await writeParts(client, writer, parts);
      summary.tables += parts.length;
    };
    try {
      await write(
        await platformParts(client, options.tenantSlug === undefined ? undefined : head.tenants[0]),
      );
      for (const tenant of head.tenants) {
        await options.onProgress?.(`${tenant.slug} (${tenant.tenantId})`);
        await write(await tenantParts(client, tenant));
      }
      await writer.finish();
    } catch (error) {
      await writer.abandon();
      throw error;
    }
    await client.query('COMMIT');
    return summary;
  });
