import { z } from 'zod';
import type { IdentityVerifier } from '../../../foundation/context/identity.js';
import type { HttpRoute } from '../../../foundation/health/http-endpoints.js';
import { sendJson } from '../../../foundation/health/http-endpoints.js';
import { serviceRoute } from '../../../foundation/subgraph/service-route.js';
import { refusedAccessPath, refusedForMs } from '../../../foundation/events/access-events.js';
import type { Clock } from '../../../foundation/time/clock.js';
import { findRefusedAccess } from '../access/refused-access.js';
import type { ApiKeyService } from '../api-keys/api-key-service.js';
import type { Db } from '../tenants/tenant-repository.js';
import type { SigningKeyRing } from '../signing-keys/signing-key-ring.js';

/** `GET /.well-known/jwks.json`: the public keys of access tokens (RFC 7517), for everybody. */
export const publicKeysRoute = (keys: SigningKeyRing): HttpRoute => ({
  method: 'GET',
  path: '/.well-known/jwks.json',
  async handle(_request, response) {
    response.setHeader('cache-control', 'public, max-age=60');
    sendJson(response, 200, await keys.publicKeys());
  },
});

/**
 * `POST /internal/api-keys/verify { secret }`, for the gateway: whom the secret stands for, in the manner of token
 * introspection (RFC 7662). `{ "active": false }` says nothing about why.
 */
export const verifyApiKeyRoute = (
  apiKeys: Pick<ApiKeyService, 'verify'>,
  identityKeys: IdentityVerifier,
): HttpRoute =>
  serviceRoute({
    path: '/internal/api-keys/verify',
    audience: 'tenants',
    identityKeys,
    body: z.object({ secret: z.string().min(1).max(200) }),
    async handle({ secret }) {
      const verified = await apiKeys.verify(secret);
      return verified ? { active: true, ...verified } : { active: false };
    },
  });

/** `POST /internal/access/refused {}`, for the gateway: everything that it must not admit although it looks good. */
export const refusedAccessRoute = (
  db: Db,
  { identityKeys, clock }: { identityKeys: IdentityVerifier; clock: Clock },
): HttpRoute =>
  serviceRoute({
    path: refusedAccessPath,
    audience: 'tenants',
    identityKeys,
    body: z.object({}),
    handle: () => findRefusedAccess(db, new Date(clock.nowMs() - refusedForMs)),
  });
