import type { JobKind, JobQueue } from '../../../foundation/jobs/job-queue.js';

export const resolvePaymentKind: JobKind<{ tenantId: string; paymentId: string }> = {
  name: 'payments.resolve-payment',
  retryLimit: 20,
  expireInSeconds: 120,
};

export const resolveRefundKind: JobKind<{ tenantId: string; refundId: string }> = {
  name: 'payments.resolve-refund',
  retryLimit: 20,
  expireInSeconds: 120,
};

/** Longer than whoever carries it out takes, so that an answer on its way is not overtaken. */
const firstAskSeconds = 90;

/** Has the provider asked later what has become of a transfer. */
export type ResolveSchedule = {
  payment(tenantId: string, paymentId: string): Promise<void>;
  refund(tenantId: string, refundId: string): Promise<void>;
};

export const createResolveSchedule = ({ jobs }: { jobs: JobQueue }): ResolveSchedule => ({
  payment: (tenantId, paymentId) =>
    jobs.enqueue(
      resolvePaymentKind,
      { tenantId, paymentId },
      { key: paymentId, startAfterSeconds: firstAskSeconds },
    ),
  refund: (tenantId, refundId) =>
    jobs.enqueue(
      resolveRefundKind,
      { tenantId, refundId },
      { key: refundId, startAfterSeconds: firstAskSeconds },
    ),
});
