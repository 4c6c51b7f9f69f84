import type { TenantDatabase } from '../../../foundation/database/tenant-database.js';
import { DomainError } from '../../../foundation/errors/domain-error.js';
import type { JobKind, JobQueue } from '../../../foundation/jobs/job-queue.js';
import type { Logger } from '../../../foundation/logging/logger.js';
import type { Broadcast } from '../../../foundation/messaging/broadcast.js';
import type { Clock } from '../../../foundation/time/clock.js';
import { nowOf } from '../../../foundation/time/clock.js';
import type { Backtest, BacktestProgress, BacktestStatus } from '../backtests/backtest.js';
import { backtestsChannel } from '../backtests/backtest.js';
import {
  listPending,
  saveFailure,
  saveOutcome,
  saveProgress,
  startAttempt,
} from '../backtests/backtest-repository.js';
import type { MarketHistory } from '../backtests/market-history.js';
import { playedInstruments } from '../backtests/played-instruments.js';
import type { SimulationRunner } from '../backtests/simulation/simulation-runner.js';
import type { SimulationOutcome } from '../backtests/simulation/simulation-record.js';
import type { InstrumentCatalogue } from '../instruments/instrument-catalogue.js';
import type { RiskLimits } from '../risk/pre-trade-risk.js';
import type { TenantRisk } from '../risk/tenant-risk.js';
import type { CandleHistory, ClosedCandle } from '../strategies/candle-history.js';
import { warmUpLength } from '../strategies/ema-cross.js';

type BacktestData = { tenantId: string; backtestId: string };

const backtestKind: JobKind<BacktestData> = {
  name: 'trading.run-backtest',
  retryLimit: 4,
  // The longest range on a slow machine; whoever takes longer is superseded, and notices.
  expireInSeconds: 1_800,
};

/** A backtest that ends its process, or is interrupted, so often is not tried again. */
const mostAttempts = 5;
/** Progress is kept, and told, in steps of this. */
const progressStep = 0.01;

type Deps = {
  tenantDb: TenantDatabase;
  jobs: JobQueue;
  runner: SimulationRunner;
  history: MarketHistory;
  candles: CandleHistory;
  catalogue: InstrumentCatalogue;
  limitsOf: (risk: TenantRisk) => RiskLimits;
  maxQuoteAgeMs: number;
  broadcast: Broadcast;
  logger: Logger;
  clock: Clock;
};

export type BacktestRuns = {
  /** Works on backtests from now on. */
  start(): Promise<void>;
  enqueue(tenantId: string, backtestId: string): Promise<void>;
  /** Tells of a cancel that is committed; the run gives itself up when it next keeps its progress. */
  cancelled(tenantId: string, backtestId: string): Promise<void>;
  /** Enqueues what a crash left unfinished; it starts anew. */
  sweep(tenantIds: readonly string[]): Promise<void>;
};

/**
 * Runs backtests, one at a time. The row decides what is left to do, so that a job that is handed out twice has one
 * outcome; being deterministic, an attempt after a crash comes to the same.
 */
