import { expect } from '@jest/globals';
import type { DomainEvent } from '../../../foundation/messaging/domain-event.js';
import type { RunningBilling } from '../../support/running-billing.js';
import { runBilling } from '../../support/running-billing.js';

type Line = { description: string; quantity: string; unitPrice: string; amount: string };
export type InvoiceData = {
  id: string;
  number: string | null;
  status: string;
  total: { amount: string; currency: string } | null;
  lines: Line[] | null;
  dueAt: string | null;
};

export const billingQuery = `{
  subscription { id plan { code } status currentPeriod { start end } cancelAtPeriodEnd pendingPlan { code } }
  upcomingInvoice { total { amount currency } lines { description quantity unitPrice amount } }
  invoices(first: 12) {
    nodes { id number status total { amount currency } issuedAt dueAt lines { description quantity unitPrice amount } }
    pageInfo { hasNextPage endCursor }
  }
}`;
export type BillingData = {
  subscription: {
    id: string;
    plan: { code: string };
    status: string;
    currentPeriod: { start: string; end: string };
    cancelAtPeriodEnd: boolean;
    pendingPlan: { code: string } | null;
  };
  upcomingInvoice: { total: { amount: string; currency: string }; lines: Line[] };
  invoices: { nodes: InvoiceData[] };
};
export const changePlanMutation = `mutation ($input: ChangePlanInput!) {
  changePlan(input: $input) { subscription { plan { code } status } proration { amount currency } userErrors { code path } }
}`;
export const finalizeMutation = `mutation {
  finalizeUpcomingInvoice { invoice { id number status total { amount } lines { description amount quantity } } userErrors { code } }
}`;
type Finalized = {
  finalizeUpcomingInvoice: { invoice: InvoiceData | null; userErrors: { code: string }[] };
};

/** Billing, and what a test does with it in a tenant's name. */
export const openBilling = async () => {
  const running: RunningBilling = await runBilling();
  const told: DomainEvent[] = await running.listen([
    'subscription.changed',
    'invoice.finalized',
    'invoice.paid',
  ]);
  return {
    ...running,

    toldOf: (tenantId: string, type: string) =>
      told.filter((event) => event.tenantId === tenantId && event.type === type),

    async newTenant(): Promise<string> {
      const tenantId = await running.database.provisionTenant();
      await running.bus.publish([running.event(tenantId, 'tenant.created', { tenantId })]);
      return tenantId;
    },

    async billing(tenantId: string): Promise<BillingData> {
      const { data, errors } = await running.ask<BillingData>(tenantId, billingQuery);
      expect(errors).toBeUndefined();
      return data!;
    },

    async finalize(tenantId: string): Promise<Finalized['finalizeUpcomingInvoice']> {
      const { data } = await running.ask<Finalized>(tenantId, finalizeMutation);
      return data!.finalizeUpcomingInvoice;
    },

    async changePlan(tenantId: string, planCode: string, effective = 'IMMEDIATELY') {
      const input = { planCode, effective };
      const { data } = await running.ask(tenantId, changePlanMutation, { input });
      return data?.['changePlan'];
    },
  };
};

export type OpenBilling = Awaited<ReturnType<typeof openBilling>>;
