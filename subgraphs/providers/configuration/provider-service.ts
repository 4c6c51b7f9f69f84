import { requireTenant } from '../../../foundation/context/require-tenant.js';
import type { Viewer } from '../../../foundation/context/viewer.js';
import type { TenantEnvelope } from '../../../foundation/crypto/tenant-envelope.js';
import type {
  TenantDatabase,
  TenantTransaction,
} from '../../../foundation/database/tenant-database.js';
import { DomainError } from '../../../foundation/errors/domain-error.js';
import type { AuditActor } from '../../../foundation/events/audit-events.js';
import { auditEvent } from '../../../foundation/events/audit-events.js';
import type { IdGenerator } from '../../../foundation/ids/id-generator.js';
import { recordEvents } from '../../../foundation/messaging/outbox.js';
import type { OutboxRelay } from '../../../foundation/messaging/outbox-relay.js';
import type { Clock } from '../../../foundation/time/clock.js';
import { nowOf } from '../../../foundation/time/clock.js';
import { localAnalystName } from '../analyst/local-analyst-of.js';
import type { ProviderRegistry, TenantProvider } from '../framework/provider-registry.js';
import { alertEvent } from '../quotas/used-events.js';
import { tasksRoutedTo } from '../routing/routing-repository.js';
import type { AddressRules } from './base-url.js';
import { checkProviderConfig } from './provider-config.js';
import { keyContext, splitKey } from './provider-record.js';
import type { ProviderRecord } from './provider-record.js';
import {
  addProvider,
  findProvider,
  markKeyRefused,
  removeProvider,
  saveProvider,
} from './provider-repository.js';

export type ProviderChange = { viewer: Viewer; requestId: string };

type Deps = {
  service: string;
  registry: ProviderRegistry;
  tenantDb: TenantDatabase;
  relay: OutboxRelay;
  envelope: TenantEnvelope;
  clock: Clock;
  ids: IdGenerator;
  rules: AddressRules;
  /** Tells every process to read the tenant's providers anew; resolves when this one has. */
  announceChange: (tenantId: string) => Promise<void>;
};

/** The tenant's providers: made from JSON descriptions, changed without a restart, their keys sealed. */
export class ProviderService {
  constructor(private readonly deps: Deps) {}

  async create(by: ProviderChange, description: unknown): Promise<TenantProvider> {
    const tenantId = requireTenant(by.viewer);
    const id = this.deps.ids('provider');
    const record: ProviderRecord = {
      ...(await this.#describe(tenantId, id, description)),
      id,
      status: 'ACTIVE',
      version: 1,
      createdAt: nowOf(this.deps.clock),
    };
    await this.#change(tenantId, async (tx) => {
      if (!(await addProvider(tx, record))) throw nameTaken(record.config.name);
      await this.#audit(tx, tenantId, by, { action: 'ai-provider.create', record });
    });
    return this.#require(tenantId, id);
  }

  /** Replaces the whole description; a key that was refused is forgiven. */
  async update(
    by: ProviderChange,
    providerId: string,
    description: unknown,
  ): Promise<TenantProvider> {
    const tenantId = requireTenant(by.viewer);
    const described = await this.#describe(tenantId, providerId, description);
    await this.#change(tenantId, async (tx) => {
      const before = await findProvider(tx, providerId);
      if (!before) throw unknownProvider();
      const { name } = described.config;
      // A policy and the figures follow the id, people the name: it stays.
      if (name !== before.config.name)
        throw new DomainError('INVALID_INPUT', `Its name stays ${before.config.name}.`, namePath);
      const record: ProviderRecord = {
        ...before,
        ...described,
        status: 'ACTIVE',
        version: before.version + 1,
      };
      if (!(await saveProvider(tx, record)))
        throw new DomainError('CONFLICT', 'Somebody else has just changed this provider.');
      await this.#audit(tx, tenantId, by, { action: 'ai-provider.update', record });
    });
    return this.#require(tenantId, providerId);
  }

  async delete(by: ProviderChange, providerId: string): Promise<string> {
    const tenantId = requireTenant(by.viewer);
    await this.#change(tenantId, async (tx) => {
      const record = await findProvider(tx, providerId);
      if (!record) throw unknownProvider();
      const routed = await tasksRoutedTo(tx, providerId);
      if (routed.length > 0)
        throw new DomainError(
          'INVALID_STATE',
          `The routing policy of ${routed.join(' and ')} names it; change that first.`,
        );
      await removeProvider(tx, providerId);
      await this.#audit(tx, tenantId, by, { action: 'ai-provider.delete', record });
    });
    return providerId;
  }

  /** Leaves a provider alone whose key was turned down, and tells the tenant, once. */
  async quarantine(tenantId: string, provider: TenantProvider): Promise<void> {
    const { service, ids, clock } = this.deps;
    await this.#change(tenantId, async (tx) => {
      if (!(await markKeyRefused(tx, provider))) return;
      const summary = `${provider.name} turned its key down and is not asked any more until it gets another one.`;
      const alert = { kind: 'KEY_REFUSED', summary, time: nowOf(clock) } as const;
      const change = {
        tenantId,
        action: 'ai-provider.quarantine',
        target: { type: 'AIProvider', id: provider.id },
      };
      await recordEvents(tx, service, [
        alertEvent(ids, provider, alert),
        auditEvent(this.deps, { system: service }, change),
      ]);
    });
  }

  async #describe(
    tenantId: string,
    id: string,
    description: unknown,
  ): Promise<Pick<ProviderRecord, 'config' | 'key'>> {
    const { envelope, rules } = this.deps;
    const config = checkProviderConfig(description, rules);
    if (config.name === localAnalystName) throw nameTaken(config.name);
    return splitKey(config, (key) =>
      envelope.seal(tenantId, Buffer.from(key), keyContext(tenantId, id)),
    );
  }

  async #change(tenantId: string, work: (tx: TenantTransaction) => Promise<void>): Promise<void> {
    await this.deps.tenantDb.transaction(tenantId, work);
    await this.deps.announceChange(tenantId);
    void this.deps.relay.kick(tenantId);
  }

  async #require(tenantId: string, id: string): Promise<TenantProvider> {
    const providers = await this.deps.registry.of(tenantId);
    const provider = providers.find((one) => one.id === id);
    if (!provider) throw unknownProvider();
    return provider;
  }

  async #audit(
    tx: TenantTransaction,
    tenantId: string,
    by: AuditActor,
    { action, record }: { action: string; record: ProviderRecord },
  ): Promise<void> {
    const { config, key } = record;
    const change = {
      tenantId,
      action,
      target: { type: 'AIProvider', id: record.id },
      details: { ...config, key: key.kind === 'variable' ? `\${${key.name}}` : key.kind },
    };
    await recordEvents(tx, this.deps.service, [auditEvent(this.deps, by, change)]);
  }
}

const namePath = ['input', 'config', 'name'];

const nameTaken = (name: string): DomainError =>
  new DomainError('ALREADY_EXISTS', `There is a provider ${name}.`, namePath);

const unknownProvider = (): DomainError =>
  new DomainError('NOT_FOUND', 'There is no such provider.', ['input', 'providerId']);
