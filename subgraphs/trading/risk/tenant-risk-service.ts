import type { TenantDatabase } from '../../../foundation/database/tenant-database.js';
import { tenantConfigUpdatedSchema } from '../../../foundation/events/tenant-events.js';
import type { DomainEvent } from '../../../foundation/messaging/domain-event.js';
import { handleOnce } from '../../../foundation/messaging/inbox.js';
import type { Clock } from '../../../foundation/time/clock.js';
import { serviceName } from '../engine/account-engine.js';
import type { TenantRisk } from './tenant-risk.js';
import { riskOf, unheardRisk } from './tenant-risk.js';
import { findRisk, saveRisk } from './tenant-risk-repository.js';

/** What each tenant's configuration says of risk: kept in its schema, and in memory for every decision. */
export class TenantRiskService {
  readonly #known = new Map<string, TenantRisk>();

  constructor(private readonly deps: { tenantDb: TenantDatabase; clock: Clock }) {}

  /** As of now; the strictest profile while nothing was heard. */
  of(tenantId: string): TenantRisk {
    return this.#known.get(tenantId) ?? unheardRisk;
  }

  async load(tenantId: string): Promise<void> {
    const risk = await this.deps.tenantDb.withTenant(tenantId, async (db) => findRisk(db));
    if (risk) this.#keep(tenantId, risk);
  }

  /** Handles `tenant.config-updated`: every decision from now on is by the new limits. */
  async onConfigUpdated(event: DomainEvent): Promise<void> {
    const updated = tenantConfigUpdatedSchema.parse(event.payload);
    const risk = riskOf(updated);
    await this.deps.tenantDb.transaction(updated.tenantId, async (tx) => {
      if (await handleOnce(tx, serviceName, event.id, this.deps.clock)) await saveRisk(tx, risk);
    });
    this.#keep(updated.tenantId, risk);
  }

  #keep(tenantId: string, risk: TenantRisk): void {
    if (risk.version > this.of(tenantId).version) this.#known.set(tenantId, risk);
  }
}
