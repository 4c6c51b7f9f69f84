import { answering } from '../../../foundation/errors/domain-error.js';
import type { Connection } from '../../../foundation/subgraph/connection.js';
import { toConnection } from '../../../foundation/subgraph/connection.js';
import type { TenantDeletion } from '../deletion/deletion.js';
import type { RequestTenantDeletionInput } from '../deletion/deletion-service.js';
import type { TenantExport } from '../exports/tenant-export.js';
import type { OperatorAction } from '../operators/operator-action.js';
import { statusAt } from '../operators/operator-action.js';
import type { RequestOperatorActionInput } from '../operators/operator-action-service.js';
import type { PageArguments } from './page.js';
import { pageOf } from './page.js';
import type { TenantsContext } from './tenants-context.js';

type Input<TInput> = { input: TInput };

export const lifecycleQueries = {
  async tenantExports(
    _source: unknown,
    args: PageArguments,
    { services, viewer }: TenantsContext,
  ): Promise<Connection<TenantExport>> {
    const page = pageOf(args, 'tenantExport');
    const copies = await services.exports.list(viewer, page);
    return toConnection(copies, { first: page.first, after: page.afterId }, ({ id }) => id);
  },

  async operatorActions(
    _source: unknown,
    args: PageArguments,
    { services, viewer }: TenantsContext,
  ): Promise<Connection<OperatorAction>> {
    const page = pageOf(args, 'operatorAction');
    const actions = await services.operatorActions.list(viewer, page);
    return toConnection(actions, { first: page.first, after: page.afterId }, ({ id }) => id);
  },

  async tenantDeletions(
    _source: unknown,
    args: PageArguments,
    { services, viewer }: TenantsContext,
  ): Promise<Connection<TenantDeletion>> {
    const page = pageOf(args, 'tenantDeletion');
    const deletions = await services.deletions.list(viewer, page);
    return toConnection(deletions, { first: page.first, after: page.afterId }, ({ id }) => id);
  },
};

export const lifecycleMutations = {
  exportTenant: (_source: unknown, _args: unknown, context: TenantsContext) =>
    answering({ export: null }, async () => ({
      export: await context.services.exports.request(context),
    })),

  requestTenantDeletion: (
    _source: unknown,
    { input }: Input<RequestTenantDeletionInput>,
    context: TenantsContext,
  ) =>
    answering({ tenant: null }, async () => ({
      tenant: await context.services.deletions.request(context, input),
    })),

  cancelTenantDeletion: (
    _source: unknown,
    { input }: Input<{ tenantId: string }>,
    context: TenantsContext,
  ) =>
    answering({ tenant: null }, async () => ({
      tenant: await context.services.deletions.cancel(context, input.tenantId),
    })),

  requestOperatorAction: (
    _source: unknown,
    { input }: Input<RequestOperatorActionInput>,
    context: TenantsContext,
  ) =>
    answering({ action: null }, async () => ({
      action: await context.services.operatorActions.request(context, input),
    })),

  decideOperatorAction: (
    _source: unknown,
    { input }: Input<{ actionId: string; approves: boolean }>,
    context: TenantsContext,
  ) =>
    answering({ action: null }, async () => ({
      action: await context.services.operatorActions.decide(context, input),
    })),
};

export const tenantExportResolvers = {
  bytes: ({ bytes }: TenantExport): string | null => (bytes === null ? null : String(bytes)),
  download: ({ tenantId, id, status }: TenantExport, _args: unknown, context: TenantsContext) =>
    status === 'READY' ? context.services.downloadLinks.make({ tenantId, exportId: id }) : null,
};

export const operatorActionResolvers = {
  status: (action: OperatorAction, _args: unknown, { nowMs }: TenantsContext) =>
    statusAt(action, nowMs),
};
