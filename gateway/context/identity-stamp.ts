import type { IdentitySigner } from '../../foundation/context/identity.js';
import type { RequestIdentity } from '../../foundation/context/viewer.js';
import type { Clock } from '../../foundation/time/clock.js';

/** Well below the lifetime of a signed identity, so that what we hand out has time to arrive. */
const freshForMs = 10_000;

export type IdentityStamp = (subgraph: string) => string;

/** Signs one identity for whichever subgraph asks; a signature is used again while it is fresh. */
export const createIdentityStamp = (
  keys: IdentitySigner,
  identity: RequestIdentity,
  clock: Clock,
): IdentityStamp => {
  const signed = new Map<string, { token: string; atMs: number }>();
  return (subgraph) => {
    const known = signed.get(subgraph);
    if (known && clock.nowMs() - known.atMs < freshForMs) return known.token;
    const token = keys.sign(identity, subgraph);
    signed.set(subgraph, { token, atMs: clock.nowMs() });
    return token;
  };
};
