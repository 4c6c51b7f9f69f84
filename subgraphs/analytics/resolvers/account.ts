import type { AnalyticsContext } from './analytics-context.js';
import type { Performance } from '../performance/performance-service.js';
import { toTimeRange } from '../performance/time-range.js';
import type { PerformanceArguments } from './query.js';

type AccountReference = { id: string };

export const accountResolvers = {
  __resolveReference: ({ id }: AccountReference): AccountReference => ({ id }),

  performance: (
    { id }: AccountReference,
    args: PerformanceArguments,
    context: AnalyticsContext,
  ): Promise<Performance | null> =>
    context.performanceOf(id, {
      range: toTimeRange(args),
      calendar: args.calendar ?? null,
    }),
};
