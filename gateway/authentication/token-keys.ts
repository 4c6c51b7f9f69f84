import { createLocalJWKSet, createRemoteJWKSet } from 'jose';
import type { JSONWebKeySet, JWTVerifyGetKey } from 'jose';

/** Where the public keys of access tokens come from. */
export type TokenKeySource = { url: string } | { keys: JSONWebKeySet };

/**
 * The issuer's keys: fetched when first needed, kept for ten minutes, and fetched again (at most every five seconds)
 * when a token names a key that is not among them.
 */
export const tokenKeysFrom = (source: TokenKeySource): JWTVerifyGetKey =>
  'keys' in source
    ? createLocalJWKSet(source.keys)
    : createRemoteJWKSet(new URL(source.url), {
        cacheMaxAge: 600_000,
        cooldownDuration: 5_000,
        timeoutDuration: 3_000,
      });
