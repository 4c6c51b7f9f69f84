import { listTenants } from '../../../foundation/database/list-tenants.js';
import type { PlatformDatabase } from '../../../foundation/database/platform-database.js';
import type { TenantDatabase } from '../../../foundation/database/tenant-database.js';
import type { JobQueue } from '../../../foundation/jobs/job-queue.js';
import type { Logger } from '../../../foundation/logging/logger.js';
import type { PaymentService } from '../payments/payment-service.js';
import { listUnsettledPayments } from '../payments/payment-repository.js';
import { listUnsettledRefunds } from '../refunds/refund-repository.js';
import type { RefundService } from '../refunds/refund-service.js';
import type { ResolveSchedule } from './resolve-schedule.js';
import { resolvePaymentKind, resolveRefundKind } from './resolve-schedule.js';

type Deps = {
  jobs: JobQueue;
  schedule: ResolveSchedule;
  payments: PaymentService;
  refunds: RefundService;
  tenantDb: TenantDatabase;
  platformDb: PlatformDatabase;
  logger: Logger;
};

/** Asks until the provider says, however long it takes. */
export const workOnPayments = async ({
  jobs,
  schedule,
  payments,
  refunds,
}: Deps): Promise<void> => {
  await jobs.work(resolvePaymentKind, async ({ tenantId, paymentId }) => {
    if (!(await payments.resolve(tenantId, paymentId))) await schedule.payment(tenantId, paymentId);
  });
  await jobs.work(resolveRefundKind, async ({ tenantId, refundId }) => {
    if (!(await refunds.resolve(tenantId, refundId))) await schedule.refund(tenantId, refundId);
  });
};

/** Has everything asked for again whose outcome was not known when the service ended. */
export const sweepPayments = async (deps: Deps): Promise<void> => {
  for (const tenantId of await listTenants(deps.platformDb))
    try {
      const unsettled = await deps.tenantDb.withTenant(tenantId, async (db) => ({
        payments: await listUnsettledPayments(db),
        refunds: await listUnsettledRefunds(db),
      }));
      for (const { id } of unsettled.payments) await deps.schedule.payment(tenantId, id);
      for (const { id } of unsettled.refunds) await deps.schedule.refund(tenantId, id);
    } catch (error) {
      // One tenant's trouble is not the others'.
      deps.logger.error({ err: error, tenantId }, 'payments could not be swept');
    }
};
