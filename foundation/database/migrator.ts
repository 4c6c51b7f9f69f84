import { DatabaseError } from 'pg';
import type { Pool } from 'pg';
import type { Logger } from '../logging/logger.js';
import { dropTenantSchema } from './migration/drop-tenant.js';
import { applyPending, inMigrationTransaction } from './migration/apply-migrations.js';
import { ensurePlatformLedger, platformLedger, tenantLedger } from './migration/ledger.js';
import { MigrationError } from './migration/migration-error.js';
import type { Migrations } from './migration/migration-files.js';
import { readMigrations } from './migration/migration-files.js';
import { assertServerFits } from './migration/server-requirements.js';
import { closeDatabase, ensureTenantLogin, ensureTenantSchema } from './migration/tenant-role.js';
import {
  findStaleTenants,
  recordFailure,
  recordSuccess,
  registerTenant,
} from './migration/tenant-registry.js';
import type { TenantLogin } from './tenant-login.js';
import { tenantSchemaOf } from './tenant-schema.js';

export type TenantMigrationResult = {
  tenantId: string;
  /** Names of the migrations applied now. */
  applied: readonly string[];
  /** Why this tenant stays on its old version; null when it is on the newest. */
  error: string | null;
};

export type MigrationProgress = { done: number; total: number; result: TenantMigrationResult };

export type Migrator = {
  /** Brings the control plane and the market data to the newest version; returns what was applied. */
  migratePlatform(): Promise<readonly string[]>;
  /** Creates the tenant's role and schema at the newest version. May be repeated; what is there stays. */
  provisionTenant(tenantId: string): Promise<TenantMigrationResult>;
  /** Removes the tenant's schema, role and registration for good. May be repeated. */
  dropTenant(tenantId: string): Promise<void>;
  /** Brings every tenant that is behind to the newest version; one that fails is recorded and does not stop the others. */
  migrateTenants(options?: {
    /** Tenants at a time, at most one per connection. Default 4. */
    concurrency?: number;
    onProgress?: (progress: MigrationProgress) => void;
  }): Promise<readonly TenantMigrationResult[]>;
};

export type MigratorOptions = {
  /** Connections of the database's owner. */
  pool: Pool;
  tenantLogin: TenantLogin;
  logger: Logger;
  /** Default: the committed ones. */
  migrations?: Migrations;
  /** How long a migration waits for a table in use before it gives up. Default 5,000: others queue behind it. */
  lockTimeoutMs?: number;
};

const defaultConcurrency = 4;
const defaultLockTimeoutMs = 5_000;
const longestTries = 3;

/** A lock that somebody held too long, or a quarrel over locks: the next try may well succeed. */
const passingCodes = new Set(['55P03', '40P01', '40001']);

const isPassing = (error: unknown): boolean =>
  error instanceof MigrationError &&
  error.cause instanceof DatabaseError &&
  passingCodes.has(error.cause.code ?? '');

/**
 * Applies the committed migrations: `prisma/platform/migrations` once, `prisma/tenant/migrations` to every tenant's
 * schema. What is applied stands in `platform.platform_migrations` and `platform.tenant_migrations` with a checksum.
 * Several processes may migrate at once: the second finds the work done.
 */
export const createMigrator = (options: MigratorOptions): Migrator => {
  const { pool, tenantLogin, logger, lockTimeoutMs = defaultLockTimeoutMs } = options;
  const migrations = options.migrations ?? readMigrations();

  const provision = async (tenantId: string): Promise<TenantMigrationResult> => {
    const tenant = tenantSchemaOf(tenantId);
    const applied = await inMigrationTransaction(
      { pool, key: tenant.schema, lockTimeoutMs },
      async (client) => {
        const server = await assertServerFits(client);
        await registerTenant(client, tenantId, tenant);
        await ensureTenantSchema(client, tenant, tenantLogin, server);
        await client.query(`SET LOCAL search_path TO "${tenant.schema}"`);
        const forTenant = (sql: string) => sql.replaceAll('"__tenant_role__"', `"${tenant.role}"`);
        const names = await applyPending(
          client,
          migrations.tenant,
          tenantLedger(tenantId),
          forTenant,
        );
        await recordSuccess(client, tenantId);
        return names;
      },
    );
    return { tenantId, applied, error: null };
  };

  const provisionOrRecord = async (tenantId: string, tries = 1): Promise<TenantMigrationResult> => {
    try {
      return await provision(tenantId);
    } catch (error) {
      if (tries < longestTries && isPassing(error)) return provisionOrRecord(tenantId, tries + 1);
      const message = error instanceof Error ? error.message : String(error);
      logger.error({ err: error, tenantId }, 'a tenant could not be migrated');
      await recordFailure(pool, tenantId, message);
      return { tenantId, applied: [], error: message };
    }
  };

  return {
    migratePlatform: () =>
      inMigrationTransaction({ pool, key: 'platform', lockTimeoutMs }, async (client) => {
        await assertServerFits(client);
        await ensureTenantLogin(client, tenantLogin);
        await closeDatabase(client, tenantLogin);
        await ensurePlatformLedger(client);
        return applyPending(client, migrations.platform, platformLedger);
      }),

    provisionTenant: provision,

    dropTenant: (tenantId) =>
      dropTenantSchema(pool, tenantId, tenantSchemaOf(tenantId), tenantLogin),

    async migrateTenants({ concurrency = defaultConcurrency, onProgress } = {}) {
      const tenantIds = await findStaleTenants(pool, migrations.tenant, tenantLogin);
      const waiting = [...tenantIds];
      const results: TenantMigrationResult[] = [];
      const lane = async (): Promise<void> => {
        for (let tenantId = waiting.shift(); tenantId; tenantId = waiting.shift()) {
          const result = await provisionOrRecord(tenantId);
          results.push(result);
          onProgress?.({ done: results.length, total: tenantIds.length, result });
        }
      };
      const lanes = Math.min(concurrency, pool.options.max);
      await Promise.all(Array.from({ length: lanes }, lane));
      return results;
    },
  };
};
