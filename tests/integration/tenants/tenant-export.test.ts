import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { strFromU8, unzipSync } from 'fflate';
import { createHash } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Viewer } from '../../../foundation/context/viewer.js';
import type { RunningTenants } from './running-tenants.js';
import { newOwner, runTenants } from './running-tenants.js';

type Owner = Awaited<ReturnType<typeof newOwner>>;
type Copy = {
  id: string;
  status: string;
  bytes: string | null;
  sha256: string | null;
  download: { url: string; expiresAt: string } | null;
};

let tenants: RunningTenants;
let alpha: Owner;
let beta: Owner;

beforeAll(async () => {
  tenants = await runTenants();
  alpha = await newOwner(tenants, 'owner@alpha.example');
  beta = await newOwner(tenants, 'owner@beta.example');
});
afterAll(() => tenants.close());

const request = async (viewer: Viewer) => {
  const { data, errors } = await tenants.ask(
    'mutation { exportTenant { export { id status } userErrors { code } } }',
    {},
    viewer,
  );
  expect(errors).toBeUndefined();
  return data?.['exportTenant'] as { export: Copy | null; userErrors: { code: string }[] };
};
const copiesOf = async (viewer: Viewer): Promise<Copy[]> => {
  const { data } = await tenants.ask(
    '{ tenantExports(first: 10) { nodes { id status bytes sha256 download { url expiresAt } } } }',
    {},
    viewer,
  );
  return (data?.['tenantExports'] as { nodes: Copy[] }).nodes;
};
const whenReady = async (viewer: Viewer): Promise<Copy> => {
  await tenants.restart();
  for (;;) {
    const [copy] = await copiesOf(viewer);
    if (copy && copy.status !== 'REQUESTED') return copy;
  }
};
const get = (url: string) => fetch(`${tenants.url()}${url}`);
const rowsOf = (text: string): Record<string, unknown>[] =>
  text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Record<string, unknown>);