export const createBacktestRuns = (deps: Deps): BacktestRuns => {
  const enqueue: BacktestRuns['enqueue'] = (tenantId, backtestId) =>
    deps.jobs.enqueue(backtestKind, { tenantId, backtestId }, { key: backtestId });

  const handle = async ({ tenantId, backtestId }: BacktestData): Promise<void> => {
    const backtest = await deps.tenantDb.transaction(tenantId, async (tx) =>
      startAttempt(tx, backtestId, nowOf(deps.clock)),
    );
    if (!backtest) return;
    if (backtest.attempts > mostAttempts)
      return fail(deps, tenantId, backtest, `It was interrupted ${mostAttempts} times.`);
    await tell(deps, tenantId, backtestId, 'RUNNING');
    try {
      const outcome = await play(deps, tenantId, backtest);
      if (outcome) await complete(deps, tenantId, backtest, outcome);
    } catch (error) {
      if (error instanceof DomainError && error.code !== 'SERVICE_UNAVAILABLE')
        return fail(deps, tenantId, backtest, error.message);
      deps.logger.error({ err: error, tenantId, backtestId }, 'a backtest was interrupted');
      if (backtest.attempts < mostAttempts) throw error;
      await fail(deps, tenantId, backtest, `It did not complete in ${mostAttempts} attempts.`);
    }
  };

  return {
    start: () => deps.jobs.work(backtestKind, handle),
    enqueue,
    cancelled: (tenantId, backtestId) => tell(deps, tenantId, backtestId, 'CANCELED'),
    async sweep(tenantIds) {
      for (const tenantId of tenantIds) {
        const ids = await deps.tenantDb.withTenant(tenantId, async (db) => listPending(db));
        for (const id of ids) await enqueue(tenantId, id);
      }
    },
  };
};

/** Null when it was cancelled, or a later attempt has taken over. */
const play = async (
  deps: Deps,
  tenantId: string,
  backtest: Backtest,
): Promise<SimulationOutcome | null> => {
  const { strategy, from, to, initialBalance, currency, seed } = backtest;
  await deps.catalogue.ready();
  const instruments = playedInstruments(backtest, deps.catalogue.all());
  const setup = {
    terms: { strategy, from, to, initialBalance, currency, seed },
    ...{ instruments, limits: deps.limitsOf(backtest.risk), maxQuoteAgeMs: deps.maxQuoteAgeMs },
    warmUp: await warmUpOf(deps, backtest),
  };
  const windows = deps.history.windows({
    symbols: instruments.map(({ symbol }) => symbol),
    traded: strategy.symbols,
    interval: strategy.interval,
    ...{ fromMs: from.getTime(), toMs: to.getTime() },
  });
  let kept = 0;
  const onProgress = async (progress: BacktestProgress): Promise<boolean> => {
    if (progress.progress < Math.min(1, kept + progressStep)) return true;
    kept = progress.progress;
    const isRunning = await deps.tenantDb.withTenant(tenantId, async (db) =>
      saveProgress(db, backtest, progress),
    );
    if (isRunning) await tell(deps, tenantId, backtest.id, 'RUNNING');
    return isRunning;
  };
  return deps.runner.run(setup, windows, onProgress);
};

const warmUpOf = async (
  { candles }: Deps,
  { strategy, from }: Backtest,
): Promise<Record<string, ClosedCandle[]>> => {
  const { symbols, interval, rule } = strategy;
  const question = { nowMs: from.getTime(), count: warmUpLength(rule) };
  const histories = await Promise.all(
    symbols.map(async (symbol) => [symbol, await candles.lastClosed(symbol, interval, question)]),
  );
  return Object.fromEntries(histories) as Record<string, ClosedCandle[]>;
};

const complete = async (
  deps: Deps,
  tenantId: string,
  backtest: Backtest,
  outcome: SimulationOutcome,
): Promise<void> => {
  const finishedAt = nowOf(deps.clock);
  const isKept = await deps.tenantDb.transaction(tenantId, async (tx) =>
    saveOutcome(tx, backtest, { outcome, finishedAt }),
  );
  if (isKept) await tell(deps, tenantId, backtest.id, 'COMPLETED');
};

const fail = async (
  deps: Deps,
  tenantId: string,
  backtest: Backtest,
  error: string,
): Promise<void> => {
  const failure = { error, finishedAt: nowOf(deps.clock) };
  const isKept = await deps.tenantDb.transaction(tenantId, async (tx) =>
    saveFailure(tx, backtest, failure),
  );
  if (isKept) await tell(deps, tenantId, backtest.id, 'FAILED');
};

const tell = (
  { broadcast }: Deps,
  tenantId: string,
  id: string,
  status: BacktestStatus,
): Promise<void> => broadcast.publish(backtestsChannel(tenantId), { id, status });
