import type {
  TenantClient,
  TenantTransaction,
} from '../../../foundation/database/tenant-database.js';
import type { CandleInterval } from '../../../foundation/events/candle-events.js';
import { Decimal, decimalText } from '../../../foundation/money/decimal.js';
import type { Strategy, StrategyKind, StrategyStatus } from './strategy.js';
import { ruleParameters } from './strategy-request.js';
import { z } from 'zod';

type Row = NonNullable<Awaited<ReturnType<TenantClient['strategy']['findUnique']>>>;

const storedSizing = z.object({ kind: z.literal('FIXED'), quantity: z.string() });

const strategyOf = (row: Row): Strategy => {
  const sizing = storedSizing.parse(row.sizing);
  return {
    id: row.id,
    accountId: row.accountId,
    name: row.name,
    kind: row.kind as StrategyKind,
    status: row.status as StrategyStatus,
    symbols: row.symbols,
    interval: row.interval as CandleInterval,
    rule: row.kind === 'INDICATOR' ? ruleParameters.parse(row.parameters) : null,
    sizing: { ...sizing, quantity: new Decimal(sizing.quantity) },
    createdAt: row.createdAt,
    startedAt: row.startedAt,
    stoppedAt: row.stoppedAt,
  };
};

export const findStrategies = async (
  db: TenantClient,
  ids: readonly string[],
): Promise<Strategy[]> =>
  (await db.strategy.findMany({ where: { id: { in: [...ids] } } })).map(strategyOf);

/** Oldest first. */
export const listStrategies = async (
  db: TenantClient,
  filter: { accountId?: string; status?: StrategyStatus },
): Promise<Strategy[]> =>
  (await db.strategy.findMany({ where: filter, orderBy: { id: 'asc' } })).map(strategyOf);

/** @returns false when the account has a strategy of that name. */
export const insertStrategy = async (
  tx: TenantTransaction,
  { rule, sizing, symbols, ...columns }: Strategy,
): Promise<boolean> => {
  const data = {
    ...columns,
    symbols: [...symbols],
    parameters: rule ?? {},
    sizing: { ...sizing, quantity: decimalText(sizing.quantity) },
  };
  return (await tx.strategy.createMany({ data: [data], skipDuplicates: true })).count === 1;
};

/** @returns false when the strategy was in none of the states `from` any more. */
export const updateStrategyStatus = async (
  db: TenantTransaction,
  id: string,
  step: { from: readonly StrategyStatus[]; to: StrategyStatus; now: Date },
): Promise<boolean> => {
  const time = step.to === 'RUNNING' ? { startedAt: step.now } : { stoppedAt: step.now };
  const { count } = await db.strategy.updateMany({
    where: { id, status: { in: [...step.from] } },
    data: { status: step.to, ...time },
  });
  return count === 1;
};
