import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Clock } from '../time/clock.js';
import type { RequestIdentity } from './viewer.js';

/** How long a signed identity is valid. */
const lifetimeMs = 30_000;
/** Tolerated difference between the clocks of two machines. */
const skewMs = 5_000;

export type IdentitySigner = {
  /** A token that only the service named `audience` accepts. */
  sign(identity: RequestIdentity, audience: string): string;
  /** A key of 32 bytes for another purpose, the same on every machine with the same secret. */
  keyFor(purpose: string): Uint8Array;
};

export type IdentityVerifier = {
  /** The identity, or null when the token is not ours, not for this audience, or too old. */
  verify(token: string | undefined, audience: string): RequestIdentity | null;
};

type Claims = RequestIdentity & { aud: string; exp: number };

/**
 * Signs and verifies the short-lived identity that travels from the gateway to a subgraph:
 * `base64url(claims).base64url(HMAC-SHA256(claims))`.
 * @param key at least 32 bytes, shared by the services of one platform and by nobody else.
 */
export const createIdentityKeys = (
  key: Uint8Array,
  clock: Clock,
): IdentitySigner & IdentityVerifier => {
  if (key.length < 32)
    throw new RangeError('the internal identity key must have at least 32 bytes');
  const mac = (text: string) => createHmac('sha256', key).update(text).digest();

  return {
    // No signed token can be mistaken for it: those sign base64url, which has no colon.
    keyFor: (purpose) => mac(`key:${purpose}`),

    sign(identity, audience) {
      const claims: Claims = { ...identity, aud: audience, exp: clock.nowMs() + lifetimeMs };
      const body = Buffer.from(JSON.stringify(claims)).toString('base64url');
      return `${body}.${mac(body).toString('base64url')}`;
    },

    verify(token, audience) {
      const [body, signature] = token?.split('.') ?? [];
      if (!body || !signature) return null;
      const given = Buffer.from(signature, 'base64url');
      const expected = mac(body);
      if (given.length !== expected.length || !timingSafeEqual(given, expected)) return null;
      const claims = JSON.parse(Buffer.from(body, 'base64url').toString()) as Claims;
      if (claims.aud !== audience || claims.exp + skewMs < clock.nowMs()) return null;
      const { viewer, requestId, clientAddress } = claims;
      return { viewer, requestId, ...(clientAddress !== undefined && { clientAddress }) };
    },
  };
};
