import { Prisma } from '../../../foundation/database/__generated__/tenant/client.js';
import type {
  TenantClient,
  TenantTransaction,
} from '../../../foundation/database/tenant-database.js';
import type { Meter, UsageRecorded } from '../../../foundation/events/usage-events.js';
import { Decimal, zero } from '../../../foundation/money/decimal.js';

export const granularities = ['HOUR', 'DAY', 'MONTH'] as const;
export type Granularity = (typeof granularities)[number];

export type UsagePoint = { meter: Meter; time: Date; value: Decimal };

type Range = { from: Date; to: Date };

/** Keeps one metered thing; an event that is told twice counts once. */
export const addUsage = async (
  tx: TenantTransaction,
  eventId: string,
  record: UsageRecorded,
): Promise<void> => {
  await tx.usageRecord.createMany({
    data: [{ ...record, eventId, time: new Date(record.time) }],
    skipDuplicates: true,
  });
};

/** How much of each meter was used in each hour, day or month (UTC) of the range that saw any. */
export const listUsage = async (
  db: TenantClient,
  range: Range,
  granularity: Granularity,
): Promise<UsagePoint[]> => {
  const rows = await db.$queryRaw<{ meter: Meter; time: Date; value: string }[]>(Prisma.sql`
    SELECT meter, date_trunc(${granularity.toLowerCase()}, time, 'UTC') AS time,
      sum(quantity)::text AS value
    FROM "__tenant__"."usage_records"
    WHERE time >= ${range.from} AND time < ${range.to}
    GROUP BY 1, 2
    ORDER BY 1, 2`);
  return rows.map((row) => ({ ...row, value: new Decimal(row.value) }));
};

/** How much of one meter was used in the range. */
export const sumUsage = async (
  db: TenantTransaction,
  meter: Meter,
  range: Range,
): Promise<Decimal> => {
  const { _sum } = await db.usageRecord.aggregate({
    where: { meter, time: { gte: range.from, lt: range.to } },
    _sum: { quantity: true },
  });
  return _sum.quantity ? new Decimal(_sum.quantity.toString()) : zero;
};
