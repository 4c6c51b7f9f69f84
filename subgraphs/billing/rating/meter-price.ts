import type { Meter } from '../../../foundation/events/usage-events.js';
import { Decimal, zero } from '../../../foundation/money/decimal.js';

/**
 * How a quantity is priced. PER_UNIT: one price. GRADUATED: each tier prices the units that fall into it. VOLUME: the
 * one tier that the whole quantity falls into prices all units.
 */
export const priceModels = ['PER_UNIT', 'GRADUATED', 'VOLUME'] as const;
export type PriceModel = (typeof priceModels)[number];

/** `upTo` is included; null is without end. `flatPrice` is charged once when the tier is used. */
export type Tier = { upTo: Decimal | null; unitPrice: Decimal; flatPrice: Decimal };

/** What a meter costs: its tiers ascend and the last one has no end. */
export type MeterPrice = { meter: Meter; model: PriceModel; tiers: readonly Tier[] };

/** What `quantity` units cost in a period, exactly. Nothing used costs nothing, whatever flat price the first tier has. */
export const costOf = (price: Pick<MeterPrice, 'model' | 'tiers'>, quantity: Decimal): Decimal => {
  if (quantity.lte(0)) return zero;
  return price.model === 'VOLUME'
    ? volumeCost(price.tiers, quantity)
    : graduatedCost(price.tiers, quantity);
};

const graduatedCost = (tiers: readonly Tier[], quantity: Decimal): Decimal => {
  let cost = zero;
  let from = zero;
  for (const { upTo, unitPrice, flatPrice } of tiers) {
    if (quantity.lte(from)) break;
    const to = upTo ? Decimal.min(quantity, upTo) : quantity;
    cost = cost.plus(to.minus(from).times(unitPrice)).plus(flatPrice);
    from = to;
  }
  return cost;
};

const volumeCost = (tiers: readonly Tier[], quantity: Decimal): Decimal => {
  const tier = tiers.find(({ upTo }) => upTo === null || quantity.lte(upTo));
  if (!tier) throw new RangeError(`no tier holds ${quantity.toFixed()} units`);
  return quantity.times(tier.unitPrice).plus(tier.flatPrice);
};
