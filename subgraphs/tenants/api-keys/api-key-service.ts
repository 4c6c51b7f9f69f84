import type { Role, UserViewer, Viewer } from '../../../foundation/context/viewer.js';
import { DomainError } from '../../../foundation/errors/domain-error.js';
import { isIdOf } from '../../../foundation/ids/id-generator.js';
import type { IdGenerator, RandomSource } from '../../../foundation/ids/id-generator.js';
import type { Clock } from '../../../foundation/time/clock.js';
import { nowOf } from '../../../foundation/time/clock.js';
import type { AccessAnnouncer } from '../access/access-announcer.js';
import type { Caller } from '../access/caller.js';
import { requireMember } from '../access/require-member.js';
import { findMember } from '../accounts/account-repository.js';
import type { ControlPlane } from '../tenants/control-plane.js';
import type { TenantEvents } from '../tenants/tenant-events.js';
import { assertActive } from '../tenants/tenant.js';
import { findTenant } from '../tenants/tenant-repository.js';
import type { ApiKey, CreateApiKeyInput } from './api-key.js';
import {
  checkCreateApiKey,
  effectiveScopes,
  hashSecret,
  isActive,
  isApiKeyId,
  mintSecret,
} from './api-key.js';
import {
  findApiKey,
  findApiKeyBySecretHash,
  insertApiKey,
  listApiKeys,
  noteApiKeyUse,
  revokeApiKey,
} from './api-key-repository.js';

/** Whom a presented secret stands for. */
export type VerifiedApiKey = {
  keyId: string;
  tenantId: string;
  userId: string;
  role: Role;
  scopes: readonly string[];
  expiresAt: Date | null;
};

export type ApiKeyService = {
  /** @throws {DomainError} INVALID_INPUT (every fault), FORBIDDEN, TENANT_SUSPENDED. */
  create(caller: Caller, input: CreateApiKeyInput): Promise<{ apiKey: ApiKey; secret: string }>;
  /** Revoking twice is fine. @throws {DomainError} NOT_FOUND. */
  revoke(caller: Caller, id: string): Promise<ApiKey>;
  list(viewer: Viewer, page: { first: number; afterId: string | null }): Promise<ApiKey[]>;
  /** Null when the secret opens nothing (now). */
  verify(secret: string): Promise<VerifiedApiKey | null>;
};

const useGranularityMs = 60_000;

export const createApiKeyService = (deps: {
  controlPlane: ControlPlane;
  events: TenantEvents;
  access: AccessAnnouncer;
  clock: Clock;
  ids: IdGenerator;
  random: RandomSource;
}): ApiKeyService => {
  const { db } = deps.controlPlane;

  return {
    async create(caller, input) {
      const creator = await requireActivePerson(deps.controlPlane, caller.viewer);
      const nowMs = deps.clock.nowMs();
      const wanted = checkCreateApiKey(input, { scopes: creator.scopes, nowMs });
      const { secret, prefix } = mintSecret(deps.random);
      const apiKey: ApiKey = {
        id: deps.ids('apiKey'),
        tenantId: creator.tenantId,
        userId: creator.userId,
        ...wanted,
        prefix,
        createdAt: new Date(nowMs),
        revokedAt: null,
        lastUsedAt: null,
      };
      const audited = deps.events.audit(caller, {
        tenantId: creator.tenantId,
        action: 'api-key.create',
        target: { type: 'ApiKey', id: apiKey.id },
        details: { ...wanted, expiresAt: wanted.expiresAt?.toISOString() ?? null },
      });
      return deps.controlPlane.transaction(async (tx) => {
        await insertApiKey(tx, apiKey, hashSecret(secret));
        return { result: { apiKey, secret }, events: [audited] };
      });
    },

    async revoke(caller, id) {
      const { tenantId } = requireMember(caller.viewer, 'tenant:admin');
      const key = isIdOf('apiKey', id) ? await findApiKey(db, tenantId, id) : null;
      if (!key) throw new DomainError('NOT_FOUND', 'There is no such key.', ['input', 'apiKeyId']);
      const revokedAt = key.revokedAt ?? nowOf(deps.clock);
      const audited = deps.events.audit(caller, {
        tenantId,
        action: 'api-key.revoke',
        target: { type: 'ApiKey', id },
      });
      const revoked = await deps.controlPlane.transaction(async (tx) => {
        const isNew = await revokeApiKey(tx, id, revokedAt);
        return { result: { ...key, revokedAt }, events: isNew ? [audited] : [] };
      });
      await deps.access.ended([id]);
      return revoked;
    },

    async list(viewer, page) {
      const { tenantId } = requireMember(viewer, 'tenant:admin');
      return listApiKeys(db, tenantId, page);
    },

    verify: (secret) => verifySecret(deps, secret),
  };
};

const verifySecret = async (
  deps: { controlPlane: ControlPlane; clock: Clock },
  secret: string,
): Promise<VerifiedApiKey | null> => {
  const { db } = deps.controlPlane;
  const key = await findApiKeyBySecretHash(db, hashSecret(secret));
  if (!key || !isActive(key, deps.clock.nowMs())) return null;
  const member = await findMember(db, key.tenantId, key.userId);
  if (member?.tenant.status !== 'ACTIVE') return null;
  await noteApiKeyUse(db, key.id, nowOf(deps.clock), useGranularityMs);
  return {
    keyId: key.id,
    tenantId: key.tenantId,
    userId: key.userId,
    role: member.role,
    scopes: effectiveScopes(key, member.role),
    expiresAt: key.expiresAt,
  };
};

/** A key cannot make keys: they would outlive it. */
const requireActivePerson = async (
  controlPlane: ControlPlane,
  viewer: Viewer,
): Promise<UserViewer> => {
  const member = requireMember(viewer, 'tenant:admin');
  if (isApiKeyId(member.sessionId))
    throw new DomainError('FORBIDDEN', 'An API key cannot create API keys.');
  const tenant = await findTenant(controlPlane.db, member.tenantId);
  if (!tenant) throw new DomainError('NOT_FOUND', 'There is no such tenant.');
  assertActive(tenant);
  return member;
};
