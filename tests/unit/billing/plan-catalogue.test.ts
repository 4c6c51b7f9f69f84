import { describe, expect, it } from '@jest/globals';
import { meterNames } from '../../../foundation/events/usage-events.js';
import { Decimal } from '../../../foundation/money/decimal.js';
import { firstPlanCode, findPlan, plans } from '../../../subgraphs/billing/plans/plan-catalogue.js';
import { costOf } from '../../../subgraphs/billing/rating/meter-price.js';

const meterPrices = plans.flatMap(({ code, meters }) =>
  meters.map((price) => [code, price.meter, price] as const),
);

describe('the plans on sale', () => {
  it('have one currency, ascending prices, and a first plan', () => {
    expect(new Set(plans.map(({ currency }) => currency)).size).toBe(1);
    const prices = plans.map(({ price }) => price.toNumber());
    expect(prices).toEqual([...prices].sort((a, b) => a - b));
    expect(new Set(plans.map(({ code }) => code)).size).toBe(plans.length);
    expect(findPlan(firstPlanCode)).toBe(plans[0]);
  });

  it.each(plans.map((plan) => [plan.code, plan] as const))(
    '%s says what it allows',
    (_code, plan) => {
      expect(plan.entitlements.map(({ feature }) => feature)).toEqual([...meterNames]);
    },
  );

  it.each(meterPrices)('%s prices %s in tiers that ascend without end', (_code, _meter, price) => {
    const ends = price.tiers.map(({ upTo }) => upTo);
    expect(ends.at(-1)).toBeNull();
    const bounds = ends.slice(0, -1).map((end) => end?.toNumber() ?? Number.NaN);
    expect(bounds).toEqual([...new Set(bounds)].sort((a, b) => a - b));
    if (price.model === 'PER_UNIT') expect(price.tiers).toHaveLength(1);
  });

  // A larger quantity that costs less would make a later invoice of a period negative.
  it.each(meterPrices)('%s never charges less for more %s', (_code, _meter, price) => {
    const unit = new Decimal('0.001');
    for (const { upTo } of price.tiers) {
      if (!upTo) continue;
      expect(costOf(price, upTo.plus(unit)).gte(costOf(price, upTo))).toBe(true);
    }
  });
});
