import type { TenantDatabase } from '../../../foundation/database/tenant-database.js';
import { DomainError } from '../../../foundation/errors/domain-error.js';
import { auditEvent } from '../../../foundation/events/audit-events.js';
import type { IdGenerator } from '../../../foundation/ids/id-generator.js';
import { recordEvents } from '../../../foundation/messaging/outbox.js';
import type { OutboxRelay } from '../../../foundation/messaging/outbox-relay.js';
import type { Clock } from '../../../foundation/time/clock.js';
import { nowOf } from '../../../foundation/time/clock.js';
import { serviceName } from '../engine/account-engine.js';
import type { Command } from '../engine/command.js';
import type { InstrumentCatalogue } from '../instruments/instrument-catalogue.js';
import type { BacktestRuns } from '../jobs/run-backtest.js';
import type { TenantRiskService } from '../risk/tenant-risk-service.js';
import type { Backtest, BacktestTerms } from './backtest.js';
import { listBacktestOrders } from './backtest-order-repository.js';
import {
  addBacktest,
  countPending,
  findBacktests,
  listBacktests,
  saveCancel,
} from './backtest-repository.js';
import { assertPlayable, readBacktestTerms } from './backtest-request.js';
import type { MarketHistory } from './market-history.js';
import { priceIntervalOf } from './market-history.js';
import { playedInstruments } from './played-instruments.js';
import type { StoredOrder } from './stored-order.js';

/** Of one tenant, so that the others get their turn. */
const mostPending = 5;

export class BacktestService {
  constructor(
    private readonly deps: {
      tenantDb: TenantDatabase;
      catalogue: InstrumentCatalogue;
      history: MarketHistory;
      runs: BacktestRuns;
      risk: TenantRiskService;
      relay: OutboxRelay;
      clock: Clock;
      ids: IdGenerator;
    },
  ) {}

  /** Keeps the backtest and has it run. */
  async request(command: Command, input: unknown): Promise<Backtest> {
    const { tenantId, by } = command;
    const terms = readBacktestTerms(input);
    await this.#check(terms);
    const id = this.deps.ids('backtest');
    const { strategy, from, to } = terms;
    await this.deps.tenantDb.transaction(tenantId, async (tx) => {
      if ((await countPending(tx)) >= mostPending)
        throw new DomainError(
          'QUOTA_EXCEEDED',
          `${mostPending} backtests wait or run already; let one of them end first.`,
        );
      const risk = this.deps.risk.of(tenantId);
      await addBacktest(tx, { ...terms, id, risk, createdAt: nowOf(this.deps.clock) });
      const change = {
        tenantId,
        action: 'backtest.run',
        target: { type: 'Backtest', id },
        details: { symbols: strategy.symbols, rule: strategy.rule, from, to },
      };
      await recordEvents(tx, serviceName, [auditEvent(this.deps, by, change)]);
    });
    void this.deps.relay.kick(tenantId);
    await this.deps.runs.enqueue(tenantId, id);
    return this.get(tenantId, id);
  }

  /** Cancelling again returns the same backtest. */
  async cancel({ tenantId, by }: Command, id: string): Promise<Backtest> {
    const isCanceled = await this.deps.tenantDb.transaction(tenantId, async (tx) => {
      if (!(await saveCancel(tx, id, nowOf(this.deps.clock)))) return false;
      const change = { tenantId, action: 'backtest.cancel', target: { type: 'Backtest', id } };
      await recordEvents(tx, serviceName, [auditEvent(this.deps, by, change)]);
      return true;
    });
    if (isCanceled) {
      void this.deps.relay.kick(tenantId);
      await this.deps.runs.cancelled(tenantId, id);
    }
    const backtest = await this.get(tenantId, id);
    if (backtest.status !== 'CANCELED')
      throw new DomainError('INVALID_STATE', `The backtest is ${backtest.status}.`, [
        'input',
        'backtestId',
      ]);
    return backtest;
  }

  find(tenantId: string, ids: readonly string[]): Promise<Backtest[]> {
    return this.deps.tenantDb.withTenant(tenantId, async (db) => findBacktests(db, ids));
  }

  list(tenantId: string, page: { first: number; after: string | null }): Promise<Backtest[]> {
    return this.deps.tenantDb.withTenant(tenantId, async (db) => listBacktests(db, page));
  }

  listOrders(
    tenantId: string,
    id: string,
    page: { first: number; after: number },
  ): Promise<StoredOrder[]> {
    return this.deps.tenantDb.withTenant(tenantId, async (db) => listBacktestOrders(db, id, page));
  }

  /** @throws {DomainError} NOT_FOUND. */
  async get(tenantId: string, id: string): Promise<Backtest> {
    const [backtest] = await this.find(tenantId, [id]);
    if (backtest) return backtest;
    throw new DomainError('NOT_FOUND', 'There is no such backtest.', ['input', 'backtestId']);
  }

  /** @throws {DomainError} INVALID_INPUT when there is nothing to play. */
  async #check(terms: BacktestTerms): Promise<void> {
    const { catalogue, history, clock } = this.deps;
    for (const symbol of terms.strategy.symbols) await catalogue.ready(symbol);
    const instruments = playedInstruments(terms, catalogue.all());
    assertPlayable(terms, { nowMs: clock.nowMs(), instruments: instruments.length });
    const range = { fromMs: terms.from.getTime(), toMs: terms.to.getTime() };
    const interval = priceIntervalOf(terms.strategy.interval);
    for (const { symbol } of instruments)
      if (!(await history.hasPrices(symbol, interval, range)))
        throw new DomainError('INVALID_INPUT', `No prices of ${symbol} are stored in that range.`, [
          'input',
          'from',
        ]);
  }
}
