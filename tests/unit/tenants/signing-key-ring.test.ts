import { describe, expect, it } from '@jest/globals';
import { createLocalJWKSet, decodeProtectedHeader, errors, jwtVerify } from 'jose';
import { SealBrokenError } from '../../../foundation/crypto/aes-gcm.js';
import { createEnvelope } from '../../../foundation/crypto/envelope.js';
import { VirtualClock } from '../../../foundation/time/virtual-clock.js';
import { signAccessToken } from '../../../subgraphs/tenants/sessions/access-token.js';
import { accessTokenLifetimeMs } from '../../../subgraphs/tenants/sessions/session.js';
import { createSigningKeyRing } from '../../../subgraphs/tenants/signing-keys/signing-key-ring.js';
import { createMemorySigningKeyStore } from './memory-signing-key-store.js';

const minute = 60_000;
const startMs = Date.UTC(2026, 0, 5);

const setUp = () => {
  const clock = new VirtualClock(startMs);
  const store = createMemorySigningKeyStore();
  const ringWith = (key: Uint8Array) =>
    createSigningKeyRing({
      store,
      envelope: createEnvelope([key]),
      clock,
      tokenLifetimeMs: accessTokenLifetimeMs,
    });
  const ring = ringWith(Buffer.alloc(32, 7));
  const sign = () =>
    signAccessToken(ring, {
      userId: 'usr_1',
      tenantId: 'ten_1',
      sessionId: 'ses_1',
      role: 'TRADER',
      scopes: ['market:read', 'trading:write'],
      issuedAtMs: clock.nowMs(),
      expiresAtMs: clock.nowMs() + accessTokenLifetimeMs,
    });
  /** As the gateway does it. */
  const verify = async (token: string) =>
    jwtVerify(token, createLocalJWKSet(await ring.publicKeys()), {
      algorithms: ['EdDSA'],
      issuer: 'ai-trading-platform',
      audience: 'api',
      typ: 'at+jwt',
      currentDate: new Date(clock.nowMs()),
    });
  return { clock, store, ring, ringWith, sign, verify };
};

describe('createSigningKeyRing', () => {
  it('signs access tokens that the published keys verify', async () => {
    const { sign, verify } = setUp();

    const { payload, protectedHeader } = await verify(await sign());

    expect(payload).toEqual({
      iss: 'ai-trading-platform',
      aud: 'api',
      sub: 'usr_1',
      tid: 'ten_1',
      sid: 'ses_1',
      role: 'TRADER',
      scope: 'market:read trading:write',
      iat: startMs / 1_000,
      exp: startMs / 1_000 + 900,
    });
    expect(protectedHeader).toMatchObject({ alg: 'EdDSA', typ: 'at+jwt' });
  });

  it('publishes a key before anything was signed, and never its private half', async () => {
    const { ring, store } = setUp();

    const { keys } = await ring.publicKeys();

    expect(keys).toEqual([
      {
        kty: 'OKP',
        crv: 'Ed25519',
        x: expect.any(String) as unknown,
        kid: store.keys[0]?.kid,
        alg: 'EdDSA',
        use: 'sig',
      },
    ]);
  });

  it('makes one key however often it is asked at once', async () => {
    const { ring, store } = setUp();

    await Promise.all([ring.current(), ring.publicKeys(), ring.current()]);

    expect(store.keys).toHaveLength(1);
  });

  it('keeps private keys sealed: another platform key opens none', async () => {
    const { ring, ringWith, store } = setUp();
    await ring.current();

    expect(store.keys[0]?.sealedPrivateJwk).not.toContain('"d"');
    await expect(ringWith(Buffer.alloc(32, 8)).current()).rejects.toThrow(SealBrokenError);
  });

  it('publishes a new key for 15 minutes before it signs', async () => {
    const { clock, ring, sign, store } = setUp();
    const oldKid = (await ring.current()).kid;
    await ring.rotate();
    const newKid = store.keys[0]?.kid;

    expect((await ring.publicKeys()).keys.map(({ kid }) => kid)).toEqual([newKid, oldKid]);
    expect(decodeProtectedHeader(await sign()).kid).toBe(oldKid);
    clock.advanceBy(15 * minute);
    expect(decodeProtectedHeader(await sign()).kid).toBe(newKid);
  });

  it('verifies tokens of the old key until the last of them has ended, then forgets it', async () => {
    const { clock, ring, sign, verify } = setUp();
    const oldToken = await sign();
    clock.advanceBy(1);
    await ring.rotate(0);
    const newToken = await sign();

    expect(decodeProtectedHeader(newToken).kid).not.toBe(decodeProtectedHeader(oldToken).kid);
    await expect(verify(oldToken)).resolves.toBeDefined();
    clock.advanceBy(accessTokenLifetimeMs + minute - 1);
    expect((await ring.publicKeys()).keys).toHaveLength(2);
    clock.advanceBy(1);
    expect((await ring.publicKeys()).keys).toHaveLength(1);
    await expect(verify(newToken)).rejects.toThrow(errors.JWTExpired);
  });
});
