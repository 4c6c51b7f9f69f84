import { Prisma } from '../../../foundation/database/__generated__/tenant/client.js';
import type { TimeRange } from './time-range.js';
import { boundsOf } from './time-range.js';

/**
 * SQL: common table expressions that end in `measured(account_id, time, event_id, equity, drawdown)`, the equity of
 * each account over the range. The equity that an account entered the range with is its first row, at `from`; the
 * running peak starts there. Drawdown is a fraction in [−1, 0], as in metrics/drawdown.ts.
 */
export const measuredSeries = (accountIds: readonly string[], range: TimeRange): Prisma.Sql => {
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
