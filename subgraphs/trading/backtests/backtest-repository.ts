import { z } from 'zod';
import type {
  TenantClient,
  TenantTransaction,
} from '../../../foundation/database/tenant-database.js';
import { candleIntervals } from '../../../foundation/events/candle-events.js';
import { decimalField } from '../../../foundation/events/event-fields.js';
import { Decimal, decimalText } from '../../../foundation/money/decimal.js';
import { decimalOf } from '../accounts/account-mapper.js';
import { textOrNull } from '../orders/order-view.js';
import { riskProfiles } from '../risk/risk-profile.js';
import { unheardRisk } from '../risk/tenant-risk.js';
import { ruleParameters } from '../strategies/strategy-request.js';
import type { Backtest, BacktestProgress, BacktestStatus, BacktestTerms } from './backtest.js';
import type { SimulationOutcome } from './simulation/simulation-record.js';
import { readResult } from './stored-result.js';

const pending: BacktestStatus[] = ['QUEUED', 'RUNNING'];

const storedStrategy = z.object({
  kind: z.literal('INDICATOR'),
  symbols: z.array(z.string()),
  interval: z.enum(candleIntervals),
  rule: ruleParameters,
  sizing: z.object({
    kind: z.literal('FIXED'),
    quantity: decimalField.transform((text) => new Decimal(text)),
  }),
});

const storedRisk = z.object({
  profile: z.enum(riskProfiles),
  maxPositionSize: decimalField.transform((text) => new Decimal(text)).nullable(),
  // Backtests that were asked for before stops were acted on have none.
  stopLossThreshold: decimalField
    .transform((text) => new Decimal(text))
    .nullable()
    .default(null),
  version: z.int(),
});

type Row = NonNullable<Awaited<ReturnType<TenantClient['backtest']['findUnique']>>>;

const backtestOf = ({ strategy, risk, result, ...row }: Row): Backtest => ({
  ...row,
  risk: risk === null ? unheardRisk : storedRisk.parse(risk),
  status: row.status as BacktestStatus,
  strategy: storedStrategy.parse(strategy),
  initialBalance: decimalOf(row.initialBalance),
  progress: Number(row.progress),
  result: result === null ? null : readResult(result),
});

export const addBacktest = async (
  tx: TenantTransaction,
  {
    strategy,
    initialBalance,
    risk,
    ...terms
  }: BacktestTerms & Pick<Backtest, 'id' | 'risk' | 'createdAt'>,
): Promise<void> => {
  const sizing = { ...strategy.sizing, quantity: decimalText(strategy.sizing.quantity) };
  await tx.backtest.create({
    data: {
      ...terms,
      strategy: { ...strategy, symbols: [...strategy.symbols], sizing },
      initialBalance: decimalText(initialBalance),
      risk: {
        ...risk,
        maxPositionSize: textOrNull(risk.maxPositionSize),
        stopLossThreshold: textOrNull(risk.stopLossThreshold),
      },
      ...{ status: 'QUEUED', progress: 0, events: 0, attempts: 0 },
    },
  });
};

export const findBacktests = async (
  db: TenantClient | TenantTransaction,
  ids: readonly string[],
): Promise<Backtest[]> =>
  (await db.backtest.findMany({ where: { id: { in: [...ids] } } })).map(backtestOf);

/** Newest first: one more than `first`, so that the surplus tells of a next page. */
export const listBacktests = async (
  db: TenantClient,
  page: { first: number; after: string | null },
): Promise<Backtest[]> => {
  const rows = await db.backtest.findMany({
    where: page.after === null ? {} : { id: { lt: page.after } },
    orderBy: { id: 'desc' },
    take: page.first + 1,
  });
  return rows.map(backtestOf);
};

export const countPending = (tx: TenantTransaction): Promise<number> =>
  tx.backtest.count({ where: { status: { in: pending } } });

export const listPending = async (db: TenantClient): Promise<string[]> => {
  const rows = await db.backtest.findMany({
    where: { status: { in: pending } },
    select: { id: true },
    orderBy: { id: 'asc' },
  });
  return rows.map(({ id }) => id);
};

/**
 * Starts the next attempt, from the beginning; whoever ran an earlier one can write no more.
 * @returns null when there is nothing left to do.
 */
export const startAttempt = async (
  tx: TenantTransaction,
  id: string,
  startedAt: Date,
): Promise<Backtest | null> => {
  const { count } = await tx.backtest.updateMany({
    where: { id, status: { in: pending } },
    data: {
      ...{ status: 'RUNNING', startedAt, attempts: { increment: 1 } },
      ...{ progress: 0, events: 0, eventsPerSecond: null },
    },
  });
  const [backtest] = count === 1 ? await findBacktests(tx, [id]) : [];
  return backtest ?? null;
};

/** Which attempt writes. */
type Attempt = { id: string; attempts: number };

const ofAttempt = ({ id, attempts }: Attempt) => ({ id, attempts, status: 'RUNNING' });

/** @returns false when the attempt is not the running one any more. */
export const saveProgress = async (
  db: TenantClient,
  attempt: Attempt,
  progress: BacktestProgress,
): Promise<boolean> =>
  (await db.backtest.updateMany({ where: ofAttempt(attempt), data: progress })).count === 1;

/** Orders of one INSERT. */
const ordersAtOnce = 1_000;

/** @returns false when the attempt is not the running one any more; nothing is kept then. */
export const saveOutcome = async (
  tx: TenantTransaction,
  attempt: Attempt,
  { outcome, finishedAt }: { outcome: SimulationOutcome; finishedAt: Date },
): Promise<boolean> => {
  const { result, orders } = outcome;
  const { count } = await tx.backtest.updateMany({
    where: ofAttempt(attempt),
    data: { status: 'COMPLETED', progress: 1, result, orderCount: orders.length, finishedAt },
  });
  if (count !== 1) return false;
  const rows = orders.map((order) => ({ ...order, backtestId: attempt.id }));
  for (let i = 0; i < rows.length; i += ordersAtOnce)
    await tx.backtestOrder.createMany({ data: rows.slice(i, i + ordersAtOnce) });
  return true;
};

export const saveFailure = async (
  tx: TenantTransaction,
  attempt: Attempt,
  failure: { error: string; finishedAt: Date },
): Promise<boolean> => {
  const { count } = await tx.backtest.updateMany({
    where: ofAttempt(attempt),
    data: { status: 'FAILED', ...failure },
  });
  return count === 1;
};

/** @returns false when it was over already. */
export const saveCancel = async (
  tx: TenantTransaction,
  id: string,
  finishedAt: Date,
): Promise<boolean> => {
  const { count } = await tx.backtest.updateMany({
    where: { id, status: { in: pending } },
    data: { status: 'CANCELED', finishedAt },
  });
  return count === 1;
};
