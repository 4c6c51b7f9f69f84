import { SignJWT } from 'jose';
import type { Role } from '../../../foundation/context/viewer.js';
import type { SigningKeyRing } from '../signing-keys/signing-key-ring.js';
import { signingAlgorithm } from '../signing-keys/signing-key-ring.js';

export const tokenIssuer = 'ai-trading-platform';
export const tokenAudience = 'api';

export type AccessClaims = {
  userId: string;
  tenantId: string;
  sessionId: string;
  role: Role;
  scopes: readonly string[];
  issuedAtMs: number;
  expiresAtMs: number;
};

/** A signed access token in the profile of RFC 9068; the gateway checks it against the published keys. */
export const signAccessToken = async (
  keys: SigningKeyRing,
  claims: AccessClaims,
): Promise<string> => {
  const { kid, privateKey } = await keys.current();
  return new SignJWT({
    tid: claims.tenantId,
    sid: claims.sessionId,
    role: claims.role,
    scope: claims.scopes.join(' '),
  })
    .setProtectedHeader({ alg: signingAlgorithm, kid, typ: 'at+jwt' })
    .setIssuer(tokenIssuer)
    .setAudience(tokenAudience)
    .setSubject(claims.userId)
    .setIssuedAt(Math.floor(claims.issuedAtMs / 1_000))
    .setExpirationTime(Math.floor(claims.expiresAtMs / 1_000))
    .sign(privateKey);
};
