import { listTenants } from '../../foundation/database/list-tenants.js';
import type { HttpRoute } from '../../foundation/health/http-endpoints.js';
import type { JobQueue } from '../../foundation/jobs/job-queue.js';
import { createOutboxRelay } from '../../foundation/messaging/outbox-relay.js';
import type { OutboxRelay } from '../../foundation/messaging/outbox-relay.js';
import type { InternalClient } from '../../foundation/subgraph/internal-client.js';
import { createInternalClient } from '../../foundation/subgraph/internal-client.js';
import { scalarResolvers } from '../../foundation/subgraph/scalars.js';
import type { Service, ServiceDeps } from '../../foundation/subgraph/service.js';
import { createSubgraphService } from '../../foundation/subgraph/subgraph-service.js';
import { createInvoiceReader } from './invoices/invoice-reader.js';
import { createResolveSchedule } from './jobs/resolve-schedule.js';
import { sweepPayments, workOnPayments } from './jobs/work-on-payments.js';
import { createLedgerService } from './ledger/ledger-service.js';
import { createPaymentReading } from './payments/payment-reading.js';
import { createPaymentService } from './payments/payment-service.js';
import { createManualProvider } from './providers/manual-provider.js';
import type { ProviderRegistry } from './providers/provider-registry.js';
import { createProviderRegistry } from './providers/provider-registry.js';
import { createStripeProvider, openStripe } from './providers/stripe-provider.js';
import { createRefundService } from './refunds/refund-service.js';
import { mutationResolvers } from './resolvers/mutation.js';
import {
  invoiceResolvers,
  ledgerAccountResolvers,
  paymentResolvers,
  refundResolvers,
} from './resolvers/payment.js';
import type { PaymentsServices } from './resolvers/payments-context.js';
import { createPaymentsContext } from './resolvers/payments-context.js';
import { queryResolvers } from './resolvers/query.js';
import type { PaymentsSettings } from './settings.js';
import { stripeWebhookRoute } from './webhooks/stripe-webhook.js';

const serviceName = 'payment-service';

type Options = {
  settings: PaymentsSettings;
  jobs: JobQueue;
  /** Instead of BILLING_URL; asked when it is first needed. */
  billingUrl?: () => string;
};

type Own = ServiceDeps & { service: string; relay: OutboxRelay };

/** Takes the money for invoices and gives it back, and keeps the books of it. */
export const createPayments = async (
  deps: ServiceDeps,
  { settings, jobs, billingUrl }: Options,
): Promise<Service> => {
  const billing = billingClientOf(deps, billingUrl ?? (() => settings.BILLING_URL));
  const relay = createOutboxRelay({ ...deps, service: serviceName });
  const own = { ...deps, service: serviceName, relay };
  const { providers, routes } = openProviders(own, settings);
  const schedule = createResolveSchedule({ jobs });
  const invoices = createInvoiceReader(billing.open);
  const services: PaymentsServices = {
    reading: createPaymentReading(deps),
    payments: createPaymentService({ ...own, providers, invoices, schedule }),
    refunds: createRefundService({ ...own, providers, schedule }),
    ledger: createLedgerService(deps),
  };
  const work = { ...own, ...services, jobs, schedule };
  await workOnPayments(work);
  const sweeping = listTenants(deps.platformDb)
    .then((tenantIds) => relay.sweep(tenantIds))
    .then(() => sweepPayments(work));

  return host(deps, {
    services,
    routes,
    async onClose() {
      await sweeping;
      await relay.close();
      await billing.close();
    },
  });
};

/** Stripe when there is a key; what was paid by bank transfer before can always be given back. */
const openProviders = (
  own: Own,
  settings: PaymentsSettings,
): { providers: ProviderRegistry; routes: HttpRoute[] } => {
  const manual = createManualProvider();
  const { STRIPE_SECRET_KEY: secretKey, STRIPE_WEBHOOK_SECRET: secret } = settings;
  if (secretKey === undefined) return { providers: createProviderRegistry([manual]), routes: [] };
  const stripe = openStripe({
    secretKey,
    apiUrl: settings.STRIPE_API_URL,
    timeoutMs: settings.STRIPE_TIMEOUT_MS,
  });
  return {
    providers: createProviderRegistry([createStripeProvider(stripe), manual]),
    routes: secret === undefined ? [] : [stripeWebhookRoute({ ...own, stripe, secret })],
  };
};

/** Opened when it is first needed: the sibling may start later. */
const billingClientOf = (deps: ServiceDeps, url: () => string) => {
  let client: InternalClient | undefined;
  return {
    open: () =>
      (client ??= createInternalClient({
        ...deps,
        url: url(),
        audience: 'billing',
        caller: serviceName,
        scopes: ['billing:read'],
      })),
    close: () => client?.close(),
  };
};

type Hosting = {
  services: PaymentsServices;
  routes: HttpRoute[];
  onClose: () => Promise<void>;
};

const host = (deps: ServiceDeps, { services, routes, onClose }: Hosting): Service =>
  createSubgraphService({
    subgraph: 'payments',
    serviceName,
    schemaUrl: new URL('./schema.graphql', import.meta.url),
    resolvers: {
      DateTime: scalarResolvers.DateTime,
      Decimal: scalarResolvers.Decimal,
      Query: queryResolvers,
      Mutation: mutationResolvers,
      Payment: paymentResolvers,
      Refund: refundResolvers,
      Invoice: invoiceResolvers,
      LedgerAccount: ledgerAccountResolvers,
    },
    createContext: (identity) => createPaymentsContext(identity, services),
    deps,
    healthChecks: [
      {
        name: 'database',
        async check() {
          await deps.platformDb.client.$queryRaw`SELECT 1`;
        },
      },
    ],
    routes,
    onClose,
  });
