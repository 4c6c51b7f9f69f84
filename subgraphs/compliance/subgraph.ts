import { listTenants } from '../../foundation/database/list-tenants.js';
import { createOutboxRelay } from '../../foundation/messaging/outbox-relay.js';
import { scalarResolvers } from '../../foundation/subgraph/scalars.js';
import type { Service, ServiceDeps } from '../../foundation/subgraph/service.js';
import { Registry } from 'prom-client';
import { createSubgraphService } from '../../foundation/subgraph/subgraph-service.js';
import { createAlertService } from './alerts/alert-service.js';
import { createAuditLog } from './audit/audit-log.js';
import { createAuditSeals } from './audit/audit-seal.js';
import { subscribeToPlatform } from './events/subscribe-to-platform.js';
import { createAuditVerifier } from './jobs/verify-audit-logs.js';
import { alertResolvers, ruleResolvers, subscriptionResolvers } from './resolvers/alert.js';
import { createComplianceContext } from './resolvers/compliance-context.js';
import { mutationResolvers } from './resolvers/mutation.js';
import { queryResolvers } from './resolvers/query.js';
import type { ComplianceSettings } from './settings.js';
import { createRuleService } from './surveillance/rule-service.js';

const serviceName = 'compliance-monitor';

/** Chains what is audited, watches what is traded. */
export const createCompliance = async (
  deps: ServiceDeps,
  { settings }: { settings: ComplianceSettings },
): Promise<Service> => {
  const registry = new Registry();
  const previous = settings.PLATFORM_ENCRYPTION_KEY_PREVIOUS;
  const seals = createAuditSeals([
    settings.PLATFORM_ENCRYPTION_KEY,
    ...(previous === undefined ? [] : [previous]),
  ]);
  const relay = createOutboxRelay({ ...deps, service: serviceName });
  const own = { ...deps, relay, service: serviceName };
  const services = {
    auditLog: createAuditLog({ ...deps, seals }),
    rules: createRuleService(own),
    alerts: createAlertService(own),
    broadcast: deps.broadcast,
  };
  const subscription = await subscribeToPlatform({ ...own, auditLog: services.auditLog });
  const verifier = createAuditVerifier(
    { ...own, auditLog: services.auditLog, registry },
    settings.COMPLIANCE_VERIFY_EVERY_MS,
  );
  // Not awaited: a platform with many tenants is ready before all their logs are read.
  void verifier.start();
  void relay.sweep(await listTenants(deps.platformDb));
  return createSubgraphService({
    subgraph: 'compliance',
    serviceName,
    schemaUrl: new URL('./schema.graphql', import.meta.url),
    resolvers: {
      DateTime: scalarResolvers.DateTime,
      JSON: scalarResolvers.JSON,
      Query: queryResolvers,
      Mutation: mutationResolvers,
      Subscription: subscriptionResolvers,
      ComplianceAlert: alertResolvers,
      ComplianceRule: ruleResolvers,
    },
    createContext: (identity) => createComplianceContext(identity, services),
    deps,
    registry,
    healthChecks: [
      {
        name: 'database',
        async check() {
          await deps.platformDb.client.$queryRaw`SELECT 1`;
        },
      },
    ],
    async onClose() {
      await verifier.stop();
      await subscription.close();
      await relay.close();
    },
  });
};