describe('exportTenant', () => {
  it('copies everything the tenant owns, and nothing of another or of its secrets', async () => {
    const { tenantDb } = tenants.database;
    for (const { viewer, tenant } of [alpha, beta])
      await tenantDb.withTenant(tenant.id, async (db) => {
        await db.aiProvider.create({
          data: {
            id: `prv_${tenant.id}`,
            name: `provider-of-${viewer.userId}`,
            config: { model: 'm' },
            sealedKey: `sealed-key-of-${tenant.id}`,
            status: 'ACTIVE',
            version: 1,
            createdAt: new Date(tenants.clock.nowMs()),
          },
        });
        await db.aiQuota.create({
          data: {
            id: 1,
            monthlyCostLimit: '12345678901234567890.123456789012345678',
            minuteStart: new Date(0),
            minuteRequests: 0,
            minuteTokens: 9_007_199_254_740_993n,
            monthStart: new Date(0),
            monthCost: '0',
          },
        });
      });
    expect(await request(alpha.viewer)).toMatchObject({ export: { status: 'REQUESTED' } });
    expect((await request(alpha.viewer)).userErrors).toEqual([{ code: 'CONFLICT' }]);

    const copy = await whenReady(alpha.viewer);
    const response = await get(copy.download?.url ?? '');
    const archive = new Uint8Array(await response.arrayBuffer());

    expect(response.headers.get('content-type')).toBe('application/zip');
    expect(copy).toMatchObject({ status: 'READY', bytes: String(archive.length) });
    expect(createHash('sha256').update(archive).digest('hex')).toBe(copy.sha256);
    const files = Object.fromEntries(
      Object.entries(unzipSync(archive)).map(([name, bytes]) => [name, strFromU8(bytes)]),
    );
    const manifest = JSON.parse(files['manifest.json'] ?? '') as {
      tenantId: string;
      files: { name: string; rows: number; sha256: string; bytes: number }[];
    };
    expect(manifest.tenantId).toBe(alpha.tenant.id);
    for (const { name, rows, sha256, bytes } of manifest.files) {
      const text = files[name] ?? '';
      expect({ name, rows, bytes, sha256 }).toEqual({
        name,
        rows: rowsOf(text).length,
        bytes: Buffer.byteLength(text),
        sha256: createHash('sha256').update(text).digest('hex'),
      });
    }
    expect(manifest.files.map(({ name }) => name).sort()).toEqual(
      Object.keys(files)
        .filter((name) => name.endsWith('.ndjson'))
        .sort(),
    );
    expect(rowsOf(files['platform/members.ndjson'] ?? '')).toMatchObject([
      { email: 'owner@alpha.example', role: 'OWNER' },
    ]);
    const [provider] = rowsOf(files['data/ai_providers.ndjson'] ?? '');
    expect(provider).toMatchObject({ name: `provider-of-${alpha.viewer.userId}` });
    expect(provider).not.toHaveProperty('sealed_key');
    expect(rowsOf(files['data/ai_quotas.ndjson'] ?? '')[0]).toMatchObject({
      monthly_cost_limit: '12345678901234567890.123456789012345678',
      minute_tokens: '9007199254740993',
    });
    const whole = Object.values(files).join('\n');
    for (const foreign of [beta.tenant.id, beta.viewer.userId, 'owner@beta.example'])
      expect(whole).not.toContain(foreign);
    for (const secret of ['sealed-key-of', '$argon2', 'secretHash', alpha.tokens.refreshToken])
      expect(whole).not.toContain(secret);
  });

  it('has every table of the tenant in it but the plumbing', async () => {
    const { rows } = await tenants.database.platformDb.pool.query<{ name: string }>(
      `SELECT table_name AS name FROM information_schema.tables
       WHERE table_schema = (SELECT schema_name FROM platform.tenant_schemas WHERE tenant_id = $1)`,
      [alpha.tenant.id],
    );
    const [copy] = await copiesOf(alpha.viewer);
    const response = await get(copy?.download?.url ?? '');
    const files = Object.keys(unzipSync(new Uint8Array(await response.arrayBuffer())));

    const tables = rows.map(({ name }) => name);
    expect(tables.length).toBeGreaterThan(20);
    expect(files.filter((name) => name.startsWith('data/')).sort()).toEqual(
      tables
        .filter((name) => !['outbox_events', 'inbox_events'].includes(name))
        .map((name) => `data/${name}.ndjson`)
        .sort(),
    );
  });

  it('opens only through its own link, and only for five minutes', async () => {
    await request(beta.viewer);
    const theirs = await whenReady(beta.viewer);
    const [mine] = await copiesOf(alpha.viewer);
    const url = mine?.download?.url ?? '';
    const swapped = (change: Record<string, string>) => {
      const query = new URLSearchParams(url.split('?')[1]);
      for (const [name, value] of Object.entries(change)) query.set(name, value);
      return `/exports/download?${query.toString()}`;
    };

    for (const bad of [
      '/exports/download',
      swapped({ export: theirs.id }),
      swapped({ tenant: beta.tenant.id }),
      swapped({ tenant: beta.tenant.id, export: theirs.id }),
      swapped({ expires: String(tenants.clock.nowMs() + 86_400_000) }),
      swapped({ signature: 'AAAA' }),
      swapped({ export: '../../etc/passwd' }),
    ])
      expect((await get(bad)).status).toBe(404);
    expect((await get(url)).status).toBe(200);
    tenants.clock.advanceBy(5 * 60_000);
    expect((await get(url)).status).toBe(404);
  });

  it('is for those who run the tenant, and each sees its own alone', async () => {
    const reader = { ...alpha.viewer, scopes: ['tenant:read'] };
    const { errors } = await tenants.ask(
      'mutation { exportTenant { userErrors { code } } }',
      {},
      reader,
    );

    expect(errors?.[0]?.extensions['code']).toBe('FORBIDDEN');
    const mine = (await copiesOf(alpha.viewer)).map(({ id }) => id);
    for (const { id } of await copiesOf(beta.viewer)) expect(mine).not.toContain(id);
  });

  it('is removed after seven days', async () => {
    tenants.clock.advanceBy(7 * 24 * 3_600_000);
    await tenants.restart();
    for (;;) {
      const [copy] = await copiesOf(alpha.viewer);
      if (copy?.status !== 'EXPIRED') continue;
      expect(copy.download).toBeNull();
      break;
    }

    expect(await readdir(join(tenants.exportsFolder, alpha.tenant.id))).toEqual([]);
  });
});
