import { z } from 'zod';
import type { IdentitySigner } from '../../foundation/context/identity.js';
import { roles } from '../../foundation/context/viewer.js';
import { DomainError } from '../../foundation/errors/domain-error.js';
import type { IdGenerator } from '../../foundation/ids/id-generator.js';
import type { Clock } from '../../foundation/time/clock.js';
import { BoundedMap } from '../caching/bounded-map.js';
import type { AccessTokenVerifier, Authentication } from './access-token.js';
import { askTenants } from './ask-tenants.js';

/** What every API key begins with; access tokens never do. */
const apiKeyPrefix = 'tk_live_';

/** A key that was good is not asked about again for this long, so that a revoked one is noticed soon. */
const rememberedMs = 1_000;
const rememberedKeys = 10_000;
const timeoutMs = 5_000;

const answerSchema = z.discriminatedUnion('active', [
  z.object({ active: z.literal(false) }),
  z.object({
    active: z.literal(true),
    keyId: z.string(),
    tenantId: z.string(),
    userId: z.string(),
    role: z.enum(roles),
    scopes: z.array(z.string()),
    expiresAt: z.iso.datetime().nullable(),
  }),
]);

/**
 * Asks the tenants service whom an API key stands for.
 * @param deps.tenantsUrl where that service answers.
 * @throws {DomainError} UNAUTHENTICATED when the key is not good; SERVICE_UNAVAILABLE when nobody can tell.
 */
export const createApiKeyVerifier = (deps: {
  tenantsUrl: () => string;
  identityKeys: IdentitySigner;
  clock: Clock;
  ids: IdGenerator;
}): AccessTokenVerifier => {
  const verified = new BoundedMap<string, Authentication & { untilMs: number }>(rememberedKeys);
  return async (secret) => {
    const known = verified.get(secret);
    if (known && deps.clock.nowMs() < known.untilMs) return known;
    const answer = await ask(secret, deps);
    if (!answer.active) throw new DomainError('UNAUTHENTICATED', 'The API key is not valid.');
    const { keyId: sessionId, tenantId, userId, role, scopes, expiresAt } = answer;
    const expiresAtMs = expiresAt === null ? null : Date.parse(expiresAt);
    const authentication: Authentication = {
      viewer: { kind: 'user', tenantId, userId, sessionId, role, scopes },
      expiresAtMs,
    };
    const untilMs = Math.min(expiresAtMs ?? Infinity, deps.clock.nowMs() + rememberedMs);
    verified.set(secret, { ...authentication, untilMs });
    return authentication;
  };
};

/** API keys and access tokens both come as bearer tokens. */
export const createBearerVerifier =
  (verifiers: { apiKey: AccessTokenVerifier; accessToken: AccessTokenVerifier }) =>
  (token: string): Promise<Authentication> =>
    token.startsWith(apiKeyPrefix) ? verifiers.apiKey(token) : verifiers.accessToken(token);

const ask = async (
  secret: string,
  deps: Parameters<typeof createApiKeyVerifier>[0],
): Promise<z.output<typeof answerSchema>> => {
  try {
    const { status, answer } = await askTenants(
      {
        tenantsUrl: deps.tenantsUrl(),
        path: '/internal/api-keys/verify',
        question: { secret },
        timeoutMs,
      },
      deps,
    );
    // A secret that the service takes for malformed stands for nobody.
    return status === 400 ? { active: false } : answerSchema.parse(answer);
  } catch {
    throw new DomainError('SERVICE_UNAVAILABLE', 'API keys cannot be checked at the moment.');
  }
};
