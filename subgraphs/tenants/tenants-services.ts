import type { OutboxRelay } from '../../foundation/messaging/outbox-relay.js';
import type { ServiceDeps } from '../../foundation/subgraph/service.js';
import { findMember } from './accounts/account-repository.js';
import type { AccountService } from './accounts/account-service.js';
import { createAccountService } from './accounts/account-service.js';
import type { ProvisioningService } from './accounts/provisioning-service.js';
import { createProvisioningService } from './accounts/provisioning-service.js';
import type { ChangePassword } from './accounts/password-service.js';
import { createChangePassword } from './accounts/password-service.js';
import { createProvePerson } from './accounts/prove-person.js';
import type { AcceptInvitation } from './members/accept-invitation.js';
import { createAcceptInvitation } from './members/accept-invitation.js';
import type { InvitationService } from './members/invitation-service.js';
import { createInvitationService } from './members/invitation-service.js';
import type { MemberService } from './members/member-service.js';
import { createMemberService } from './members/member-service.js';
import type { SecondFactorService } from './second-factor/second-factor-service.js';
import { createSecondFactorService } from './second-factor/second-factor-service.js';
import type { ApiKeyService } from './api-keys/api-key-service.js';
import { createApiKeyService } from './api-keys/api-key-service.js';
import type { ConfigService } from './configuration/config-service.js';
import { createConfigService } from './configuration/config-service.js';
import { createDeletionEffects } from './deletion/deletion-effects.js';
import type { DeletionRunner } from './deletion/deletion-runner.js';
import { createDeletionRunner } from './deletion/deletion-runner.js';
import type { DeletionService } from './deletion/deletion-service.js';
import { createDeletionService } from './deletion/deletion-service.js';
import type { DownloadLinks } from './exports/download-link.js';
import { createDownloadLinks } from './exports/download-link.js';
import type { ExportService } from './exports/export-service.js';
import { createExportService } from './exports/export-service.js';
import type { OperatorActionService } from './operators/operator-action-service.js';
import { createOperatorActionService } from './operators/operator-action-service.js';
import type { SessionService } from './sessions/session-service.js';
import type { SessionListService } from './sessions/session-list-service.js';
import { createSessionListService } from './sessions/session-list-service.js';
import { createSessionService } from './sessions/session-service.js';
import type { SessionStore } from './sessions/session-store.js';
import type { SigningKeyRing } from './signing-keys/signing-key-ring.js';
import type { DirectoryService } from './tenants/directory-service.js';
import { createDirectoryService } from './tenants/directory-service.js';
import type { TenantService } from './tenants/tenant-service.js';
import { createTenantService } from './tenants/tenant-service.js';
import type { TenantsBase, TenantsOptions } from './tenants-base.js';
import { createTenantsBase } from './tenants-base.js';

/** What resolvers ask. */
export type TenantsServices = {
  accounts: AccountService;
  sessions: SessionService;
  tenants: TenantService;
  configs: ConfigService;
  apiKeys: ApiKeyService;
  directory: DirectoryService;
  deletions: DeletionService;
  operatorActions: OperatorActionService;
  exports: ExportService;
  downloadLinks: DownloadLinks;
  members: MemberService;
  invitations: InvitationService;
  acceptInvitation: AcceptInvitation;
  sessionList: SessionListService;
  secondFactors: SecondFactorService;
  changePassword: ChangePassword;
};

export type TenantsParts = {
  services: TenantsServices;
  provisioning: ProvisioningService;
  deletionRunner: DeletionRunner;
  sessionStore: SessionStore;
  keys: SigningKeyRing;
  relay: OutboxRelay;
};

/** Every part of the service, put together; nothing runs yet. */
export const createTenantsParts = async (
  deps: ServiceDeps,
  options: TenantsOptions,
): Promise<TenantsParts> => {
  const base = await createTenantsBase(deps, options);
  const provisioning = createProvisioningService({ ...base, ...options });
  return {
    services: { ...identityServices(base, provisioning), ...lifecycleServices(base, options) },
    provisioning,
    deletionRunner: createDeletionRunner({
      ...base,
      effects: createDeletionEffects({ ...base, dropTenant: options.dropTenant }),
    }),
    sessionStore: base.sessionStore,
    keys: base.keys,
    relay: base.relay,
  };
};

const identityServices = (base: TenantsBase, provisioning: ProvisioningService) => {
  const { db } = base.controlPlane;
  const sessions = createSessionService({
    ...base,
    store: base.sessionStore,
    findMember: (tenantId, userId) => findMember(db, tenantId, userId),
  });
  const secondFactors = createSecondFactorService(base);
  const provePerson = createProvePerson({ ...base, db, secondFactors });
  return {
    accounts: createAccountService({ ...base, sessions, provisioning, provePerson }),
    sessions,
    sessionList: createSessionListService(base),
    secondFactors,
    changePassword: createChangePassword(base),
    members: createMemberService(base),
    invitations: createInvitationService(base),
    acceptInvitation: createAcceptInvitation({ ...base, sessions, provePerson }),
    apiKeys: createApiKeyService(base),
    directory: createDirectoryService(db),
  };
};

const lifecycleServices = (base: TenantsBase, { settings }: TenantsOptions) => {
  const deletions = createDeletionService({
    ...base,
    graceMs: settings.TENANT_DELETION_GRACE_HOURS * 3_600_000,
  });
  return {
    tenants: createTenantService(base),
    configs: createConfigService(base),
    deletions,
    operatorActions: createOperatorActionService({ ...base, deletions }),
    exports: createExportService(base),
    downloadLinks: createDownloadLinks(settings.PLATFORM_ENCRYPTION_KEY, base.clock),
  };
};
