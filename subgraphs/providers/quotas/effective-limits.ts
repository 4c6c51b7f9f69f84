import type { QuotaLimits } from './quota.js';
import type { OwnLimits } from './quota-repository.js';

/** A tenant may set itself less than the platform allows, never more. */
export const effectiveLimits = (own: OwnLimits, platform: QuotaLimits): QuotaLimits => ({
  requestsPerMinute: Math.min(own.requestsPerMinute ?? Infinity, platform.requestsPerMinute),
  tokensPerMinute: Math.min(own.tokensPerMinute ?? Infinity, platform.tokensPerMinute),
  monthlyCostLimit: own.monthlyCostLimit?.lt(platform.monthlyCostLimit)
    ? own.monthlyCostLimit
    : platform.monthlyCostLimit,
});
