import type { TenantDatabase } from '../../../foundation/database/tenant-database.js';
import { auditEvent } from '../../../foundation/events/audit-events.js';
import type { IdGenerator } from '../../../foundation/ids/id-generator.js';
import type { Clock } from '../../../foundation/time/clock.js';
import type { AccountLedger } from '../accounts/account-ledger.js';
import type { AccountEngine } from '../engine/account-engine.js';
import type { Command } from '../engine/command.js';
import type { InstrumentCatalogue } from '../instruments/instrument-catalogue.js';
import type { Strategy } from '../strategies/strategy.js';
import type { StrategyService } from '../strategies/strategy-service.js';
import { executeSignal } from './execute-signal.js';
import type { Signal, SignalIntent } from './signal.js';
import { findSignals } from './signal-repository.js';
import { assertSameSignal, assertTradable, readSignalIntent } from './signal-request.js';

export class SignalService {
  constructor(
    private readonly deps: {
      tenantDb: TenantDatabase;
      ledger: AccountLedger;
      engine: AccountEngine;
      strategies: Pick<StrategyService, 'get'>;
      catalogue: InstrumentCatalogue;
      clock: Clock;
      ids: IdGenerator;
      maxSignalAgeMs: number;
    },
  ) {}

  /** Trades a signal from outside; the same signalId with the same content gives the same signal. */
  async submit({ tenantId, by }: Command, input: unknown): Promise<Signal> {
    const intent = readSignalIntent(input);
    const { accountId } = await this.deps.strategies.get(tenantId, intent.strategyId);
    await this.deps.catalogue.ready(intent.symbol);
    return this.deps.engine.exclusively({ tenantId, accountId }, async (commit) => {
      const known = await this.deps.ledger.findSignal(tenantId, intent);
      if (known) {
        assertSameSignal(known, intent);
        return known;
      }
      const strategy = await this.deps.strategies.get(tenantId, intent.strategyId);
      const age = { nowMs: this.deps.clock.nowMs(), mostMs: this.deps.maxSignalAgeMs };
      assertTradable(intent, strategy, age);
      return commit(
        (draft, desk) => executeSignal(draft, intent, strategy.sizing, desk),
        (signal) =>
          auditEvent(this.deps, by, {
            tenantId,
            action: 'signal.submit',
            target: { type: 'Signal', id: signal.id },
            details: { strategyId: strategy.id, symbol: signal.symbol, status: signal.status },
          }),
      );
    });
  }

  find(tenantId: string, ids: readonly string[]): Promise<Signal[]> {
    return this.deps.tenantDb.withTenant(tenantId, (db) => findSignals(db, ids));
  }
}

/**
 * Trades a signal of a strategy's own rule; one that is told twice is traded once.
 * `isRunning` is asked right before: a strategy that was stopped meanwhile trades no more.
 */
export const createSignalTrader =
  (deps: { ledger: AccountLedger; engine: AccountEngine }) =>
  async (
    tenantId: string,
    strategy: Strategy,
    intent: SignalIntent,
    isRunning: () => boolean,
  ): Promise<void> => {
    const ref = { tenantId, accountId: strategy.accountId };
    await deps.engine.exclusively(ref, async (commit) => {
      const known = await deps.ledger.findSignal(tenantId, intent);
      if (known || !isRunning()) return;
      await commit((draft, desk) => executeSignal(draft, intent, strategy.sizing, desk));
    });
  };
