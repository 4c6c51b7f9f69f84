import type { ServiceDeps } from '../../../foundation/subgraph/service.js';
import type { TenantStandings } from '../../../foundation/tenancy/tenant-standings.js';
import { followTenantStandings } from '../../../foundation/tenancy/tenant-standings.js';
import type { AccountDraft } from '../accounts/account-draft.js';
import type { AccountEngine } from '../engine/account-engine.js';
import { serviceName } from '../engine/account-engine.js';
import type { StrategyRunner } from '../strategies/strategy-runner.js';

/**
 * A tenant that is not active trades no more by itself: its strategies are held, and what rests in the market stays.
 * One that is to be deleted also takes its orders out of the market; one that is gone is forgotten.
 */
export const followTenants = (
  deps: Pick<ServiceDeps, 'bus' | 'broadcast' | 'platformDb'> & {
    runner: StrategyRunner;
    engine: AccountEngine;
  },
): Promise<TenantStandings> =>
  followTenantStandings(deps, {
    group: serviceName,
    async observe({ tenantId, standing }) {
      if (standing === 'ACTIVE') deps.runner.release(tenantId);
      else deps.runner.hold(tenantId);
      if (standing !== 'DELETED') return;
      deps.runner.forget(tenantId);
      await deps.engine.forget(tenantId);
    },
    async settle({ tenantId, standing }) {
      if (standing === 'DELETING') await deps.engine.changeExposed(tenantId, cancelOrders);
    },
  });

const cancelOrders = (draft: AccountDraft): void => {
  for (const order of draft.state.openOrders.values())
    draft.apply(order, { type: 'CANCELED', reason: 'TENANT_DELETING' });
};
