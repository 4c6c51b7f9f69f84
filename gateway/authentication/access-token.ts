import { errors, jwtVerify } from 'jose';
import type { JWTPayload, JWTVerifyGetKey } from 'jose';
import { z } from 'zod';
import { roles } from '../../foundation/context/viewer.js';
import type { Viewer } from '../../foundation/context/viewer.js';
import { DomainError } from '../../foundation/errors/domain-error.js';
import type { Clock } from '../../foundation/time/clock.js';
import { nowOf } from '../../foundation/time/clock.js';
import { BoundedMap } from '../caching/bounded-map.js';

/** Who the client is, and until when we may believe it. */
export type Authentication = { viewer: Viewer; expiresAtMs: number | null };

export const anonymous: Authentication = { viewer: { kind: 'anonymous' }, expiresAtMs: null };

export type AccessTokenVerifier = (token: string) => Promise<Authentication>;

const claimsSchema = z.object({
  sub: z.string().min(1),
  tid: z.string().min(1),
  sid: z.string().min(1),
  role: z.enum(roles),
  scope: z.string(),
  exp: z.number(),
});

/** A verified token is not verified again for this long, so that a withdrawn key is noticed soon. */
const rememberedMs = 60_000;
const rememberedTokens = 10_000;

/**
 * Verifies the access tokens that the tenants service issues.
 * @throws {DomainError} SESSION_EXPIRED when the token was good once, UNAUTHENTICATED when it never was,
 * SERVICE_UNAVAILABLE when the keys to tell cannot be had.
 */
export const createAccessTokenVerifier = (
  keys: JWTVerifyGetKey,
  clock: Clock,
): AccessTokenVerifier => {
  const verified = new BoundedMap<string, Authentication & { untilMs: number }>(rememberedTokens);
  return async (token) => {
    const known = verified.get(token);
    if (known && clock.nowMs() < known.untilMs) return known;
    const authentication = authenticationOf(await verify(token, keys, clock));
    const untilMs = Math.min(authentication.expiresAtMs, clock.nowMs() + rememberedMs);
    verified.set(token, { ...authentication, untilMs });
    return authentication;
  };
};

const verify = async (token: string, keys: JWTVerifyGetKey, clock: Clock): Promise<JWTPayload> => {
  try {
    const { payload } = await jwtVerify(token, keys, {
      issuer: 'ai-trading-platform',
      audience: 'api',
      algorithms: ['EdDSA', 'Ed25519'],
      currentDate: nowOf(clock),
    });
    return payload;
  } catch (error) {
    if (error instanceof errors.JWTExpired)
      throw new DomainError('SESSION_EXPIRED', 'The access token has expired.');
    if (isFaultOfToken(error))
      throw new DomainError('UNAUTHENTICATED', 'The access token is not valid.');
    throw new DomainError('SERVICE_UNAVAILABLE', 'Access tokens cannot be checked at the moment.');
  }
};

/** Everything else that `jose` throws says that the keys could not be had. */
const isFaultOfToken = (error: unknown): boolean =>
  error instanceof errors.JWTInvalid ||
  error instanceof errors.JWTClaimValidationFailed ||
  error instanceof errors.JWSInvalid ||
  error instanceof errors.JWSSignatureVerificationFailed ||
  error instanceof errors.JOSEAlgNotAllowed ||
  error instanceof errors.JOSENotSupported ||
  error instanceof errors.JWKSNoMatchingKey;

const authenticationOf = (payload: JWTPayload): Authentication & { expiresAtMs: number } => {
  const claims = claimsSchema.safeParse(payload);
  if (!claims.success)
    throw new DomainError('UNAUTHENTICATED', 'The access token lacks a claim that we need.');
  const { sub, tid, sid, role, scope, exp } = claims.data;
  return {
    viewer: {
      kind: 'user',
      tenantId: tid,
      userId: sub,
      sessionId: sid,
      role,
      scopes: scope.split(' ').filter((one) => one !== ''),
    },
    expiresAtMs: exp * 1_000,
  };
};
