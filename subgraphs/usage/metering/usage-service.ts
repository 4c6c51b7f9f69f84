import type { TenantDatabase } from '../../../foundation/database/tenant-database.js';
import { DomainError } from '../../../foundation/errors/domain-error.js';
import type { Meter } from '../../../foundation/events/usage-events.js';
import { meterNames } from '../../../foundation/events/usage-events.js';
import type { Decimal } from '../../../foundation/money/decimal.js';
import { zero } from '../../../foundation/money/decimal.js';
import type { Clock } from '../../../foundation/time/clock.js';
import { nowOf } from '../../../foundation/time/clock.js';
import { monthOf } from '../quotas/billing-month.js';
import { findLimits } from '../quotas/quota-repository.js';
import type { Granularity, UsagePoint } from './usage-repository.js';
import { listUsage } from './usage-repository.js';

export type MeterUsage = { meter: Meter; points: UsagePoint[]; total: Decimal };
export type Quota = { meter: Meter; limit: Decimal | null; used: Decimal; resetsAt: Date };

export type UsageService = {
  /** What was used of each meter in [from, to); meters without use come with an empty list and a total of 0. */
  report(tenantId: string, range: UsageRange, granularity: Granularity): Promise<MeterUsage[]>;
  /** Where each meter stands in the current calendar month (UTC). */
  quotas(tenantId: string): Promise<Quota[]>;
};

export type UsageRange = { from: Date; to: Date };

const hourMs = 3_600_000;
const periodMs: Readonly<Record<Granularity, number>> = {
  HOUR: hourMs,
  DAY: 24 * hourMs,
  MONTH: 28 * 24 * hourMs,
};
const mostPeriods = 1_000;

export const createUsageService = (deps: {
  tenantDb: TenantDatabase;
  clock: Clock;
}): UsageService => ({
  async report(tenantId, range, granularity) {
    checkRange(range, granularity);
    const points = await deps.tenantDb.withTenant(tenantId, async (db) =>
      listUsage(db, range, granularity),
    );
    return meterNames.map((meter) => toMeterUsage(meter, points));
  },

  async quotas(tenantId) {
    const month = monthOf(nowOf(deps.clock));
    const { limits, points } = await deps.tenantDb.withTenant(tenantId, async (db) => ({
      limits: await findLimits(db),
      points: await listUsage(db, month, 'MONTH'),
    }));
    return meterNames.map((meter) => ({
      meter,
      limit: limits.get(meter) ?? null,
      used: toMeterUsage(meter, points).total,
      resetsAt: month.to,
    }));
  },
});

const checkRange = ({ from, to }: UsageRange, granularity: Granularity): void => {
  if (from >= to) throw new DomainError('BAD_USER_INPUT', 'from must be before to.', ['from']);
  if ((to.getTime() - from.getTime()) / periodMs[granularity] > mostPeriods)
    throw new DomainError(
      'BAD_USER_INPUT',
      `The range holds more than ${mostPeriods} periods; ask for less time or a coarser granularity.`,
      ['granularity'],
    );
};

const toMeterUsage = (meter: Meter, all: readonly UsagePoint[]): MeterUsage => {
  const points = all.filter((point) => point.meter === meter);
  const total = points.reduce((sum, point) => sum.plus(point.value), zero);
  return { meter, points, total };
};
