import DataLoader from 'dataloader';
import type { RequestIdentity } from '../../../foundation/context/viewer.js';
import type { BaseContext } from '../../../foundation/subgraph/subgraph-executor.js';
import type { FinalizeService } from '../invoices/finalize-service.js';
import type { Invoice } from '../invoices/invoice.js';
import type { InvoiceLine } from '../invoices/invoice-lines.js';
import type { InvoiceService } from '../invoices/invoice-service.js';
import type { SettleService } from '../invoices/settle-service.js';
import type { Plan } from '../plans/plan.js';
import type { Subscription } from '../subscriptions/subscription.js';
import type { SubscriptionService } from '../subscriptions/subscription-service.js';

export type BillingServices = {
  subscriptions: SubscriptionService;
  invoices: InvoiceService;
  finalize: FinalizeService;
  settle: SettleService;
};

export type BillingContext = BaseContext &
  BillingServices & {
    /** The subscription of the viewer's tenant, read once for all that a query says of it. */
    currentSubscription: () => Promise<Subscription>;
    planByTenantId: DataLoader<string, Plan | null>;
    invoiceById: DataLoader<string, Invoice | null>;
    linesOf: DataLoader<Invoice, InvoiceLine[], string>;
  };

/** One request's view: what is looked up several times is read once, for this viewer alone. */
export const createBillingContext = (
  { viewer, requestId }: RequestIdentity,
  services: BillingServices,
): BillingContext => {
  let current: Promise<Subscription> | undefined;
  return {
    viewer,
    requestId,
    ...services,
    currentSubscription: () => (current ??= services.subscriptions.current(viewer)),
    planByTenantId: new DataLoader((ids) => services.subscriptions.plansOf(viewer, ids)),
    invoiceById: new DataLoader((ids) => services.invoices.find(viewer, ids)),
    linesOf: new DataLoader((invoices) => services.invoices.linesOf(viewer, invoices), {
      cacheKeyFn: ({ id }) => id,
    }),
  };
};
