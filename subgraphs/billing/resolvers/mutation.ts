import { answering } from '../../../foundation/errors/domain-error.js';
import type { ChangeMoment } from '../subscriptions/subscription.js';
import type { BillingContext } from './billing-context.js';

type ChangePlanInput = { planCode: string; effective: ChangeMoment };
type CancelInput = { reason: string };
type VoidInput = { tenantId: string; invoiceId: string; reason: string };

export const mutationResolvers = {
  changePlan: (
    _source: unknown,
    { input }: { input: ChangePlanInput },
    { subscriptions, viewer, requestId }: BillingContext,
  ) =>
    answering({ subscription: null, proration: null }, () =>
      subscriptions.changePlan({ viewer, requestId }, input),
    ),

  cancelSubscription: (
    _source: unknown,
    { input }: { input: CancelInput },
    { subscriptions, viewer, requestId }: BillingContext,
  ) =>
    answering({ subscription: null }, async () => ({
      subscription: await subscriptions.cancel({ viewer, requestId }, input.reason),
    })),

  finalizeUpcomingInvoice: (
    _source: unknown,
    _args: unknown,
    { finalize, viewer, requestId }: BillingContext,
  ) =>
    answering({ invoice: null }, async () => ({
      invoice: await finalize.finalizeUpcoming({ viewer, requestId }),
    })),

  voidInvoice: (
    _source: unknown,
    { input }: { input: VoidInput },
    { settle, viewer, requestId }: BillingContext,
  ) =>
    answering({ voidedInvoiceId: null }, async () => {
      const { id } = await settle.void({ viewer, requestId }, input);
      return { voidedInvoiceId: id };
    }),
};
