import type { TenantDatabase } from '../../../foundation/database/tenant-database.js';
import type { IdGenerator } from '../../../foundation/ids/id-generator.js';
import { recordEvents } from '../../../foundation/messaging/outbox.js';
import type { OutboxRelay } from '../../../foundation/messaging/outbox-relay.js';
import { serviceName } from '../engine/account-engine.js';
import { domainEventsOf } from '../events/domain-events.js';
import { findSignalByExternalId } from '../signals/signal-repository.js';
import type { AccountLedger } from './account-ledger.js';
import { listExposedAccounts, loadAccountState, saveChanges } from './account-repository.js';

/** The ledger in the tenant's database: one transaction for the state, its history and the events that go out. */
export const createDatabaseLedger = (deps: {
  tenantDb: TenantDatabase;
  relay: OutboxRelay;
  ids: IdGenerator;
}): AccountLedger => ({
  listExposed: (tenantId) =>
    deps.tenantDb.withTenant(tenantId, async (db) => listExposedAccounts(db)),

  load: ({ tenantId, accountId }) =>
    deps.tenantDb.withTenant(tenantId, async (db) => loadAccountState(db, accountId)),

  async save({ tenantId }, { state, changes, audited }) {
    const events = domainEventsOf(changes, state.account, deps.ids);
    await deps.tenantDb.transaction(tenantId, async (tx) => {
      await saveChanges(tx, state, changes);
      await recordEvents(tx, serviceName, [...events, ...audited]);
    });
    void deps.relay.kick(tenantId);
  },

  findSignal: (tenantId, { strategyId, externalId }) =>
    deps.tenantDb.withTenant(tenantId, async (db) =>
      findSignalByExternalId(db, strategyId, externalId),
    ),
});
