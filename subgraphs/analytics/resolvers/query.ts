import { DomainError } from '../../../foundation/errors/domain-error.js';
import type { AnalyticsContext } from './analytics-context.js';
import type { TradingCalendar } from '../../../foundation/performance/trading-calendar.js';
import type { Performance } from '../performance/performance-service.js';
import { toTimeRange } from '../performance/time-range.js';

export type PerformanceArguments = {
  from?: Date | null;
  to?: Date | null;
  calendar?: TradingCalendar | null;
};

export const queryResolvers = {
  async performance(
    _source: unknown,
    args: PerformanceArguments & { accountId: string },
    context: AnalyticsContext,
  ): Promise<Performance> {
    const performance = await context.performanceOf(args.accountId, {
      range: toTimeRange(args),
      calendar: args.calendar ?? null,
    });
    if (!performance)
      throw new DomainError('NOT_FOUND', 'There is no such account.', ['accountId']);
    return performance;
  },
};
