import type { TenantTransaction } from '../../../foundation/database/tenant-database.js';
import type { Meter, QuotaThresholdReached } from '../../../foundation/events/usage-events.js';
import { quotaThresholdReached } from '../../../foundation/events/usage-events.js';
import type { IdGenerator } from '../../../foundation/ids/id-generator.js';
import type { DomainEvent } from '../../../foundation/messaging/domain-event.js';
import { recordEvents } from '../../../foundation/messaging/outbox.js';
import { decimalText } from '../../../foundation/money/decimal.js';
import type { Clock } from '../../../foundation/time/clock.js';
import { nowOf } from '../../../foundation/time/clock.js';
import { sumUsage } from '../metering/usage-repository.js';
import { monthOf } from './billing-month.js';
import { findLimits, markThreshold } from './quota-repository.js';
import { reachedThresholds } from './thresholds.js';

/**
 * Records a `quota.threshold-reached` event for each threshold that the current month's use of `meter` has passed and
 * that was not told yet, in the transaction that added the use.
 */
export const watchQuota = async (
  tx: TenantTransaction,
  meter: Meter,
  deps: { clock: Clock; ids: IdGenerator; service: string },
): Promise<void> => {
  const limit = (await findLimits(tx)).get(meter);
  if (!limit) return;
  const now = nowOf(deps.clock);
  const month = monthOf(now);
  const used = await sumUsage(tx, meter, month);
  const events: Omit<DomainEvent<QuotaThresholdReached>, 'tenantId'>[] = [];
  for (const percent of reachedThresholds(used, limit)) {
    if (!(await markThreshold(tx, { meter, periodStart: month.from, percent }))) continue;
    events.push({
      id: deps.ids('event'),
      type: quotaThresholdReached,
      key: `quota:${meter}`,
      occurredAt: now.toISOString(),
      payload: {
        meter,
        threshold: percent / 100,
        used: decimalText(used),
        limit: decimalText(limit),
        resetsAt: month.to.toISOString(),
      },
    });
  }
  await recordEvents(tx, deps.service, events);
};
