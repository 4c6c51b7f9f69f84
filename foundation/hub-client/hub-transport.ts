import { fetch } from 'undici';
import type { IdentitySigner } from '../context/identity.js';
import { identityHeader } from '../subgraph/graphql-route.js';
import type { Lease, Registration, Renewal } from './registry-protocol.js';
import { hubAudience, leaseSchema, registryPaths } from './registry-protocol.js';

/** How a registration reaches the hub. Every call rejects when the hub does not answer or refuses. */
export type HubTransport = {
  register(registration: Registration): Promise<Lease>;
  /** Null when the hub knows no such lease (any more): register anew. */
  renew(renewal: Renewal): Promise<Lease | null>;
  deregister(instanceId: string): Promise<void>;
};

const timeoutMs = 2_000;

/** @param options.service the caller's name, under which alone it may register. */
export const createHttpHubTransport = (options: {
  hubUrl: string;
  service: string;
  identityKeys: IdentitySigner;
}): HubTransport => {
  const viewer = { kind: 'service' as const, name: options.service, tenantId: null, scopes: [] };

  const post = async (path: string, body: object): Promise<unknown> => {
    const identity = { viewer, requestId: `heartbeat-${options.service}` };
    const response = await fetch(new URL(path, options.hubUrl), {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        [identityHeader]: options.identityKeys.sign(identity, hubAudience),
      },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(timeoutMs),
    });
    const text = await response.text();
    if (response.status === 404) return null;
    if (!response.ok) throw new Error(`the hub answered ${response.status}: ${text.slice(0, 300)}`);
    return JSON.parse(text);
  };

  return {
    register: async (registration) =>
      leaseSchema.parse(await post(registryPaths.register, registration)),
    renew: async (renewal) =>
      leaseSchema.nullable().parse(await post(registryPaths.renew, renewal)),
    async deregister(instanceId) {
      await post(registryPaths.deregister, { instanceId });
    },
  };
};
