import { DomainError } from '../../foundation/errors/domain-error.js';
import { createAccessList } from './access-list.js';
import type { AccessList, AccessListDeps } from './access-list.js';
import { createAccessTokenVerifier, anonymous } from './access-token.js';
import type { AccessTokenVerifier } from './access-token.js';
import { createApiKeyVerifier, createBearerVerifier } from './api-key.js';
import { tokenKeysFrom } from './token-keys.js';
import type { TokenKeySource } from './token-keys.js';

type VerifierOptions = Omit<Parameters<typeof createApiKeyVerifier>[0], 'tenantsUrl'> &
  Pick<AccessListDeps, 'broadcast' | 'logger'> & {
    /** Off reads no token at all: everybody is nobody, and what the supergraph protects stays closed. */
    authentication: 'on' | 'off';
    /** Given keys come first; else those of the tenants service; else there are none. */
    jwks: TokenKeySource | undefined;
    /** Where the tenants service answers; null when the supergraph has none. */
    tenantsUrl: () => string | null;
  };

/**
 * Verifies what comes as a bearer token, access tokens and API keys. A gateway over a supergraph without a tenants
 * service and without keys of its own still serves those who send no token.
 */
export const createVerifier = (options: VerifierOptions): AccessTokenVerifier => {
  if (options.authentication === 'off') return () => Promise.resolve(anonymous);
  const verify = createBearerVerifier({
    accessToken: accessTokenVerifierOf(options),
    apiKey: createApiKeyVerifier({
      ...options,
      tenantsUrl: () => options.tenantsUrl() ?? noTenants(),
    }),
  });
  return admitting(verify, createAccessList(options));
};

/** A token that verifies is not enough once its session or tenant has ended. */
const admitting =
  (verify: AccessTokenVerifier, access: AccessList): AccessTokenVerifier =>
  async (token) => {
    const authentication = await verify(token);
    const refusal = await access.refusalOf(authentication.viewer);
    if (refusal) throw refusal;
    return authentication;
  };

const accessTokenVerifierOf = ({
  jwks,
  tenantsUrl,
  clock,
}: VerifierOptions): AccessTokenVerifier => {
  const tenants = tenantsUrl();
  const source =
    jwks ?? (tenants === null ? null : { url: new URL('/.well-known/jwks.json', tenants).href });
  if (!source) return () => Promise.reject(noKeys());
  return createAccessTokenVerifier(tokenKeysFrom(source), clock);
};

const noKeys = (): DomainError =>
  new DomainError('SERVICE_UNAVAILABLE', 'This gateway has no keys to check access tokens with.');

const noTenants = (): never => {
  throw new Error('the supergraph has no subgraph named tenants');
};
