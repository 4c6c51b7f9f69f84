import { chmodSync, chownSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { withConnection } from '../../../foundation/database/connection.js';
import { createPlatformDatabase } from '../../../foundation/database/create-platform-database.js';
import { createTenantDatabase } from '../../../foundation/database/create-tenant-database.js';
import { chooseDatabaseUser } from '../../../foundation/database/embedded/operating-system-user.js';
import type { RunAs } from '../../../foundation/database/embedded/run-command.js';
import { programPath } from '../../../foundation/database/embedded/postgres-binaries.js';
import {
  launchPostmaster,
  stopPostmaster,
} from '../../../foundation/database/embedded/postmaster.js';
import { runCommand } from '../../../foundation/database/embedded/run-command.js';
import { createMigrator } from '../../../foundation/database/migrator.js';
import { tenantLoginFor } from '../../../foundation/database/tenant-login.js';
import { tenantSchemaOf } from '../../../foundation/database/tenant-schema.js';
import { createLogger } from '../../../foundation/logging/logger.js';

/** Where Debian keeps the oldest server that the platform supports. */
const binaries = { nativeDir: '/usr/lib/postgresql/15', version: '15', majorVersion: 15 };
const isInstalled = existsSync(programPath(binaries, 'postgres'));
if (!isInstalled) process.stderr.write('PostgreSQL 15 is not installed; its tests are skipped.\n');
const onPostgres15 = isInstalled ? describe : describe.skip;

const scratch = mkdtempSync(path.join(os.tmpdir(), 'postgresql-15-'));
const folder = {
  clusterDir: path.join(scratch, 'cluster'),
  passwordFile: path.join(scratch, 'password'),
  logFile: path.join(scratch, 'log'),
};
let runAs: RunAs | undefined;
let superuserUrl: string;

const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });

beforeAll(async () => {
  if (!isInstalled) return;
  runAs = await chooseDatabaseUser(folder.clusterDir);
  chmodSync(scratch, 0o755);
  writeFileSync(folder.passwordFile, 'secret\n');
  if (runAs) chownSync(scratch, runAs.uid, runAs.gid);
  const made = await runCommand(
    programPath(binaries, 'initdb'),
    [
      ...['-D', folder.clusterDir, '-U', 'postgres', '--pwfile', folder.passwordFile],
      ...['-A', 'scram-sha-256', '--no-sync', '-E', 'UTF8', '--locale', 'C'],
    ],
    runAs,
  );
  expect(made).toMatchObject({ exitCode: 0 });
  const { port } = await launchPostmaster({
    binaries,
    folder,
    port: await freePort(),
    parameters: { listen_addresses: '127.0.0.1', unix_socket_directories: '', fsync: 'off' },
    runAs,
  });
  superuserUrl = `postgresql://postgres:secret@127.0.0.1:${port}/postgres`;
});

afterAll(async () => {
  await stopPostmaster(binaries, folder, { immediate: true, runAs });
  rmSync(scratch, { recursive: true });
});

onPostgres15('on PostgreSQL 15, with a login that may create roles and owns its database', () => {
  it('tenants are provisioned, kept apart and migrated', async () => {
    await withConnection(superuserUrl, async (admin) => {
      await admin.query(`CREATE ROLE operator LOGIN CREATEROLE PASSWORD 'owned'`);
      await admin.query('CREATE DATABASE trading OWNER operator');
    });
    const url = superuserUrl
      .replace('postgres:secret', 'operator:owned')
      .replace(/\w+$/, 'trading');
    const tenantLogin = tenantLoginFor(url);
    const common = { applicationName: 'test', logger: createLogger({ level: 'silent' }) };
    const platformDb = createPlatformDatabase({ ...common, url });
    const tenantDb = createTenantDatabase({ ...common, url: tenantLogin.url });
    const migrator = createMigrator({ ...common, pool: platformDb.pool, tenantLogin });

    expect(await migrator.migratePlatform()).not.toEqual([]);
    const [one, other] = ['1', '2'].map((digit) => `ten_${digit.repeat(26)}`) as [string, string];
    for (const tenantId of [one, other]) await migrator.provisionTenant(tenantId);
    expect(await migrator.migrateTenants()).toEqual([]);
    await tenantDb.transaction(one, (tx) =>
      tx.inboxEvent.create({ data: { consumer: 'c', eventId: 'e', handledAt: new Date(0) } }),
    );
    const countOf = (tenantId: string) =>
      tenantDb.withTenant(tenantId, (db) => db.inboxEvent.count());
    expect([await countOf(one), await countOf(other)]).toEqual([1, 0]);
    await withConnection(tenantLogin.url, async (login) => {
      const rows = `SELECT * FROM ${tenantSchemaOf(one).schema}.inbox_events`;
      await expect(login.query(rows)).rejects.toMatchObject({ code: '42501' });
    });

    await Promise.all([tenantDb.close(), platformDb.close()]);
  });
});
