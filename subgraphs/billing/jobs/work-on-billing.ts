import { listTenants } from '../../../foundation/database/list-tenants.js';
import type { PlatformDatabase } from '../../../foundation/database/platform-database.js';
import type { TenantDatabase } from '../../../foundation/database/tenant-database.js';
import type { JobQueue } from '../../../foundation/jobs/job-queue.js';
import type { Logger } from '../../../foundation/logging/logger.js';
import type { FinalizeService } from '../invoices/finalize-service.js';
import { listDrafts } from '../invoices/invoice-repository.js';
import type { SubscriptionKeeper } from '../subscriptions/subscription-keeper.js';
import type { BillingSchedule } from './billing-schedule.js';
import { closePeriodKind, finalizeInvoiceKind } from './billing-schedule.js';

type Deps = {
  jobs: JobQueue;
  schedule: BillingSchedule;
  keeper: SubscriptionKeeper;
  finalize: FinalizeService;
  tenantDb: TenantDatabase;
  platformDb: PlatformDatabase;
  logger: Logger;
};

export const workOnBilling = async ({ jobs, schedule, keeper, finalize }: Deps): Promise<void> => {
  await jobs.work(closePeriodKind, async ({ tenantId }) => {
    // A job that comes early, by another machine's clock, changes nothing and is scheduled anew.
    await schedule.closePeriod(tenantId, await keeper.current(tenantId));
  });
  await jobs.work(finalizeInvoiceKind, ({ tenantId, invoiceId }) =>
    finalize.finalizeDraft(tenantId, invoiceId),
  );
};

/** Schedules again what a crash may have lost, and gives tenants from before billing their subscription. */
export const sweepBilling = async (deps: Deps): Promise<void> => {
  for (const tenantId of await listTenants(deps.platformDb))
    try {
      await deps.schedule.closePeriod(tenantId, await deps.keeper.current(tenantId));
      const drafts = await deps.tenantDb.withTenant(tenantId, async (db) => listDrafts(db));
      for (const draft of drafts) await deps.schedule.finalize(tenantId, draft);
    } catch (error) {
      // One tenant's trouble is not the others'; it is looked at again on its next access.
      deps.logger.error({ err: error, tenantId }, 'billing could not be swept');
    }
};
