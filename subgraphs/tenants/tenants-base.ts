import { envelopeFrom } from '../../foundation/crypto/encryption-key-settings.js';
import type { RandomSource } from '../../foundation/ids/id-generator.js';
import { systemRandom } from '../../foundation/ids/id-generator.js';
import { createOutboxRelay } from '../../foundation/messaging/outbox-relay.js';
import type { ServiceDeps } from '../../foundation/subgraph/service.js';
import { createAccessAnnouncer } from './access/access-announcer.js';
import { createReauthentication } from './access/reauthentication.js';
import { createGate } from './accounts/gate.js';
import type { PasswordCost } from './accounts/password-hasher.js';
import { createPasswordHasher } from './accounts/password-hasher.js';
import { createSignInThrottle } from './accounts/sign-in-throttle.js';
import { createPrismaSessionStore } from './sessions/prisma-session-store.js';
import { accessTokenLifetimeMs } from './sessions/session.js';
import type { TenantsSettings } from './settings.js';
import { createSigningKeyRing } from './signing-keys/signing-key-ring.js';
import { createPrismaSigningKeyStore } from './signing-keys/signing-key-store.js';
import { createControlPlane, serviceName } from './tenants/control-plane.js';
import { createTenantEvents } from './tenants/tenant-events.js';

export type TenantsOptions = {
  settings: Omit<TenantsSettings, 'TENANTS_PORT'>;
  /** Creates and migrates a tenant's schema; idempotent. */
  provisionTenant: (tenantId: string) => Promise<unknown>;
  /** Removes a tenant's schema and role; idempotent. */
  dropTenant: (tenantId: string) => Promise<void>;
  /** Secrets come from here; seeded in tests alone. */
  random?: RandomSource;
  /** Lower in tests alone. */
  passwordCost?: PasswordCost;
};

/** Half of the four threads that Node keeps for such work: the others stay free for DNS and files. */
const passwordLimits = { atOnce: 2, waiting: 64 };

/** What the parts of the service stand on. */
export const createTenantsBase = async (deps: ServiceDeps, options: TenantsOptions) => {
  const { settings, random = systemRandom } = options;
  const relay = createOutboxRelay({ ...deps, service: serviceName });
  const controlPlane = createControlPlane(deps.platformDb, relay);
  const envelope = envelopeFrom(settings);
  const passwords = await createPasswordHasher(createGate(passwordLimits), options.passwordCost);
  const throttle = createSignInThrottle(deps.clock);
  return {
    ...deps,
    relay,
    controlPlane,
    envelope,
    passwords,
    throttle,
    random,
    operators: new Set(settings.PLATFORM_OPERATOR_EMAILS),
    events: createTenantEvents(deps),
    access: createAccessAnnouncer(deps),
    reauthenticate: createReauthentication({ db: controlPlane.db, passwords, throttle }),
    exportsFolder: settings.TENANT_EXPORTS_FOLDER,
    sessionStore: createPrismaSessionStore(deps.platformDb),
    keys: createSigningKeyRing({
      store: createPrismaSigningKeyStore(deps.platformDb),
      envelope,
      clock: deps.clock,
      tokenLifetimeMs: accessTokenLifetimeMs,
    }),
  };
};

export type TenantsBase = Awaited<ReturnType<typeof createTenantsBase>>;
