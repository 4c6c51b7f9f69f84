import { listTenants } from '../../foundation/database/list-tenants.js';
import type { JobQueue } from '../../foundation/jobs/job-queue.js';
import { createOutboxRelay } from '../../foundation/messaging/outbox-relay.js';
import type { InternalClient } from '../../foundation/subgraph/internal-client.js';
import { createInternalClient } from '../../foundation/subgraph/internal-client.js';
import { scalarResolvers } from '../../foundation/subgraph/scalars.js';
import type { Service, ServiceDeps } from '../../foundation/subgraph/service.js';
import { createSubgraphService } from '../../foundation/subgraph/subgraph-service.js';
import { subscribeToPlatform } from './events/subscribe-to-platform.js';
import { createFinalizeService } from './invoices/finalize-service.js';
import { createInvoiceService } from './invoices/invoice-service.js';
import { createSettleService } from './invoices/settle-service.js';
import { createBillingSchedule } from './jobs/billing-schedule.js';
import { sweepBilling, workOnBilling } from './jobs/work-on-billing.js';
import type { BillingServices } from './resolvers/billing-context.js';
import { createBillingContext } from './resolvers/billing-context.js';
import { invoiceResolvers, upcomingInvoiceResolvers } from './resolvers/invoice.js';
import { mutationResolvers } from './resolvers/mutation.js';
import { queryResolvers } from './resolvers/query.js';
import {
  billingSubscriptionResolvers,
  planResolvers,
  tenantResolvers,
} from './resolvers/subscription.js';
import type { BillingSettings } from './settings.js';
import { createSubscriptionKeeper } from './subscriptions/subscription-keeper.js';
import { createSubscriptionService } from './subscriptions/subscription-service.js';
import { createUsageReader } from './usage/usage-reader.js';

const serviceName = 'billing-service';

type Options = {
  settings: BillingSettings;
  jobs: JobQueue;
  /** Instead of USAGE_URL; asked when it is first needed. */
  usageUrl?: () => string;
};

/** Subscribes tenants to plans, rates what they use, and bills them. */
export const createBilling = async (
  deps: ServiceDeps,
  { settings, jobs, usageUrl }: Options,
): Promise<Service> => {
  const usageClient = usageClientOf(deps, usageUrl ?? (() => settings.USAGE_URL));
  const relay = createOutboxRelay({ ...deps, service: serviceName });
  const schedule = createBillingSchedule({
    ...deps,
    jobs,
    graceMinutes: settings.BILLING_GRACE_MINUTES,
  });
  const own = { ...deps, service: serviceName, relay, schedule, jobs };
  const keeper = createSubscriptionKeeper(own);
  const usage = createUsageReader(usageClient.open);
  const services: BillingServices = {
    subscriptions: createSubscriptionService({ ...own, keeper }),
    invoices: createInvoiceService({ ...own, usage }),
    finalize: createFinalizeService({ ...own, keeper, usage, dueDays: settings.BILLING_DUE_DAYS }),
    settle: createSettleService(own),
  };
  const subscription = await subscribeToPlatform({ ...own, keeper, settle: services.settle });
  const work = { ...own, keeper, finalize: services.finalize };
  await workOnBilling(work);
  const sweeping = listTenants(deps.platformDb)
    .then((tenantIds) => relay.sweep(tenantIds))
    .then(() => sweepBilling(work));

  return host(deps, {
    services,
    async onClose() {
      await subscription.close();
      await sweeping;
      await relay.close();
      await usageClient.close();
    },
  });
};

/** Opened when it is first needed: the sibling may start later. */
const usageClientOf = (deps: ServiceDeps, url: () => string) => {
  let client: InternalClient | undefined;
  return {
    open: () =>
      (client ??= createInternalClient({
        ...deps,
        url: url(),
        audience: 'usage',
        caller: serviceName,
        scopes: ['usage:read'],
      })),
    close: () => client?.close(),
  };
};

const host = (
  deps: ServiceDeps,
  { services, onClose }: { services: BillingServices; onClose: () => Promise<void> },
): Service =>
  createSubgraphService({
    subgraph: 'billing',
    serviceName,
    schemaUrl: new URL('./schema.graphql', import.meta.url),
    resolvers: {
      DateTime: scalarResolvers.DateTime,
      Decimal: scalarResolvers.Decimal,
      Query: queryResolvers,
      Mutation: mutationResolvers,
      Plan: planResolvers,
      BillingSubscription: billingSubscriptionResolvers,
      Invoice: invoiceResolvers,
      UpcomingInvoice: upcomingInvoiceResolvers,
      Tenant: tenantResolvers,
    },
    createContext: (identity) => createBillingContext(identity, services),
    deps,
    healthChecks: [
      {
        name: 'database',
        async check() {
          await deps.platformDb.client.$queryRaw`SELECT 1`;
        },
      },
    ],
    onClose,
  });
