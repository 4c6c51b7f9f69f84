import type { UserViewer } from '../../../foundation/context/viewer.js';
import type { Connection } from '../../../foundation/subgraph/connection.js';
import { toConnection } from '../../../foundation/subgraph/connection.js';
import { requirePerson } from '../access/require-member.js';
import type { ApiKey } from '../api-keys/api-key.js';
import type { Tenant } from '../tenants/tenant.js';
import type { PageArguments } from './page.js';
import { pageOf } from './page.js';
import type { TenantsContext } from './tenants-context.js';

export const queryResolvers = {
  viewer: (_source: unknown, _args: unknown, { viewer }: TenantsContext): UserViewer =>
    requirePerson(viewer),

  async tenants(
    _source: unknown,
    args: PageArguments,
    { services, viewer }: TenantsContext,
  ): Promise<Connection<Tenant>> {
    const page = pageOf(args, 'tenant');
    const tenants = await services.tenants.list(viewer, page);
    return toConnection(tenants, { first: page.first, after: page.afterId }, ({ id }) => id);
  },

  async apiKeys(
    _source: unknown,
    args: PageArguments,
    { services, viewer }: TenantsContext,
  ): Promise<Connection<ApiKey>> {
    const page = pageOf(args, 'apiKey');
    const keys = await services.apiKeys.list(viewer, page);
    return toConnection(keys, { first: page.first, after: page.afterId }, ({ id }) => id);
  },
};
