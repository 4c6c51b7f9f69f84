import { requireTenant } from '../../../foundation/context/require-tenant.js';
import type { Viewer } from '../../../foundation/context/viewer.js';
import type { TenantDatabase } from '../../../foundation/database/tenant-database.js';
import type { TrialBalance } from './ledger-repository.js';
import { readTrialBalance } from './ledger-repository.js';

export type LedgerService = { trialBalance(viewer: Viewer): Promise<TrialBalance> };

export const createLedgerService = (deps: { tenantDb: TenantDatabase }): LedgerService => ({
  trialBalance: (viewer) =>
    deps.tenantDb.withTenant(requireTenant(viewer), async (db) => readTrialBalance(db)),
});
