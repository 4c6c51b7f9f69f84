import type { Plan } from '../plans/plan.js';
import { planOf } from '../plans/plan-catalogue.js';
import type { BillingPeriod } from '../subscriptions/billing-period.js';
import type { Subscription } from '../subscriptions/subscription.js';
import type { BillingContext } from './billing-context.js';

export const billingSubscriptionResolvers = {
  plan: ({ planCode }: Subscription): Plan => planOf(planCode),
  pendingPlan: ({ pendingPlanCode }: Subscription): Plan | null =>
    pendingPlanCode === null ? null : planOf(pendingPlanCode),
  currentPeriod: ({ period }: Subscription): BillingPeriod => period,

  /** Past due is not kept: it follows from the invoices and the time. */
  async status(
    { status }: Subscription,
    _args: unknown,
    { subscriptions, viewer }: BillingContext,
  ): Promise<string> {
    if (status === 'CANCELED') return status;
    return (await subscriptions.isPastDue(viewer)) ? 'PAST_DUE' : 'ACTIVE';
  },
};

export const planResolvers = {
  price: ({ price, currency }: Plan) => ({ amount: price, currency }),
};

export const tenantResolvers = {
  __resolveReference: ({ id }: { id: string }) => ({ id }),
  plan: ({ id }: { id: string }, _args: unknown, { planByTenantId }: BillingContext) =>
    planByTenantId.load(id),
};
