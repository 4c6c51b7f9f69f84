import type { TenantClient } from '../../../foundation/database/tenant-database.js';
import { Prisma } from '../../../foundation/database/__generated__/tenant/client.js';
import { Decimal } from '../../../foundation/money/decimal.js';
import { measuredSeries } from '../performance/equity-series.js';
import type { TimeRange } from '../performance/time-range.js';
import type { CurvePoint } from './downsample-curve.js';

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
