import type { UserViewer } from '../../../foundation/context/viewer.js';
import { DomainError } from '../../../foundation/errors/domain-error.js';
import type { IdKind } from '../../../foundation/ids/id-generator.js';
import { isIdOf } from '../../../foundation/ids/id-generator.js';
import type { Connection } from '../../../foundation/subgraph/connection.js';
import { decodeCursor, pageSize, toConnection } from '../../../foundation/subgraph/connection.js';
import { requirePerson } from '../access/require-member.js';
import type { ApiKey } from '../api-keys/api-key.js';
import type { Tenant } from '../tenants/tenant.js';
import type { TenantsContext } from './tenants-context.js';

type PageArguments = { first: number; after?: string | null };

/** Both lists are in the order of their ids, so a cursor is an id. */
const pageOf = ({ first, after }: PageArguments, kind: IdKind) => {
  const afterId = decodeCursor(after);
  if (afterId !== null && !isIdOf(kind, afterId))
    throw new DomainError('INVALID_INPUT', 'after is not a cursor of this list.', ['after']);
  return { first: pageSize(first), afterId };
};

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
