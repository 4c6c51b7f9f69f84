import { request } from 'undici';
import type { IdentitySigner } from '../../foundation/context/identity.js';
import type { IdGenerator } from '../../foundation/ids/id-generator.js';
import { identityHeader } from '../../foundation/subgraph/graphql-route.js';

/**
 * Asks database-service something that it tells the gateway alone.
 * @param route.path one of its internal routes.
 */
export const askTenants = async (
  route: { tenantsUrl: string; path: string; question: object; timeoutMs: number },
  deps: { identityKeys: IdentitySigner; ids: IdGenerator },
): Promise<{ status: number; answer: unknown }> => {
  const identity = {
    viewer: { kind: 'service' as const, name: 'api-gateway', tenantId: null, scopes: [] },
    requestId: deps.ids('request'),
  };
  const { statusCode, body } = await request(new URL(route.path, route.tenantsUrl), {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      [identityHeader]: deps.identityKeys.sign(identity, 'tenants'),
    },
    body: JSON.stringify(route.question),
    signal: AbortSignal.timeout(route.timeoutMs),
  });
  const text = await body.text();
  return { status: statusCode, answer: statusCode === 200 ? JSON.parse(text) : null };
};
