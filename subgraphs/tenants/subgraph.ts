import { SealBrokenError } from '../../foundation/crypto/aes-gcm.js';
import { StartupError } from '../../foundation/process/startup-error.js';
import { scalarResolvers } from '../../foundation/subgraph/scalars.js';
import type { Service, ServiceDeps } from '../../foundation/subgraph/service.js';
import { createSubgraphService } from '../../foundation/subgraph/subgraph-service.js';
import { downloadRoute } from './exports/download-route.js';
import { createFinishDeletionsJob } from './jobs/finish-deletions.js';
import { createFinishProvisioningJob } from './jobs/finish-provisioning.js';
import { createForgetEndedSessionsJob } from './jobs/forget-ended-sessions.js';
import { createWriteExportsJob } from './jobs/write-exports.js';
import { configHistoryQueries, pastTenantConfigResolvers } from './resolvers/config-history.js';
import {
  apiKeyResolvers,
  tenantConfigResolvers,
  tenantResolvers,
  userResolvers,
  viewerResolvers,
} from './resolvers/entities.js';
import {
  publicKeysRoute,
  refusedAccessRoute,
  verifyApiKeyRoute,
} from './resolvers/internal-routes.js';
import {
  lifecycleMutations,
  lifecycleQueries,
  operatorActionResolvers,
  tenantExportResolvers,
} from './resolvers/lifecycle.js';
import { mutationResolvers } from './resolvers/mutation.js';
import {
  invitationResolvers,
  peopleMutations,
  peopleQueries,
  sessionInfoResolvers,
} from './resolvers/people.js';
import { queryResolvers } from './resolvers/query.js';
import { createTenantsContext } from './resolvers/tenants-context.js';
import { serviceName } from './tenants/control-plane.js';
import type { SigningKeyRing } from './signing-keys/signing-key-ring.js';
import type { TenantsOptions } from './tenants-base.js';
import type { TenantsParts } from './tenants-services.js';
import { createTenantsParts } from './tenants-services.js';

export type TenantsService = Service & {
  /** Makes a new signing key that signs from `inMs` on; by default when every verifier must know it. */
  rotateSigningKey(inMs?: number): Promise<void>;
};

/** Tenants, people, sessions, keys and settings: the control plane. */
export const createTenants = async (
  deps: ServiceDeps,
  options: TenantsOptions,
): Promise<TenantsService> => {
  const parts = await createTenantsParts(deps, options);
  const { accounts } = parts.services;
  const jobs = [
    createFinishProvisioningJob({ ...deps, provisioning: parts.provisioning }),
    createFinishDeletionsJob({ ...deps, deletions: parts.deletionRunner }),
    createWriteExportsJob({ ...deps, exports: parts.services.exports }),
    createForgetEndedSessionsJob({ ...deps, sessions: parts.sessionStore }),
  ];
  const service = host(deps, parts, async () => {
    await Promise.all(jobs.map((job) => job.stop()));
    await parts.relay.close();
  });

  return {
    ...service,
    rotateSigningKey: (inMs) => parts.keys.rotate(inMs),
    async listen(address) {
      await assertKeysOpen(parts.keys);
      const bound = await service.listen(address);
      void parts.relay.sweep([]);
      for (const job of jobs) void job.start();
      const { PLATFORM_OPERATOR_EMAILS: operators, PLATFORM_OPERATOR_PASSWORD: password } =
        options.settings;
      if (password !== undefined)
        for (const email of operators)
          await accounts.ensureAccount({ tenantName: 'Platform operators', email, password });
      return bound;
    },
  };
};

/** Without this, a wrong encryption key would be noticed by the first who signs in. */
const assertKeysOpen = async (keys: SigningKeyRing): Promise<void> => {
  try {
    await keys.current();
  } catch (error) {
    if (!(error instanceof SealBrokenError)) throw error;
    throw new StartupError(
      'PLATFORM_ENCRYPTION_KEY does not open the signing keys: restore the key they were sealed with, or empty the table platform.signing_keys to have new ones made.',
      { cause: error },
    );
  }
};

const host = (
  deps: ServiceDeps,
  { services, keys }: TenantsParts,
  onClose: () => Promise<void>,
): Service =>
  createSubgraphService({
    subgraph: 'tenants',
    serviceName,
    schemaUrl: new URL('./schema.graphql', import.meta.url),
    resolvers: {
      DateTime: scalarResolvers.DateTime,
      Decimal: scalarResolvers.Decimal,
      Query: { ...queryResolvers, ...lifecycleQueries, ...peopleQueries, ...configHistoryQueries },
      Mutation: { ...mutationResolvers, ...lifecycleMutations, ...peopleMutations },
      Viewer: viewerResolvers,
      User: userResolvers,
      Tenant: tenantResolvers,
      TenantConfig: tenantConfigResolvers,
      ApiKey: apiKeyResolvers,
      PastTenantConfig: pastTenantConfigResolvers,
      Invitation: invitationResolvers,
      SessionInfo: sessionInfoResolvers,
      TenantExport: tenantExportResolvers,
      OperatorAction: operatorActionResolvers,
    },
    createContext: (identity) => createTenantsContext(identity, services, deps.clock.nowMs()),
    deps,
    healthChecks: [
      {
        name: 'database',
        async check() {
          await deps.platformDb.client.$queryRaw`SELECT 1`;
        },
      },
    ],
    routes: [
      publicKeysRoute(keys),
      verifyApiKeyRoute(services.apiKeys, deps.identityKeys),
      refusedAccessRoute(deps.platformDb.client, deps),
      downloadRoute({ links: services.downloadLinks, exports: services.exports }),
    ],
    onClose,
  });
