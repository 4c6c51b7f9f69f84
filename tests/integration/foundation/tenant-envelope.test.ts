import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { SealBrokenError } from '../../../foundation/crypto/aes-gcm.js';
import { createEnvelope } from '../../../foundation/crypto/envelope.js';
import { createLocalKeyWrapper } from '../../../foundation/crypto/key-wrapper.js';
import { createTenantEnvelope } from '../../../foundation/crypto/tenant-envelope.js';
import type { TestDatabase } from '../../../foundation/testing/test-database.js';
import { createTestDatabase } from '../../../foundation/testing/test-database.js';
import { VirtualClock } from '../../../foundation/time/virtual-clock.js';

const legacy = createEnvelope([randomBytes(32)]);
const clock = new VirtualClock(Date.UTC(2026, 0, 5));
const secret = Buffer.from('sk-of-a-provider');

let database: TestDatabase;
/** As another process would have it: nothing remembered. */
const newEnvelope = () =>
  createTenantEnvelope({
    platformDb: database.platformDb,
    wrapper: createLocalKeyWrapper(legacy),
    legacy,
    clock,
  });

beforeAll(async () => {
  database = await createTestDatabase();
  await database.platformDb.client.$queryRaw`SELECT 1`;
});
afterAll(() => database.drop());

describe('createTenantEnvelope', () => {
  it('opens in any process what it sealed, for the same tenant and context alone', async () => {
    const sealed = await newEnvelope().seal('ten_a', secret, 'provider:1');
    await newEnvelope().seal('ten_b', secret, 'provider:1');

    expect(await newEnvelope().open('ten_a', sealed, 'provider:1')).toEqual(secret);
    await expect(newEnvelope().open('ten_a', sealed, 'provider:2')).rejects.toThrow(
      SealBrokenError,
    );
    await expect(newEnvelope().open('ten_b', sealed, 'provider:1')).rejects.toThrow(
      SealBrokenError,
    );
    for (const broken of ['', 't1', 't1.x', `${sealed}.x`, sealed.slice(0, -3), 'v2.a.b.c'])
      await expect(newEnvelope().open('ten_a', broken, 'provider:1')).rejects.toThrow(
        SealBrokenError,
      );
  });

  it('makes one key for a tenant whose first values are sealed at once', async () => {
    const envelopes = Array.from({ length: 8 }, newEnvelope);
    const sealed = await Promise.all(
      envelopes.map((envelope) => envelope.seal('ten_race', secret, 'x')),
    );

    const opened = await Promise.all(
      sealed.map((text) => newEnvelope().open('ten_race', text, 'x')),
    );
    expect(opened).toEqual(sealed.map(() => secret));
    expect(new Set(sealed.map((text) => text.split('.')[1])).size).toBe(1);
  });

  it('opens what was sealed before tenants had keys', async () => {
    const old = legacy.seal(secret, 'provider:9');

    expect(await newEnvelope().open('ten_old', old, 'provider:9')).toEqual(secret);
  });

  it('opens nothing once the key is destroyed, and makes no new one', async () => {
    const envelope = newEnvelope();
    const sealed = await envelope.seal('ten_gone', secret, 'x');
    await database.platformDb.client.tenantKey.update({
      where: { tenantId: 'ten_gone' },
      data: { wrappedKey: null, destroyedAt: new Date() },
    });

    await expect(newEnvelope().open('ten_gone', sealed, 'x')).rejects.toThrow(SealBrokenError);
    await expect(newEnvelope().seal('ten_gone', secret, 'x')).rejects.toThrow(SealBrokenError);
    expect(await envelope.open('ten_gone', sealed, 'x')).toEqual(secret);
    clock.advanceBy(60_000);
    await expect(envelope.open('ten_gone', sealed, 'x')).rejects.toThrow(SealBrokenError);
  });
});
