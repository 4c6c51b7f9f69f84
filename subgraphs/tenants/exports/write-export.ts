import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { PlatformDatabase } from '../../../foundation/database/platform-database.js';
import { controlPlaneRecords } from './control-plane-records.js';
import { exportFileOf } from './export-files.js';
import { isPlumbing } from './left-out.js';
import type { TenantExport } from './tenant-export.js';
import { withTenantSnapshot } from './tenant-snapshot-repository.js';
import type { TenantSnapshot } from './tenant-snapshot-repository.js';
import type { WrittenFile, ZipFile } from './zip-file.js';
import { createZipFile } from './zip-file.js';

const format = 'ai-trading-platform/tenant-export/1';

const readme = `A copy of everything this tenant owns.

manifest.json          names every file with its rows, bytes and SHA-256
platform/*.ndjson      what the platform keeps of the tenant: members, settings, keys, sessions
data/*.ndjson          one file per table of the tenant's own database schema

Every line of an .ndjson file is one JSON object. Exact numbers are strings, times are ISO 8601 in UTC.
All files of data/ show one and the same moment. Passwords, keys, tokens and their hashes are left out.
`;

/** Writes the archive; written anew it replaces itself. @returns its size and checksum. */
export const writeExport = async (
  deps: { platformDb: PlatformDatabase; folder: string },
  one: TenantExport,
): Promise<{ bytes: number; sha256: string }> => {
  const path = exportFileOf(deps.folder, one);
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const records = await controlPlaneRecords(deps.platformDb.client, one.tenantId);
  const zip = await createZipFile(path);
  try {
    const files: WrittenFile[] = [];
    await zip.addText('README.txt', readme);
    for (const [name, rows] of Object.entries(records))
      files.push(await zip.addLines(`platform/${name}.ndjson`, [rows.map((row) => toJson(row))]));
    await withTenantSnapshot(deps.platformDb.pool, one.tenantId, async (snapshot) => {
      files.push(...(await writeTables(zip, snapshot)));
    });
    const { id: exportId, tenantId, requestedAt } = one;
    const manifest = { format, exportId, tenantId, requestedAt, files };
    await zip.addText('manifest.json', `${JSON.stringify(manifest, null, 2)}\n`);
    return await zip.finish();
  } finally {
    await zip.abandon();
  }
};

const writeTables = async (zip: ZipFile, snapshot: TenantSnapshot): Promise<WrittenFile[]> => {
  const files: WrittenFile[] = [];
  for (const table of snapshot.tables)
    if (!isPlumbing(table.name))
      files.push(await zip.addLines(`data/${table.name}.ndjson`, snapshot.rows(table)));
  return files;
};

const toJson = (row: object): string =>
  JSON.stringify(row, (_key, value: unknown) =>
    typeof value === 'bigint' ? String(value) : value,
  );
