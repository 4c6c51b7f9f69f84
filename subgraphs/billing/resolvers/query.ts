import type { Connection } from '../../../foundation/subgraph/connection.js';
import type { Invoice } from '../invoices/invoice.js';
import type { UpcomingInvoice } from '../invoices/invoice-service.js';
import type { Plan } from '../plans/plan.js';
import { plans } from '../plans/plan-catalogue.js';
import type { Subscription } from '../subscriptions/subscription.js';
import type { BillingContext } from './billing-context.js';

type Page = { first: number; after?: string | null };

export const queryResolvers = {
  plans: (): readonly Plan[] => plans,

  subscription: (
    _source: unknown,
    _args: unknown,
    { currentSubscription }: BillingContext,
  ): Promise<Subscription> => currentSubscription(),

  upcomingInvoice: async (
    _source: unknown,
    _args: unknown,
    { currentSubscription, invoices, viewer }: BillingContext,
  ): Promise<UpcomingInvoice> => invoices.upcoming(viewer, await currentSubscription()),

  invoices: (
    _source: unknown,
    { first, after }: Page,
    { invoices, viewer }: BillingContext,
  ): Promise<Connection<Invoice>> => invoices.list(viewer, { first, after: after ?? null }),

  invoice: (
    _source: unknown,
    { id }: { id: string },
    { invoiceById }: BillingContext,
  ): Promise<Invoice | null> => invoiceById.load(id),
};
