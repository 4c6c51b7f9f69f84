import type { TenantDatabase } from '../../../foundation/database/tenant-database.js';
import type { IdGenerator } from '../../../foundation/ids/id-generator.js';
import type { DomainEvent } from '../../../foundation/messaging/domain-event.js';
import { auditEvent } from '../../../foundation/events/audit-events.js';
import { handleOnce } from '../../../foundation/messaging/inbox.js';
import { recordEvents } from '../../../foundation/messaging/outbox.js';
import type { OutboxRelay } from '../../../foundation/messaging/outbox-relay.js';
import type { Decimal } from '../../../foundation/money/decimal.js';
import type { Clock } from '../../../foundation/time/clock.js';
import { nowOf } from '../../../foundation/time/clock.js';
import type { AccountEngine } from '../engine/account-engine.js';
import { serviceName } from '../engine/account-engine.js';
import type { TradingStateChange } from '../engine/change-trading-state.js';
import type { Command } from '../engine/command.js';
import { changeTradingState } from '../engine/change-trading-state.js';
import { accountOpenedEvents } from '../events/domain-events.js';
import type { Market } from '../market/market.js';
import type { RiskLimits } from '../risk/pre-trade-risk.js';
import type { PositionView } from '../positions/position-view.js';
import type { TradingState } from './account.js';
import { findAccountsOfPositions, findAccountStates, insertAccount } from './account-repository.js';
import type { AccountSummary } from './account-summary.js';
import { summarize } from './account-summary.js';
import { defaultAccount } from './default-account.js';

/** Tenants whose default account is known to exist; forgotten all at once when there are this many. */
const mostRemembered = 100_000;

export class AccountService {
  readonly #ensured = new Set<string>();

  constructor(
    private readonly deps: {
      tenantDb: TenantDatabase;
      engine: AccountEngine;
      relay: OutboxRelay;
      market: () => Market;
      limitsOf: (tenantId: string) => RiskLimits;
      clock: Clock;
      ids: IdGenerator;
      paperBalance: Decimal;
    },
  ) {}

  /** Opens the tenant's paper account, unless it is open. */
  async ensureDefault(tenantId: string): Promise<void> {
    if (this.#ensured.has(tenantId)) return;
    await this.#open(tenantId, null);
  }

  /** Handles `tenant.created`. */
  async onTenantCreated(event: DomainEvent): Promise<void> {
    if (event.tenantId) await this.#open(event.tenantId, event.id);
  }

  async list(tenantId: string): Promise<AccountSummary[]> {
    await this.ensureDefault(tenantId);
    return [...(await this.#summaries(tenantId, null)).values()];
  }

  async find(tenantId: string, ids: readonly string[]): Promise<Map<string, AccountSummary>> {
    await this.ensureDefault(tenantId);
    return this.#summaries(tenantId, ids);
  }

  async findPositions(
    tenantId: string,
    ids: readonly string[],
  ): Promise<Map<string, PositionView>> {
    const accountIds = await this.deps.tenantDb.withTenant(tenantId, (db) =>
      findAccountsOfPositions(db, ids),
    );
    const summaries = await this.#summaries(tenantId, accountIds);
    const positions = [...summaries.values()].flatMap((summary) => summary.positions);
    return new Map(positions.map((position) => [position.positionId, position]));
  }

  async setTradingState(
    { tenantId, by }: Command,
    input: { accountId: string; state: TradingState; flatten: boolean },
  ): Promise<TradingStateChange> {
    await this.ensureDefault(tenantId);
    const { accountId, state, flatten } = input;
    return this.deps.engine.change(
      { tenantId, accountId },
      (draft, desk) => changeTradingState(draft, input, desk),
      () =>
        auditEvent(this.deps, by, {
          tenantId,
          action: 'account.set-trading-state',
          target: { type: 'Account', id: accountId },
          details: { state, flatten },
        }),
    );
  }

  async #summaries(tenantId: string, ids: readonly string[] | null) {
    const states = await this.deps.tenantDb.withTenant(tenantId, (db) =>
      findAccountStates(db, ids),
    );
    const sight = { market: this.deps.market(), limits: this.deps.limitsOf(tenantId) };
    return new Map(states.map((state) => [state.account.id, summarize(state, sight)]));
  }

  async #open(tenantId: string, causeId: string | null): Promise<void> {
    const account = defaultAccount(tenantId, this.deps.paperBalance, nowOf(this.deps.clock));
    const opened = await this.deps.tenantDb.transaction(tenantId, async (tx) => {
      if (causeId && !(await handleOnce(tx, serviceName, causeId, this.deps.clock))) return false;
      const isNew = await insertAccount(tx, account);
      if (isNew) await recordEvents(tx, serviceName, accountOpenedEvents(account, this.deps.ids));
      return isNew;
    });
    if (this.#ensured.size >= mostRemembered) this.#ensured.clear();
    this.#ensured.add(tenantId);
    if (opened) void this.deps.relay.kick(tenantId);
  }
}
