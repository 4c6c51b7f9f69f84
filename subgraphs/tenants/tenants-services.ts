import { envelopeFrom } from '../../foundation/crypto/encryption-key-settings.js';
import type { RandomSource } from '../../foundation/ids/id-generator.js';
import { systemRandom } from '../../foundation/ids/id-generator.js';
import type { OutboxRelay } from '../../foundation/messaging/outbox-relay.js';
import { createOutboxRelay } from '../../foundation/messaging/outbox-relay.js';
import type { ServiceDeps } from '../../foundation/subgraph/service.js';
import { findMember } from './accounts/account-repository.js';
import type { AccountService } from './accounts/account-service.js';
import { createAccountService } from './accounts/account-service.js';
import { createGate } from './accounts/gate.js';
import type { PasswordCost } from './accounts/password-hasher.js';
import { createPasswordHasher } from './accounts/password-hasher.js';
import type { ProvisioningService } from './accounts/provisioning-service.js';
import { createProvisioningService } from './accounts/provisioning-service.js';
import { createSignInThrottle } from './accounts/sign-in-throttle.js';
import type { ApiKeyService } from './api-keys/api-key-service.js';
import { createApiKeyService } from './api-keys/api-key-service.js';
import type { ConfigService } from './configuration/config-service.js';
import { createConfigService } from './configuration/config-service.js';
import { createPrismaSessionStore } from './sessions/prisma-session-store.js';
import { accessTokenLifetimeMs } from './sessions/session.js';
import type { SessionService } from './sessions/session-service.js';
import { createSessionService } from './sessions/session-service.js';
import type { SessionStore } from './sessions/session-store.js';
import type { TenantsSettings } from './settings.js';
import type { SigningKeyRing } from './signing-keys/signing-key-ring.js';
import { createSigningKeyRing } from './signing-keys/signing-key-ring.js';
import { createPrismaSigningKeyStore } from './signing-keys/signing-key-store.js';
import { createControlPlane, serviceName } from './tenants/control-plane.js';
import type { DirectoryService } from './tenants/directory-service.js';
import { createDirectoryService } from './tenants/directory-service.js';
import { createTenantEvents } from './tenants/tenant-events.js';
import type { TenantService } from './tenants/tenant-service.js';
import { createTenantService } from './tenants/tenant-service.js';

export type TenantsOptions = {
  settings: Omit<TenantsSettings, 'TENANTS_PORT'>;
  /** Creates and migrates a tenant's schema; idempotent. */
  provisionTenant: (tenantId: string) => Promise<unknown>;
  /** Secrets come from here; seeded in tests alone. */
  random?: RandomSource;
  /** Lower in tests alone. */
  passwordCost?: PasswordCost;
};

/** What resolvers ask. */
export type TenantsServices = {
  accounts: AccountService;
  sessions: SessionService;
  tenants: TenantService;
  configs: ConfigService;
  apiKeys: ApiKeyService;
  directory: DirectoryService;
};

export type TenantsParts = {
  services: TenantsServices;
  provisioning: ProvisioningService;
  sessionStore: SessionStore;
  keys: SigningKeyRing;
  relay: OutboxRelay;
};

/** Half of the four threads that Node keeps for such work: the others stay free for DNS and files. */
const passwordLimits = { atOnce: 2, waiting: 64 };

/** Every part of the service, put together; nothing runs yet. */
export const createTenantsParts = async (
  deps: ServiceDeps,
  options: TenantsOptions,
): Promise<TenantsParts> => {
  const { settings, random = systemRandom } = options;
  const operators = new Set(settings.PLATFORM_OPERATOR_EMAILS);
  const relay = createOutboxRelay({ ...deps, service: serviceName });
  const controlPlane = createControlPlane(deps.platformDb, relay);
  const keys = createSigningKeyRing({
    store: createPrismaSigningKeyStore(deps.platformDb),
    envelope: envelopeFrom(settings),
    clock: deps.clock,
    tokenLifetimeMs: accessTokenLifetimeMs,
  });
  const shared = {
    ...deps,
    relay,
    controlPlane,
    keys,
    operators,
    random,
    events: createTenantEvents(deps),
  };

  const sessionStore = createPrismaSessionStore(deps.platformDb);
  const sessions = createSessionService({
    ...shared,
    store: sessionStore,
    findMember: (tenantId, userId) => findMember(controlPlane.db, tenantId, userId),
  });
  const provisioning = createProvisioningService({
    ...shared,
    provisionTenant: options.provisionTenant,
  });
  const accounts = createAccountService({
    ...shared,
    sessions,
    provisioning,
    passwords: await createPasswordHasher(createGate(passwordLimits), options.passwordCost),
    throttle: createSignInThrottle(deps.clock),
  });

  return {
    services: {
      accounts,
      sessions,
      tenants: createTenantService(shared),
      configs: createConfigService(shared),
      apiKeys: createApiKeyService(shared),
      directory: createDirectoryService(controlPlane.db),
    },
    provisioning,
    sessionStore,
    keys,
    relay,
  };
};
