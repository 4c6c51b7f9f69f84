import type { Quote } from '../../../foundation/events/quotes.js';
import type { Instrument } from '../instruments/instrument.js';
import type { MarketDataContext } from './market-data-context.js';

export const instrumentResolvers = {
  __resolveReference: (
    { symbol }: { symbol: string },
    { catalogue }: MarketDataContext,
  ): Instrument | null => catalogue.find(symbol) ?? null,

  session({ calendar, schedule }: Instrument, _args: unknown, { nowMs }: MarketDataContext) {
    const now = nowMs();
    const changeAtMs = calendar.nextChangeAt(now);
    const day = calendar.tradingDayOf(now);
    return {
      isOpen: calendar.isOpen(now),
      nextChangeAt: changeAtMs === null ? null : new Date(changeAtMs),
      timeZone: schedule.kind === 'CONTINUOUS' ? 'UTC' : schedule.zone,
      dayOpenedAt: new Date(day.startMs),
      dayClosesAt: new Date(day.endMs),
    };
  },

  quote: ({ symbol }: Instrument, _args: unknown, { prices }: MarketDataContext): Quote | null =>
    prices.latest(symbol),
};
