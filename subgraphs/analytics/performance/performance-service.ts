import type { TenantDatabase } from '../../../foundation/database/tenant-database.js';
import {
  assertCurvePoints,
  downsampleCurve,
} from '../../../foundation/performance/downsample-curve.js';
import type { Measured } from '../../../foundation/performance/measure.js';
import { measure } from '../../../foundation/performance/measure.js';
import type { TradingCalendar } from '../../../foundation/performance/trading-calendar.js';
import type { Clock } from '../../../foundation/time/clock.js';
import { listCurvePoints, listEquityDays } from '../equity/equity-repository.js';
import type { EquityCurvePoint } from '../equity/equity-repository.js';
import { sumFills, tallyTrades } from '../trades/trade-repository.js';
import { findAccounts } from './account-repository.js';
import type { AccountRecord, OfAccount } from './account-repository.js';
import type { TimeRange } from './time-range.js';
import { boundsOf } from './time-range.js';

/** What is asked of each account of a batch; `calendar` null lets the account's own trading decide. */
export type PerformanceQuestion = { range: TimeRange; calendar: TradingCalendar | null };

export type Performance = Measured & { accountId: string; range: TimeRange; currency: string };

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

export const createPerformanceService = (deps: {
  tenantDb: TenantDatabase;
  clock: Clock;
}): PerformanceService => ({
  async measure(tenantId, accountIds, { range, calendar }) {
    const [accounts, days, trades, symbols] = await deps.tenantDb.read(tenantId, async (db) => [
      await findAccounts(db, accountIds),
      await listEquityDays(db, accountIds, range),
      await tallyTrades(db, accountIds, range),
      await sumFills(db, accountIds, range),
    ]);
    const untilMs = Math.min(boundsOf(range).to.getTime(), deps.clock.nowMs()) - 1;
    return accountIds.map((accountId) => {
      const account = accounts.find((candidate) => candidate.accountId === accountId);
      if (!account) return null;
      const measured = measure({
        calendar: calendar ?? calendarOf(account),
        days: rowsOf(days, accountId),
        trades: rowsOf(trades, accountId),
        symbols: rowsOf(symbols, accountId),
        untilMs,
      });
      return { ...measured, accountId, range, currency: account.currency };
    });
  },

  async drawCurves(tenantId, accountIds, { range, points }) {
    assertCurvePoints(points);
    const rows = await deps.tenantDb.read(tenantId, async (db) =>
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
