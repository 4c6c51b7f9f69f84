import { z } from 'zod';
import { requireTenant } from '../../../foundation/context/require-tenant.js';
import type { Viewer } from '../../../foundation/context/viewer.js';
import type { TenantDatabase } from '../../../foundation/database/tenant-database.js';
import { checkInput } from '../../../foundation/errors/check-input.js';
import { auditEvent } from '../../../foundation/events/audit-events.js';
import type { IdGenerator } from '../../../foundation/ids/id-generator.js';
import { recordEvents } from '../../../foundation/messaging/outbox.js';
import type { OutboxRelay } from '../../../foundation/messaging/outbox-relay.js';
import { Decimal, decimalText, zero } from '../../../foundation/money/decimal.js';
import type { Clock } from '../../../foundation/time/clock.js';
import { effectiveLimits } from './effective-limits.js';
import type { QuotaLimits } from './quota.js';
import { currentState } from './quota.js';
import type { OwnLimits } from './quota-repository.js';
import { findQuota, lockQuota, saveOwnLimits } from './quota-repository.js';

export type QuotaView = QuotaLimits & { monthlyCostUsed: Decimal };

export type QuotaService = {
  view(viewer: Viewer): Promise<QuotaView>;
  /** Replaces what the tenant has set for itself; null leaves a limit to the platform. */
  setLimits(by: { viewer: Viewer; requestId: string }, limits: OwnLimits): Promise<QuotaView>;
};

const noneSet: OwnLimits = {
  requestsPerMinute: null,
  tokensPerMinute: null,
  monthlyCostLimit: null,
};

export const createQuotaService = (deps: {
  service: string;
  tenantDb: TenantDatabase;
  relay: OutboxRelay;
  clock: Clock;
  ids: IdGenerator;
  platformLimits: QuotaLimits;
}): QuotaService => {
  const { platformLimits } = deps;
  const checkOwn = schemaWithin(platformLimits);

  const view = async (viewer: Viewer): Promise<QuotaView> => {
    const quota = await deps.tenantDb.withTenant(requireTenant(viewer), async (db) =>
      findQuota(db),
    );
    const used = quota && currentState(quota.state, deps.clock.nowMs()).monthCost;
    return {
      ...effectiveLimits(quota?.own ?? noneSet, platformLimits),
      monthlyCostUsed: used ?? zero,
    };
  };

  return {
    view,
    async setLimits(by, limits) {
      checkInput(checkOwn, limits);
      const tenantId = requireTenant(by.viewer);
      await deps.tenantDb.transaction(tenantId, async (tx) => {
        await lockQuota(tx);
        await saveOwnLimits(tx, limits);
        const { monthlyCostLimit, ...minute } = limits;
        const change = {
          tenantId,
          action: 'ai-quota.set',
          target: { type: 'AIQuota', id: tenantId },
          details: {
            ...minute,
            monthlyCostLimit: monthlyCostLimit && decimalText(monthlyCostLimit),
          },
        };
        await recordEvents(tx, deps.service, [auditEvent(deps, by, change)]);
      });
      void deps.relay.kick(tenantId);
      return view(by.viewer);
    },
  };
};

const schemaWithin = (platform: QuotaLimits) => {
  const upTo = (most: number) =>
    z.int().min(1, 'Give at least 1.').max(most, `The platform allows at most ${most}.`).nullable();
  return z.object({
    requestsPerMinute: upTo(platform.requestsPerMinute),
    tokensPerMinute: upTo(platform.tokensPerMinute),
    monthlyCostLimit: z
      .custom<Decimal>((value) => Decimal.isDecimal(value))
      .refine(
        (limit) => limit.gte(0) && limit.decimalPlaces() <= 18,
        'Give an amount of 0 or more.',
      )
      .refine(
        (limit) => limit.lte(platform.monthlyCostLimit),
        `The platform allows at most ${decimalText(platform.monthlyCostLimit)} US dollars.`,
      )
      .nullable(),
  });
};
