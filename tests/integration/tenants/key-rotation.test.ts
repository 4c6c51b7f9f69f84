import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { SealBrokenError } from '../../../foundation/crypto/aes-gcm.js';
import { createEnvelope } from '../../../foundation/crypto/envelope.js';
import { createLocalKeyWrapper } from '../../../foundation/crypto/key-wrapper.js';
import type { TenantEnvelope } from '../../../foundation/crypto/tenant-envelope.js';
import { createTenantEnvelope } from '../../../foundation/crypto/tenant-envelope.js';
import { createTestDatabase } from '../../../foundation/testing/test-database.js';
import type { TestDatabase } from '../../../foundation/testing/test-database.js';
import { VirtualClock } from '../../../foundation/time/virtual-clock.js';
import { resealEndpoints } from '../../../subgraphs/notifications/webhooks/reseal-endpoints.js';
import { secretContext } from '../../../subgraphs/notifications/webhooks/webhook-endpoint.js';
import { keyContext } from '../../../subgraphs/providers/configuration/provider-record.js';
import { resealProviders } from '../../../subgraphs/providers/configuration/reseal-providers.js';
import { rotateEncryptionKey } from '../../../subgraphs/tenants/key-rotation/rotate-encryption-key.js';
import { createSigningKeyRing } from '../../../subgraphs/tenants/signing-keys/signing-key-ring.js';
import { createPrismaSigningKeyStore } from '../../../subgraphs/tenants/signing-keys/signing-key-store.js';

const oldKey = randomBytes(32);
const newKey = randomBytes(32);
const old = createEnvelope([oldKey]);
const both = createEnvelope([newKey, oldKey]);
const fresh = createEnvelope([newKey]);
const clock = new VirtualClock(Date.UTC(2026, 0, 5));
const secret = Buffer.from('sk-of-a-provider');

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
  await database.platformDb.client.$queryRaw`SELECT 1`;
});
afterAll(() => database.drop());

const tenantEnvelope = (envelope: typeof old): TenantEnvelope =>
  createTenantEnvelope({
    platformDb: database.platformDb,
    wrapper: createLocalKeyWrapper(envelope),
    legacy: envelope,
    clock,
  });
const signer = (envelope: typeof old) =>
  createSigningKeyRing({
    store: createPrismaSigningKeyStore(database.platformDb),
    envelope,
    clock,
    tokenLifetimeMs: 900_000,
  });
const rotate = () =>
  rotateEncryptionKey({ platformDb: database.platformDb, envelope: both, clock });

describe('rotateEncryptionKey', () => {
  it('leaves nothing under the old key, and everything readable before, meanwhile and after', async () => {
    const tenantIds = Array.from({ length: 205 }, (_, index) => `ten_${index}`);
    const sealed = new Map<string, string>();
    for (const tenantId of tenantIds)
      sealed.set(tenantId, await tenantEnvelope(old).seal(tenantId, secret, 'x'));
    const { kid } = await signer(old).current();
    const { tenantKey } = database.platformDb.client;
    const destroyed = { wrappedKey: null, destroyedAt: new Date() };
    await tenantKey.update({ where: { tenantId: 'ten_204' }, data: destroyed });

    // Half of it, as after a crash.
    const half = await tenantKey.findMany({ where: { wrappedKey: { not: null } }, take: 100 });
    for (const { tenantId, wrappedKey } of half) {
      const context = `platform.tenant_keys:${tenantId}`;
      const { wrapped, keyId } = await createLocalKeyWrapper(both).wrap(
        old.open(wrappedKey ?? '', context),
        context,
      );
      await tenantKey.update({
        where: { tenantId },
        data: { wrappedKey: wrapped, wrappingKeyId: keyId },
      });
    }
    for (const tenantId of ['ten_0', 'ten_100', 'ten_203'])
      expect(await tenantEnvelope(both).open(tenantId, sealed.get(tenantId) ?? '', 'x')).toEqual(
        secret,
      );
    expect((await signer(both).current()).kid).toBe(kid);

    const [first, second] = await Promise.all([rotate(), rotate()]);
    expect(first.tenantKeys + second.tenantKeys).toBe(104);
    expect(await rotate()).toEqual({ tenantKeys: 0, signingKeys: 0, secondFactors: 0 });

    for (const tenantId of tenantIds.slice(0, 204))
      expect(await tenantEnvelope(fresh).open(tenantId, sealed.get(tenantId) ?? '', 'x')).toEqual(
        secret,
      );
    expect((await signer(fresh).current()).kid).toBe(kid);
    await expect(tenantEnvelope(old).open('ten_0', sealed.get('ten_0') ?? '', 'x')).rejects.toThrow(
      SealBrokenError,
    );
  });

  it('moves what was sealed before tenants had keys under the keys of their tenants', async () => {
    const tenantId = await database.provisionTenant();
    const { tenantDb } = database;
    const createdAt = new Date(clock.nowMs());
    await tenantDb.withTenant(tenantId, async (db) => {
      await db.aiProvider.create({
        data: {
          id: 'prv_1',
          name: 'one',
          config: {},
          sealedKey: old.seal(secret, keyContext(tenantId, 'prv_1')),
          status: 'ACTIVE',
          version: 1,
          createdAt,
        },
      });
      await db.webhookEndpoint.create({
        data: {
          id: 'whe_1',
          url: 'https://x.example',
          events: [],
          status: 'ENABLED',
          sealedSecret: old.seal(secret, secretContext('whe_1')),
          createdAt,
        },
      });
    });
    const deps = { tenantDb, envelope: tenantEnvelope(both) };

    expect(await resealProviders(deps, tenantId)).toBe(1);
    expect(await resealEndpoints(deps, tenantId)).toBe(1);
    expect(await resealProviders(deps, tenantId)).toBe(0);

    const provider = await tenantDb.withTenant(tenantId, async (db) =>
      db.aiProvider.findUniqueOrThrow({ where: { id: 'prv_1' } }),
    );
    const endpoint = await tenantDb.withTenant(tenantId, async (db) =>
      db.webhookEndpoint.findUniqueOrThrow({ where: { id: 'whe_1' } }),
    );
    const open = (sealed: string, context: string) =>
      tenantEnvelope(fresh).open(tenantId, sealed, context);
    expect(await open(provider.sealedKey ?? '', keyContext(tenantId, 'prv_1'))).toEqual(secret);
    expect(await open(endpoint.sealedSecret, secretContext('whe_1'))).toEqual(secret);
  });
});
