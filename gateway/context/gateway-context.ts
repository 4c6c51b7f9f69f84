import type { IdentitySigner } from '../../foundation/context/identity.js';
import type { RequestIdentity, Viewer } from '../../foundation/context/viewer.js';
import type { Clock } from '../../foundation/time/clock.js';
import { createIdentityStamp } from './identity-stamp.js';
import type { IdentityStamp } from './identity-stamp.js';

/** What travels with one query, mutation or stream through the gateway. */
export type GatewayContext = {
  viewer: Viewer;
  requestId: string;
  /** Who asks, as the gateway vouches for it. */
  identity: RequestIdentity;
  /** The same, signed, as the named subgraph will verify it. */
  identityFor: IdentityStamp;
  /** The instant on the gateway's clock at which the client stops waiting; streams have none. */
  deadlineMs: number | null;
  /** Aborted when the client has gone or its stream has ended. */
  signal: AbortSignal;
};

export const createGatewayContext = (
  deps: { identityKeys: IdentitySigner; clock: Clock },
  request: RequestIdentity & { timeoutMs: number | null; signal: AbortSignal },
): GatewayContext => {
  const { viewer, requestId, clientAddress, timeoutMs, signal } = request;
  const identity = { viewer, requestId, ...(clientAddress !== undefined && { clientAddress }) };
  return {
    viewer,
    requestId,
    identity,
    identityFor: createIdentityStamp(deps.identityKeys, identity, deps.clock),
    deadlineMs: timeoutMs === null ? null : deps.clock.nowMs() + timeoutMs,
    signal,
  };
};
