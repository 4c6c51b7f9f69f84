import type { AccessTokenVerifier } from '../authentication/access-token.js';
import { authenticate, authorizationOf } from '../authentication/authenticate.js';
import { publicError, toGraphQLError } from '../errors/public-error.js';
import type { ClientConnection } from './client-connection.js';

/** The answer to a `ping`: a client that renewed its session learns until when it is good. */
export type PongPayload = { session: { expiresAt: string | null } | { error: string } };

/**
 * A client renews its session on the live connection with `{"type":"ping","payload":{"authorization":"Bearer …"}}`, as
 * it would in `connection_init`. The streams go on; those that the new session does not allow end with FORBIDDEN. It
 * must be the same user of the same tenant, and a refusal leaves everything as it was.
 * @returns what the `pong` says; null when the ping is an ordinary one.
 */
export const renewSession = async (
  connection: ClientConnection,
  payload: unknown,
  verify: AccessTokenVerifier,
): Promise<PongPayload | null> => {
  if (typeof payload !== 'object' || payload === null) return null;
  const authorization = authorizationOf(payload as Record<string, unknown>);
  if (authorization === undefined) return null;
  try {
    const authentication = await authenticate(verify, authorization);
    const { viewer: before } = connection;
    const { viewer: after, expiresAtMs } = authentication;
    const isSame =
      before.kind === 'user' &&
      after.kind === 'user' &&
      before.tenantId === after.tenantId &&
      before.userId === after.userId;
    if (!isSame || connection.closingBecause) return { session: { error: 'FORBIDDEN' } };
    connection.authenticated(authentication);
    const expiresAt = expiresAtMs === null ? null : new Date(expiresAtMs).toISOString();
    return { session: { expiresAt } };
  } catch (error) {
    const { code } = publicError(toGraphQLError(error).toJSON()).extensions ?? {};
    return { session: { error: String(code) } };
  }
};
