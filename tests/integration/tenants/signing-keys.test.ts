import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { JSONWebKeySet } from 'jose';
import { createLocalJWKSet, decodeProtectedHeader, jwtVerify } from 'jose';
import type { RunningTenants } from './running-tenants.js';
import { newOwner, runTenants, signIn } from './running-tenants.js';

let tenants: RunningTenants;
beforeAll(async () => {
  tenants = await runTenants();
});
afterAll(() => tenants.close());

const publishedKeys = async (): Promise<JSONWebKeySet> =>
  (await (await fetch(`${tenants.url()}/.well-known/jwks.json`)).json()) as JSONWebKeySet;
const verify = async (token: string) =>
  jwtVerify(token, createLocalJWKSet(await publishedKeys()), {
    currentDate: new Date(tenants.clock.nowMs()),
  });

describe('signing keys', () => {
  it('are kept over a restart, and their private halves nowhere in the open', async () => {
    const before = await publishedKeys();
    await tenants.restart();

    expect(before.keys).toHaveLength(1);
    expect(await publishedKeys()).toEqual(before);
    expect(JSON.stringify(before)).not.toContain('"d"');
    const rows = await tenants.database.platformDb.client.signingKey.findMany();
    expect(JSON.stringify(rows)).not.toContain('"d"');
  });

  it('are rotated without a token being refused', async () => {
    const { tokens } = await newOwner(tenants, 'rotate@acme.example');
    await tenants.service().rotateSigningKey();
    expect((await publishedKeys()).keys).toHaveLength(2);

    tenants.clock.advanceBy(15 * 60_000 - 1);
    await expect(verify(tokens.accessToken)).resolves.toBeDefined();
    tenants.clock.advanceBy(60_001);
    const next = await signIn(tenants, 'rotate@acme.example');

    const kidOf = (token: string | undefined) => decodeProtectedHeader(token ?? '').kid;
    expect(kidOf(next.session?.accessToken)).not.toBe(kidOf(tokens.accessToken));
    await expect(verify(next.session?.accessToken ?? '')).resolves.toBeDefined();
  });

  it('keep the service from starting with another platform key, and it says what to do', async () => {
    await expect(tenants.startWithAnotherKey()).rejects.toThrow(
      'PLATFORM_ENCRYPTION_KEY does not open the signing keys',
    );
  });
});
