import { requireTenant } from '../../../foundation/context/require-tenant.js';
import type { Meter } from '../../../foundation/events/usage-events.js';
import { meters } from '../../../foundation/events/usage-events.js';
import type { Granularity } from '../metering/usage-repository.js';
import type { MeterUsage, Quota } from '../metering/usage-service.js';
import type { UsageContext } from './usage-context.js';

type UsageArguments = { from: Date; to: Date; granularity: Granularity };

export const queryResolvers = {
  usage: (
    _source: unknown,
    { from, to, granularity }: UsageArguments,
    { usage, viewer }: UsageContext,
  ): Promise<MeterUsage[]> => usage.report(requireTenant(viewer), { from, to }, granularity),

  quotas: (_source: unknown, _args: unknown, { usage, viewer }: UsageContext): Promise<Quota[]> =>
    usage.quotas(requireTenant(viewer)),
};

export const meterUsageResolvers = {
  unit: ({ meter }: { meter: Meter }): string => meters[meter].unit,
};
