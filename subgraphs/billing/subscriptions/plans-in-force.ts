import type { BillingPeriod } from './billing-period.js';

/** From when a plan was in force; the next change ends it. */
export type PlanChange = { version: number; planCode: string; effectiveAt: Date };

/** A plan in force for a part [from, to) of a period; it may be empty. */
export type PlanInForce = { version: number; planCode: string; from: Date; to: Date };

/** The plans that were in force in the period, in order. `changes` are in order too. */
export const plansInForce = (
  period: BillingPeriod,
  changes: readonly PlanChange[],
): PlanInForce[] =>
  changes.flatMap(({ version, planCode, effectiveAt }, index) => {
    const next = changes[index + 1]?.effectiveAt;
    const isOver = effectiveAt < period.start && next !== undefined && next <= period.start;
    if (isOver || effectiveAt >= period.end) return [];
    const from = effectiveAt < period.start ? period.start : effectiveAt;
    const to = next !== undefined && next < period.end ? next : period.end;
    return [{ version, planCode, from, to }];
  });
