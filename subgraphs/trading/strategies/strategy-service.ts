import type { TenantDatabase } from '../../../foundation/database/tenant-database.js';
import { auditEvent } from '../../../foundation/events/audit-events.js';
import { recordEvents } from '../../../foundation/messaging/outbox.js';
import type { OutboxRelay } from '../../../foundation/messaging/outbox-relay.js';
import { DomainError } from '../../../foundation/errors/domain-error.js';
import type { IdGenerator } from '../../../foundation/ids/id-generator.js';
import { isMultipleOf } from '../../../foundation/money/decimal.js';
import type { Clock } from '../../../foundation/time/clock.js';
import { nowOf } from '../../../foundation/time/clock.js';
import type { AccountService } from '../accounts/account-service.js';
import type { AccountEngine } from '../engine/account-engine.js';
import { serviceName } from '../engine/account-engine.js';
import type { Command } from '../engine/command.js';
import type { InstrumentCatalogue } from '../instruments/instrument-catalogue.js';
import type { Strategy, StrategyStatus, StrategyTerms } from './strategy.js';
import {
  findStrategies,
  insertStrategy,
  listStrategies,
  updateStrategyStatus,
} from './strategy-repository.js';
import { readStrategyTerms } from './strategy-request.js';
import type { StrategyRunner } from './strategy-runner.js';

const mostPerAccount = 100;

export class StrategyService {
  constructor(
    private readonly deps: {
      tenantDb: TenantDatabase;
      accounts: AccountService;
      engine: AccountEngine;
      catalogue: InstrumentCatalogue;
      runner: StrategyRunner;
      relay: OutboxRelay;
      clock: Clock;
      ids: IdGenerator;
    },
  ) {}

  async create(command: Command, input: unknown): Promise<Strategy> {
    const { tenantId } = command;
    const terms = readStrategyTerms(input);
    await this.#checkAccount(tenantId, terms.accountId);
    for (const [index, symbol] of terms.symbols.entries())
      await this.#checkSymbol(terms, symbol, index);
    const strategy: Strategy = {
      ...terms,
      id: this.deps.ids('strategy'),
      status: 'CREATED',
      createdAt: nowOf(this.deps.clock),
      startedAt: null,
      stoppedAt: null,
    };
    const isNew = await this.deps.tenantDb.transaction(tenantId, async (tx) => {
      if (!(await insertStrategy(tx, strategy))) return false;
      await recordEvents(tx, serviceName, [this.#audit(command, 'strategy.create', strategy.id)]);
      return true;
    });
    if (!isNew)
      throw new DomainError('ALREADY_EXISTS', 'The account has a strategy of that name.', [
        'input',
        'name',
      ]);
    void this.deps.relay.kick(tenantId);
    return strategy;
  }

  /** Starting what runs already changes nothing. Resolves when the strategy is warm. */
  async start(command: Command, strategyId: string): Promise<Strategy> {
    const strategy = await this.#step(command, strategyId, ['CREATED', 'STOPPED'], 'RUNNING');
    await this.deps.runner.start(command.tenantId, strategy);
    return strategy;
  }

  /** When it resolves the strategy trades no more, nor will a signal that was on its way; what it holds stays. */
  async stop(command: Command, strategyId: string): Promise<Strategy> {
    const strategy = await this.#step(command, strategyId, ['RUNNING', 'CREATED'], 'STOPPED');
    this.deps.runner.stop(strategyId);
    const ref = { tenantId: command.tenantId, accountId: strategy.accountId };
    await this.deps.engine.exclusively(ref, () => Promise.resolve());
    return strategy;
  }

  /** Starts again what ran when the service stopped; resolves without waiting for histories. */
  async resume(tenantId: string): Promise<void> {
    const running = await this.deps.tenantDb.withTenant(tenantId, (db) =>
      listStrategies(db, { status: 'RUNNING' }),
    );
    for (const strategy of running) void this.deps.runner.start(tenantId, strategy);
  }

  async list(tenantId: string, accountId: string | null): Promise<Strategy[]> {
    return this.deps.tenantDb.withTenant(tenantId, (db) =>
      listStrategies(db, accountId === null ? {} : { accountId }),
    );
  }

  find(tenantId: string, ids: readonly string[]): Promise<Strategy[]> {
    return this.deps.tenantDb.withTenant(tenantId, (db) => findStrategies(db, ids));
  }

  async get(tenantId: string, strategyId: string): Promise<Strategy> {
    const [strategy] = await this.find(tenantId, [strategyId]);
    if (strategy) return strategy;
    throw new DomainError('NOT_FOUND', 'There is no such strategy.', ['input', 'strategyId']);
  }

  async #step(
    command: Command,
    strategyId: string,
    from: readonly StrategyStatus[],
    to: StrategyStatus,
  ): Promise<Strategy> {
    const { tenantId } = command;
    const action = to === 'RUNNING' ? 'strategy.start' : 'strategy.stop';
    await this.deps.tenantDb.transaction(tenantId, async (tx) => {
      const step = { from, to, now: nowOf(this.deps.clock) };
      if (await updateStrategyStatus(tx, strategyId, step))
        await recordEvents(tx, serviceName, [this.#audit(command, action, strategyId)]);
    });
    void this.deps.relay.kick(tenantId);
    return this.get(tenantId, strategyId);
  }

  #audit({ tenantId, by }: Command, action: string, strategyId: string) {
    const target = { type: 'Strategy', id: strategyId };
    return auditEvent(this.deps, by, { tenantId, action, target });
  }

  async #checkAccount(tenantId: string, accountId: string): Promise<void> {
    if (!(await this.deps.accounts.find(tenantId, [accountId])).has(accountId))
      throw new DomainError('NOT_FOUND', 'There is no such account.', ['input', 'accountId']);
    if ((await this.list(tenantId, accountId)).length >= mostPerAccount)
      throw new DomainError(
        'QUOTA_EXCEEDED',
        `An account has at most ${mostPerAccount} strategies.`,
      );
  }

  async #checkSymbol(terms: StrategyTerms, symbol: string, index: number): Promise<void> {
    await this.deps.catalogue.ready(symbol);
    const instrument = this.deps.catalogue.find(symbol);
    if (!instrument)
      throw new DomainError('INVALID_INPUT', `There is no instrument ${symbol}.`, [
        'input',
        'symbols',
        String(index),
      ]);
    if (!isMultipleOf(terms.sizing.quantity, instrument.lotSize))
      throw new DomainError(
        'INVALID_INPUT',
        `The quantity is not a whole number of ${symbol} lots.`,
        ['input', 'sizing', 'quantity'],
      );
  }
}
