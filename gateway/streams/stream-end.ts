import { GraphQLError } from 'graphql';
import type { GraphQLFormattedError } from 'graphql';
import type { ErrorCode } from '../../foundation/errors/error-codes.js';
import type { UpstreamEnd } from './upstream-connection.js';

/** Why a stream is over; with errors, they are sent as its last message before it completes. */
export type StreamEnd = { reason: string; errors?: readonly GraphQLFormattedError[] };

const endWith = (code: ErrorCode, message: string): StreamEnd => ({
  reason: code,
  errors: [new GraphQLError(message, { extensions: { code } }).toJSON()],
});

export const streamEnds = {
  completed: { reason: 'completed' },
  client: { reason: 'client' },
  lagged: endWith('SUBSCRIPTION_LAGGED', 'You read too slowly; events were dropped.'),
  stalled: endWith('SUBSCRIPTION_LAGGED', 'You read nothing for too long.'),
  schemaReload: endWith(
    'SUBSCRIPTION_SCHEMA_RELOAD',
    'The schema changed and no longer allows this subscription.',
  ),
  draining: endWith('GATEWAY_DRAINING', 'This gateway is stopping.'),
  sessionExpired: endWith('SESSION_EXPIRED', 'The access token has expired.'),
  sessionEnded: endWith('UNAUTHENTICATED', 'The session has ended.'),
  tenantSuspended: endWith('TENANT_SUSPENDED', 'This tenant is suspended.'),
  forbidden: endWith('FORBIDDEN', 'Your role or key does not allow this subscription any more.'),
  upstreamLost: endWith('SUBSCRIPTION_UPSTREAM_LOST', 'The service dropped the stream.'),
  unreachable: endWith('SERVICE_UNAVAILABLE', 'The service cannot be reached.'),
} satisfies Record<string, StreamEnd>;

/** An upstream's end as the client's. */
export const streamEndOf = (end: UpstreamEnd, serviceName: string): StreamEnd => {
  switch (end.kind) {
    case 'completed':
      return streamEnds.completed;
    case 'lost':
      return ofService(streamEnds.upstreamLost, serviceName);
    case 'unreachable':
      return ofService(streamEnds.unreachable, serviceName);
    case 'refused':
      return ofService({ reason: codeOf(end.errors), errors: end.errors }, serviceName);
  }
};

const ofService = ({ reason, errors = [] }: StreamEnd, serviceName: string): StreamEnd => ({
  reason,
  errors: errors.map((error) => ({
    ...error,
    extensions: { ...error.extensions, serviceName },
  })),
});

const codeOf = (errors: readonly GraphQLFormattedError[]): string => {
  const code = errors[0]?.extensions?.['code'];
  return typeof code === 'string' ? code : 'INTERNAL_SERVER_ERROR';
};
