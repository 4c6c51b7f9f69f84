import { loadSettings } from '../foundation/config/settings.js';
import type { Migrator } from '../foundation/database/migrator.js';
import type { JobQueue } from '../foundation/jobs/job-queue.js';
import type { Service, ServiceDeps } from '../foundation/subgraph/service.js';
import { systemClock } from '../foundation/time/clock.js';
import { createAnalytics } from '../subgraphs/analytics/subgraph.js';
import { automlSettings } from '../subgraphs/automl/settings.js';
import { createAutoml } from '../subgraphs/automl/subgraph.js';
import { billingSettings } from '../subgraphs/billing/settings.js';
import { createBilling } from '../subgraphs/billing/subgraph.js';
import { complianceSettings } from '../subgraphs/compliance/settings.js';
import { createCompliance } from '../subgraphs/compliance/subgraph.js';
import { hubSettings } from '../subgraphs/hub/settings.js';
import { createHub } from '../subgraphs/hub/subgraph.js';
import { inferenceSettings } from '../subgraphs/inference/settings.js';
import { createInference } from '../subgraphs/inference/subgraph.js';
import { marketDataOptionsFrom, marketDataSettings } from '../subgraphs/market-data/settings.js';
import { createMarketData } from '../subgraphs/market-data/subgraph.js';
import type { MarketDataOptions, MarketDataService } from '../subgraphs/market-data/subgraph.js';
import { notificationsSettings } from '../subgraphs/notifications/settings.js';
import { createNotifications } from '../subgraphs/notifications/subgraph.js';
import { paymentsSettings } from '../subgraphs/payments/settings.js';
import { createPayments } from '../subgraphs/payments/subgraph.js';
import { providersOptionsFrom } from '../subgraphs/providers/settings.js';
import { createProviders } from '../subgraphs/providers/subgraph.js';
import { tenantsSettings } from '../subgraphs/tenants/settings.js';
import { createTenants } from '../subgraphs/tenants/subgraph.js';
import { tradingSettings } from '../subgraphs/trading/settings.js';
import { createTrading } from '../subgraphs/trading/subgraph.js';
import { createUsage } from '../subgraphs/usage/subgraph.js';
import type { Environment } from './embedded-environment.js';

/** What the services of one process are made of. */
export type Composition = {
  deps: ServiceDeps;
  environment: Environment;
  migrator: Migrator;
  jobs: JobQueue;
  /** Instead of those that the environment names. */
  feeds?: MarketDataOptions['feeds'] | undefined;
  /** Receives the service that runs the replays among `feeds`. */
  onMarketData?: ((marketData: MarketDataService) => void) | undefined;
  /** The address of a service that listens by now; asked when it is first needed. */
  urlOf: (serviceName: string) => string;
};

type ServiceFactory = { name: string; create: (composition: Composition) => Promise<Service> };

/**
 * In the order in which events flow. They are all created before the first one listens, so that no event finds a
 * consumer missing, and closed in this order, so that what a service publishes at its end is still handled.
 */
export const serviceFactories: readonly ServiceFactory[] = [
  {
    name: 'database-service',
    create: ({ deps, environment, migrator }) =>
      createTenants(deps, {
        settings: loadSettings(tenantsSettings, environment),
        provisionTenant: (tenantId) => migrator.provisionTenant(tenantId),
        dropTenant: (tenantId) => migrator.dropTenant(tenantId),
      }),
  },
  {
    name: 'data-bridge',
    async create({ deps, environment, feeds, onMarketData }) {
      const options = marketDataOptionsFrom(loadSettings(marketDataSettings, environment));
      const marketData = await createMarketData(deps, { ...options, ...(feeds && { feeds }) });
      onMarketData?.(marketData);
      return marketData;
    },
  },
  {
    name: 'trading-engine',
    create: ({ deps, environment, jobs, urlOf }) =>
      createTrading(deps, {
        settings: loadSettings(tradingSettings, environment),
        jobs,
        marketDataUrl: () => urlOf('data-bridge'),
      }),
  },
  {
    name: 'ai-orchestrator',
    create: ({ deps, environment, urlOf }) =>
      createProviders(deps, {
        ...providersOptionsFrom(environment),
        marketDataUrl: () => urlOf('data-bridge'),
      }),
  },
  {
    name: 'ml-automl',
    create: ({ deps, environment, jobs, urlOf }) =>
      createAutoml(deps, {
        settings: loadSettings(automlSettings, environment),
        jobs,
        marketDataUrl: () => urlOf('data-bridge'),
      }),
  },
  {
    name: 'realtime-inference',
    create: ({ deps, environment, urlOf }) =>
      createInference(deps, {
        settings: loadSettings(inferenceSettings, environment),
        marketDataUrl: () => urlOf('data-bridge'),
      }),
  },
  { name: 'performance-analytics', create: ({ deps }) => createAnalytics(deps) },
  { name: 'usage-monitoring', create: ({ deps }) => createUsage(deps) },
  {
    name: 'billing-service',
    create: ({ deps, environment, jobs, urlOf }) =>
      createBilling(deps, {
        settings: loadSettings(billingSettings, environment),
        jobs,
        usageUrl: () => urlOf('usage-monitoring'),
      }),
  },
  {
    name: 'payment-service',
    create: ({ deps, environment, jobs, urlOf }) =>
      createPayments(deps, {
        settings: loadSettings(paymentsSettings, environment),
        jobs,
        billingUrl: () => urlOf('billing-service'),
      }),
  },
  {
    name: 'compliance-monitor',
    create: ({ deps, environment }) =>
      createCompliance(deps, { settings: loadSettings(complianceSettings, environment) }),
  },
  {
    name: 'notification-service',
    create: ({ deps, environment, jobs }) =>
      createNotifications(deps, {
        settings: loadSettings(notificationsSettings, environment),
        jobs,
      }),
  },
  {
    // Last, so that it sees the others go.
    name: 'central-hub',
    create: ({ deps, environment }) =>
      // Leases are kept by real processes, whatever time a replay plays in.
      createHub(
        { ...deps, clock: systemClock },
        { settings: loadSettings(hubSettings, environment) },
      ),
  },
];
