import type {
  TenantClient,
  TenantTransaction,
} from '../../../foundation/database/tenant-database.js';
import type { SubscriptionChanged } from '../../../foundation/events/subscription-events.js';
import type { Meter } from '../../../foundation/events/usage-events.js';
import { meterNames } from '../../../foundation/events/usage-events.js';
import { Decimal } from '../../../foundation/money/decimal.js';
import type { ThresholdPercent } from './thresholds.js';

/** What a month includes of each meter; absent or null is unlimited. */
export type Limits = ReadonlyMap<Meter, Decimal | null>;

export const findLimits = async (db: TenantClient | TenantTransaction): Promise<Limits> => {
  const rows = await db.usageLimit.findMany();
  return new Map(
    rows.map((row) => [row.meter as Meter, row.amount && new Decimal(row.amount.toString())]),
  );
};

/** Takes the limits of a newer subscription and leaves those of an older one alone. */
export const saveLimits = async (
  tx: TenantTransaction,
  { version, limits }: SubscriptionChanged,
): Promise<void> => {
  for (const meter of meterNames) {
    const amount = limits[meter] ?? null;
    await tx.usageLimit.createMany({ data: [{ meter, amount, version }], skipDuplicates: true });
    await tx.usageLimit.updateMany({
      where: { meter, version: { lt: version } },
      data: { amount, version },
    });
  }
};

/** True when this threshold of the month had not been told before. */
export const markThreshold = async (
  tx: TenantTransaction,
  threshold: { meter: Meter; periodStart: Date; percent: ThresholdPercent },
): Promise<boolean> => {
  const { count } = await tx.usageThreshold.createMany({ data: [threshold], skipDuplicates: true });
  return count === 1;
};
