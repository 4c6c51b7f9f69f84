import type { JobKind, JobQueue } from '../../../foundation/jobs/job-queue.js';
import type { Clock } from '../../../foundation/time/clock.js';
import type { Invoice } from '../invoices/invoice.js';
import type { Subscription } from '../subscriptions/subscription.js';

export const closePeriodKind: JobKind<{ tenantId: string }> = {
  name: 'billing.close-period',
  retryLimit: 10,
  expireInSeconds: 60,
};

export const finalizeInvoiceKind: JobKind<{ tenantId: string; invoiceId: string }> = {
  name: 'billing.finalize-invoice',
  retryLimit: 20,
  expireInSeconds: 60,
};

/** Has done later what time brings about. To schedule the same thing twice does no harm. */
export type BillingSchedule = {
  closePeriod(tenantId: string, subscription: Subscription): Promise<void>;
  finalize(tenantId: string, draft: Invoice): Promise<void>;
};

export const createBillingSchedule = (deps: {
  jobs: JobQueue;
  clock: Clock;
  graceMinutes: number;
}): BillingSchedule => {
  const secondsUntil = (timeMs: number): number =>
    Math.max(0, Math.ceil((timeMs - deps.clock.nowMs()) / 1_000));
  return {
    async closePeriod(tenantId, { status, period }) {
      if (status === 'CANCELED') return;
      await deps.jobs.enqueue(
        closePeriodKind,
        { tenantId },
        {
          key: `${tenantId}:${period.end.toISOString()}`,
          startAfterSeconds: secondsUntil(period.end.getTime()),
        },
      );
    },

    async finalize(tenantId, { id, createdAt }) {
      const readyMs = createdAt.getTime() + deps.graceMinutes * 60_000;
      await deps.jobs.enqueue(
        finalizeInvoiceKind,
        { tenantId, invoiceId: id },
        { key: id, startAfterSeconds: secondsUntil(readyMs) },
      );
    },
  };
};
