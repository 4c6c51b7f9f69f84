import { Prisma } from '../../../foundation/database/__generated__/tenant/client.js';
import type { TenantClient } from '../../../foundation/database/tenant-database.js';
import { Decimal } from '../../../foundation/money/decimal.js';
import type { EquityDay } from '../../../foundation/performance/account-activity.js';
import type { OfAccount } from '../performance/account-repository.js';
import type { TimeRange } from '../performance/time-range.js';
import { boundsOf } from '../performance/time-range.js';
import type { CurvePoint } from '../../../foundation/performance/downsample-curve.js';
import { dayOf } from '../../../foundation/performance/trading-calendar.js';

/** The days of each account within the range, in order. */
export const listEquityDays = async (
  db: TenantClient,
  accountIds: readonly string[],
  range: TimeRange,
): Promise<OfAccount<EquityDay>[]> => {
  const rows = await db.$queryRaw<
    { account_id: string; date: Date; start: Date; open: string; close: string; drawdown: number }[]
  >(Prisma.sql`
    WITH ${measuredSeries(accountIds, range)}
    SELECT account_id, date_trunc('day', time - interval '1 millisecond', 'UTC') AS date,
      min(time) AS start,
      (array_agg(equity ORDER BY time, event_id))[1]::text AS open,
      (array_agg(equity ORDER BY time DESC, event_id DESC))[1]::text AS close,
      min(drawdown) AS drawdown
    FROM measured
    GROUP BY account_id, date
    ORDER BY account_id, date`);
  return rows.map((row) => ({
    accountId: row.account_id,
    day: dayOf(row.date.getTime()),
    startMs: row.start.getTime(),
    open: new Decimal(row.open),
    close: new Decimal(row.close),
    drawdown: row.drawdown,
  }));
};

/** `amount` is the exact equity, `equity` the same for drawing. */
export type EquityCurvePoint = CurvePoint & { accountId: string; amount: Decimal };

/**
 * The equity curve of each account, thinned by the database to a few points for each of `stretches` stretches of
 * equal count: the highest, the lowest, the one in the deepest drawdown, and the very first and last. A curve of
 * no more points than that comes whole.
 */
export const listCurvePoints = async (
  db: TenantClient,
  accountIds: readonly string[],
  range: TimeRange,
  stretches: number,
): Promise<EquityCurvePoint[]> => {
  const rows = await db.$queryRaw<
    { account_id: string; time: Date; equity: string; drawdown: number }[]
  >(Prisma.sql`
    WITH ${measuredSeries(accountIds, range)},
    placed AS (
      SELECT *,
        row_number() OVER (PARTITION BY account_id ORDER BY time, event_id) AS place,
        count(*) OVER (PARTITION BY account_id) AS points
      FROM measured
    ),
    stretched AS (
      SELECT *, (place - 1) * ${stretches}::int / points AS stretch FROM placed
    ),
    ranked AS (
      SELECT *,
        row_number() OVER (PARTITION BY account_id, stretch ORDER BY equity, place) AS lowest,
        row_number() OVER (PARTITION BY account_id, stretch ORDER BY equity DESC, place) AS highest,
        row_number() OVER (PARTITION BY account_id, stretch ORDER BY drawdown, place) AS deepest
      FROM stretched
    )
    SELECT account_id, time, equity::text AS equity, drawdown
    FROM ranked
    WHERE 1 IN (lowest, highest, deepest, place) OR place = points
    ORDER BY account_id, place`);
  return rows.map((row) => ({
    accountId: row.account_id,
    timeMs: row.time.getTime(),
    amount: new Decimal(row.equity),
    equity: Number(row.equity),
    drawdown: row.drawdown,
  }));
};

/**
 * SQL: common table expressions that end in `measured(account_id, time, event_id, equity, drawdown)`, the equity of
 * each account over the range. The equity that an account entered the range with is its first row, at `from`; the
 * running peak starts there. Drawdown is a fraction in [−1, 0].
 */
const measuredSeries = (accountIds: readonly string[], range: TimeRange): Prisma.Sql => {
  const { from, to } = boundsOf(range);
  const ids = [...accountIds];
  return Prisma.sql`
    carried AS (
      SELECT asked.account_id, before.equity
      FROM unnest(${ids}::text[]) AS asked(account_id)
      CROSS JOIN LATERAL (
        SELECT point.equity
        FROM "__tenant__"."analytics_equity_points" AS point
        WHERE point.account_id = asked.account_id AND point.time < ${from}
        ORDER BY point.time DESC, point.event_id DESC
        LIMIT 1
      ) AS before
    ),
    series AS (
      SELECT account_id, ${from}::timestamptz AS time, '' AS event_id, equity FROM carried
      UNION ALL
      SELECT account_id, time, event_id, equity
      FROM "__tenant__"."analytics_equity_points"
      WHERE account_id = ANY(${ids}::text[]) AND time >= ${from} AND time < ${to}
    ),
    climbed AS (
      SELECT *, max(equity) OVER (
        PARTITION BY account_id ORDER BY time, event_id ROWS UNBOUNDED PRECEDING
      ) AS peak
      FROM series
    ),
    measured AS (
      SELECT account_id, time, event_id, equity,
        CASE WHEN peak <= 0 THEN 0
             ELSE greatest(-1, equity::float8 / peak::float8 - 1) END AS drawdown
      FROM climbed
    )`;
};
