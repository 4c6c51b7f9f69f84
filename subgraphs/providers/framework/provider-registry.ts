import { SealBrokenError } from '../../../foundation/crypto/aes-gcm.js';
import type { TenantEnvelope } from '../../../foundation/crypto/tenant-envelope.js';
import type { TenantDatabase } from '../../../foundation/database/tenant-database.js';
import type { Logger } from '../../../foundation/logging/logger.js';
import type { Clock } from '../../../foundation/time/clock.js';
import { createProvider } from '../adapters/create-provider.js';
import type { ProviderModels, RetryConfig } from '../configuration/provider-config.js';
import type { ProviderRecord } from '../configuration/provider-record.js';
import { keyContext } from '../configuration/provider-record.js';
import { listProviders } from '../configuration/provider-repository.js';
import type { AIProvider, ProviderType } from './ai-provider.js';

export type ProviderStatus = 'ACTIVE' | 'KEY_REFUSED' | 'KEY_MISSING';

/** A tenant's provider, ready to be asked. */
export type TenantProvider = {
  id: string;
  name: string;
  type: ProviderType;
  /** Null for what runs in this process. */
  baseUrl: string | null;
  models: ProviderModels;
  retry: RetryConfig;
  timeoutMs: number;
  /** US dollars per calendar month at which the tenant is alerted; null for never. */
  alertThreshold: number | null;
  status: ProviderStatus;
  version: number;
  api: AIProvider;
};

type Deps = {
  clock: Clock;
  logger: Logger;
  tenantDb: TenantDatabase;
  envelope: TenantEnvelope;
  /** The operator's keys that tenants may refer to, by variable. */
  sharedKeys: ReadonlyMap<string, string>;
  localAnalystOf: (tenantId: string) => TenantProvider;
};

/**
 * Every tenant's own instances: keys, circuits, limits and figures are never shared. Loaded when first needed; a
 * change of one provider leaves the others as they are, with what they have learned.
 */
export class ProviderRegistry {
  readonly #tenants = new Map<string, Promise<readonly TenantProvider[]>>();

  constructor(private readonly deps: Deps) {}

  /** The tenant's providers in the order in which they were made; the local analyst is the last. */
  of(tenantId: string): Promise<readonly TenantProvider[]> {
    const known = this.#tenants.get(tenantId);
    if (known) return known;
    return this.#keep(tenantId, this.#load(tenantId, []));
  }

  /** Reads the tenant's providers anew; until then its calls go on with what they had. */
  async refresh(tenantId: string): Promise<void> {
    const before = this.#tenants.get(tenantId);
    if (before) await this.#keep(tenantId, this.#load(tenantId, await before));
  }

  /** What the tenant's instances hold, keys and figures, is let go of; who asks for them again gets new ones. */
  forget(tenantId: string): void {
    this.#tenants.delete(tenantId);
  }

  /** Those of all tenants that have been asked for so far. */
  async loaded(): Promise<readonly TenantProvider[]> {
    const loads = await Promise.allSettled(this.#tenants.values());
    return loads.flatMap((load) => (load.status === 'fulfilled' ? load.value : []));
  }

  #keep(
    tenantId: string,
    loading: Promise<readonly TenantProvider[]>,
  ): Promise<readonly TenantProvider[]> {
    this.#tenants.set(tenantId, loading);
    loading.catch(() => {
      if (this.#tenants.get(tenantId) === loading) this.#tenants.delete(tenantId);
    });
    return loading;
  }

  async #load(
    tenantId: string,
    before: readonly TenantProvider[],
  ): Promise<readonly TenantProvider[]> {
    const records = await this.deps.tenantDb.withTenant(tenantId, async (db) => listProviders(db));
    const kept = new Map(before.map((provider) => [provider.id, provider]));
    const local = before.find(({ type }) => type === 'local-analyst');
    return [
      ...(await Promise.all(
        records.map(async (record) => {
          const old = kept.get(record.id);
          return old?.version === record.version
            ? { ...old, status: this.#statusOf(record, old.status !== 'KEY_MISSING') }
            : this.#open(tenantId, record);
        }),
      )),
      local ?? this.deps.localAnalystOf(tenantId),
    ];
  }

  async #open(tenantId: string, record: ProviderRecord): Promise<TenantProvider> {
    const { config } = record;
    const apiKey = await this.#keyOf(tenantId, record);
    const { costTracking } = config;
    return {
      id: record.id,
      name: config.name,
      type: config.type,
      baseUrl: config.baseUrl,
      models: config.models,
      retry: config.retryConfig,
      timeoutMs: config.timeoutMs,
      alertThreshold: costTracking?.enabled ? costTracking.alertThreshold : null,
      status: this.#statusOf(record, apiKey !== undefined),
      version: record.version,
      api: createProvider(this.deps.clock, config.type, {
        id: record.id,
        name: config.name,
        apiKey: apiKey ?? null,
        baseUrl: config.baseUrl,
        limits: config.rateLimits ?? null,
      }),
    };
  }

  #statusOf({ status }: ProviderRecord, hasKey: boolean): ProviderStatus {
    return hasKey ? status : 'KEY_MISSING';
  }

  /** Undefined when the key cannot be had now; null when none is wanted. */
  async #keyOf(tenantId: string, { id, key }: ProviderRecord): Promise<string | null | undefined> {
    switch (key.kind) {
      case 'none':
        return null;
      case 'variable':
        return this.deps.sharedKeys.get(key.name);
      case 'sealed':
        try {
          return String(
            await this.deps.envelope.open(tenantId, key.sealed, keyContext(tenantId, id)),
          );
        } catch (error) {
          if (!(error instanceof SealBrokenError)) throw error;
          this.deps.logger.error({ err: error, providerId: id }, 'a stored key does not open');
          return undefined;
        }
    }
  }
}
