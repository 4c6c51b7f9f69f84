import { DomainError } from '../../../foundation/errors/domain-error.js';
import { decodeCursor, pageSize, toConnection } from '../../../foundation/subgraph/connection.js';
import type { PastConfig } from '../configuration/config-repository.js';
import type { PageArguments } from './page.js';
import { tenantConfigResolvers } from './entities.js';
import type { TenantsContext } from './tenants-context.js';

export const configHistoryQueries = {
  async tenantConfigHistory(
    _source: unknown,
    args: PageArguments,
    { services, viewer }: TenantsContext,
  ) {
    const after = decodeCursor(args.after);
    if (after !== null && !/^[1-9]\d{0,8}$/.test(after))
      throw new DomainError('INVALID_INPUT', 'after is not a cursor of this list.', ['after']);
    const first = pageSize(args.first);
    const beforeVersion = after === null ? null : Number(after);
    const versions = await services.configs.history(viewer, { first, beforeVersion });
    return toConnection(versions, { first, after }, ({ version }) => String(version));
  },
};

export const pastTenantConfigResolvers = {
  ...tenantConfigResolvers,
  changedAt: ({ updatedAt }: PastConfig): Date => updatedAt,
};
