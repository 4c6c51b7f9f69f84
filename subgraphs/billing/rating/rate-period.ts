import type { Meter } from '../../../foundation/events/usage-events.js';
import { Decimal, zero } from '../../../foundation/money/decimal.js';
import type { Plan } from '../plans/plan.js';
import type { BillingPeriod } from '../subscriptions/billing-period.js';
import { costOf } from './meter-price.js';

/** A plan in force for a part [from, to) of a period. */
export type PlanSpan = {
  /** Of the change that began it: what tells one span from another. */
  version: number;
  plan: Plan;
  from: Date;
  to: Date;
  /** What the tenant had used of each meter from the start of the period to the end of this span. */
  usedByItsEnd: ReadonlyMap<Meter, Decimal>;
};

/** What something has cost in a period so far: exact, not rounded. */
export type Charge = {
  key: string;
  description: string;
  quantity: Decimal;
  /** Null where tiers decide: the average follows from amount and quantity. */
  unitPrice: Decimal | null;
  amount: Decimal;
};

const feeDigits = 6;

const meterTitles: Readonly<Record<Meter, string>> = {
  api_calls: 'API calls',
  streamed_events: 'Streamed events',
  ai_requests: 'AI requests',
  ai_tokens: 'AI tokens',
  orders: 'Orders',
  training_seconds: 'Seconds of training',
  predictions: 'Predictions',
};

/**
 * What a period costs by the plans that were in force in it. The fee of a plan is for its part of the period, to the
 * second. A unit costs what the plan under which it was used asks at the place that the unit has in the whole period:
 * neither a change of plan nor an invoice in between begins the tiers anew.
 */
export const ratePeriod = (period: BillingPeriod, spans: readonly PlanSpan[]): Charge[] =>
  spans.flatMap((span, index) => {
    const usedBefore = spans[index - 1]?.usedByItsEnd;
    return [feeOf(period, span), ...usageOf(span, usedBefore ?? new Map<Meter, Decimal>())];
  });

const feeOf = (period: BillingPeriod, { version, plan, from, to }: PlanSpan): Charge => {
  const part = secondsBetween(from, to).div(secondsBetween(period.start, period.end));
  return {
    key: `fee:${version}`,
    description: `${plan.name} plan, ${dayOf(from)} to ${dayOf(to)}`,
    quantity: part.toDecimalPlaces(feeDigits),
    unitPrice: plan.price,
    amount: plan.price.times(part),
  };
};

const usageOf = (
  { version, plan, usedByItsEnd }: PlanSpan,
  usedBefore: ReadonlyMap<Meter, Decimal>,
): Charge[] =>
  plan.meters.map((price) => {
    const from = usedBefore.get(price.meter) ?? zero;
    const to = Decimal.max(from, usedByItsEnd.get(price.meter) ?? zero);
    return {
      key: `${price.meter}:${version}`,
      description: `${meterTitles[price.meter]}, ${plan.name} plan`,
      quantity: to.minus(from),
      unitPrice: null,
      amount: costOf(price, to).minus(costOf(price, from)),
    };
  });

const secondsBetween = (from: Date, to: Date): Decimal =>
  new Decimal(to.getTime() - from.getTime()).div(1_000);

const dayOf = (time: Date): string => time.toISOString().slice(0, 10);
