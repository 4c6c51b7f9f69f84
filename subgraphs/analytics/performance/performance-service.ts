import type { TenantDatabase } from '../../../foundation/database/tenant-database.js';
import { DomainError } from '../../../foundation/errors/domain-error.js';
import type { Decimal } from '../../../foundation/money/decimal.js';
import type { Clock } from '../../../foundation/time/clock.js';
import {
  downsampleCurve,
  leastCurvePoints,
} from '../../../foundation/performance/downsample-curve.js';
import { listCurvePoints, listEquityDays } from '../equity/equity-repository.js';
import type { EquityCurvePoint } from '../equity/equity-repository.js';
import type { TradingCalendar } from '../../../foundation/performance/trading-calendar.js';
import { sumFills, tallyTrades } from '../trades/trade-repository.js';
import type { AccountActivity } from '../../../foundation/performance/account-activity.js';
import { findAccounts } from './account-repository.js';
import type { AccountRecord, OfAccount } from './account-repository.js';
import { riskFigures } from '../../../foundation/performance/risk-figures.js';
import type { RiskFigures } from '../../../foundation/performance/risk-figures.js';
import type { TimeRange } from './time-range.js';
import { boundsOf } from './time-range.js';
import {
  resultsByStrategy,
  resultsBySymbol,
  tradeFigures,
} from '../../../foundation/performance/trade-figures.js';
import type {
  StrategyResult,
  SymbolFigures,
  TradeFigures,
} from '../../../foundation/performance/trade-figures.js';

/** What is asked of each account of a batch; `calendar` null lets the account's own trading decide. */
export type PerformanceQuestion = { range: TimeRange; calendar: TradingCalendar | null };

export type Performance = {
  accountId: string;
  range: TimeRange;
  currency: string;
  calendar: TradingCalendar;
  /** How many daily returns the ratios rest on. */
  returns: number;
  startEquity: Decimal | null;
  endEquity: Decimal | null;
  trades: number;
  figures: RiskFigures & TradeFigures;
  byStrategy: StrategyResult[];
  bySymbol: SymbolFigures[];
};

export type PerformanceService = {
  /** The performance of each account of the tenant's own, in the order asked; null for any other id. */
  measure(
    tenantId: string,
    accountIds: readonly string[],
    question: PerformanceQuestion,
  ): Promise<(Performance | null)[]>;
  /** The equity curve of each account, of at most `points` points each. */
  drawCurves(
    tenantId: string,
    accountIds: readonly string[],
    question: { range: TimeRange; points: number },
  ): Promise<EquityCurvePoint[][]>;
};

const mostCurvePoints = 2_000;

export const createPerformanceService = (deps: {
  tenantDb: TenantDatabase;
  clock: Clock;
}): PerformanceService => ({
  async measure(tenantId, accountIds, { range, calendar }) {
    const [accounts, days, trades, symbols] = await deps.tenantDb.withTenant(
      tenantId,
      async (db) => [
        await findAccounts(db, accountIds),
        await listEquityDays(db, accountIds, range),
        await tallyTrades(db, accountIds, range),
        await sumFills(db, accountIds, range),
      ],
    );
    const untilMs = Math.min(boundsOf(range).to.getTime(), deps.clock.nowMs()) - 1;
    return accountIds.map((accountId) => {
      const account = accounts.find((candidate) => candidate.accountId === accountId);
      if (!account) return null;
      return toPerformance(account, range, {
        calendar: calendar ?? calendarOf(account),
        days: rowsOf(days, accountId),
        trades: rowsOf(trades, accountId),
        symbols: rowsOf(symbols, accountId),
        untilMs,
      });
    });
  },

  async drawCurves(tenantId, accountIds, { range, points }) {
    if (points < leastCurvePoints || points > mostCurvePoints)
      throw new DomainError(
        'BAD_USER_INPUT',
        `points must be between ${leastCurvePoints} and ${mostCurvePoints}.`,
        ['points'],
      );
    const rows = await deps.tenantDb.withTenant(tenantId, async (db) =>
      listCurvePoints(db, accountIds, range, points),
    );
    return accountIds.map((accountId) => downsampleCurve(rowsOf(rows, accountId), points));
  },
});

const rowsOf = <TRow>(rows: readonly OfAccount<TRow>[], accountId: string): OfAccount<TRow>[] =>
  rows.filter((row) => row.accountId === accountId);

/** Currencies and metals rest on Saturdays; whoever held a position then trades what never rests. */
const calendarOf = (account: AccountRecord): TradingCalendar =>
  account.tradesOnSaturdays ? 'EVERY_DAY' : 'WEEKDAYS';

const toPerformance = (
  { accountId, currency }: AccountRecord,
  range: TimeRange,
  activity: AccountActivity,
): Performance => {
  const { returns, ...risk } = riskFigures(activity);
  const { trades, ...trading } = tradeFigures(activity.trades);
  return {
    accountId,
    range,
    currency,
    calendar: activity.calendar,
    returns,
    startEquity: activity.days.at(0)?.open ?? null,
    endEquity: activity.days.at(-1)?.close ?? null,
    trades,
    figures: { ...risk, ...trading },
    byStrategy: resultsByStrategy(activity),
    bySymbol: resultsBySymbol(activity),
  };
};
