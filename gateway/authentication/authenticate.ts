import { DomainError } from '../../foundation/errors/domain-error.js';
import type { AccessTokenVerifier, Authentication } from './access-token.js';
import { anonymous } from './access-token.js';

/**
 * Who sent an `Authorization` value, be it a header or a connection parameter; without one, nobody.
 * @throws {DomainError} as the verifier does, and UNAUTHENTICATED for anything but a bearer token.
 */
export const authenticate = async (
  verify: AccessTokenVerifier,
  authorization: string | undefined,
): Promise<Authentication> => {
  if (authorization === undefined || authorization.trim() === '') return anonymous;
  const [, token] = /^Bearer +(\S+)$/i.exec(authorization.trim()) ?? [];
  if (token === undefined)
    throw new DomainError('UNAUTHENTICATED', 'Send `Authorization: Bearer <accessToken>`.');
  return verify(token);
};

/** The `Authorization` value among graphql-ws connection parameters, whichever way the client spells it. */
export const authorizationOf = (
  connectionParams: Readonly<Record<string, unknown>> | undefined,
): string | undefined => {
  for (const [name, value] of Object.entries(connectionParams ?? {}))
    if (name.toLowerCase() === 'authorization' && typeof value === 'string') return value;
  return undefined;
};
