import type { Meter } from '../../../foundation/events/usage-events.js';
import type { Decimal } from '../../../foundation/money/decimal.js';
import type { MeterPrice } from '../rating/meter-price.js';

/** What a tenant subscribes to. */
export type Plan = {
  code: string;
  name: string;
  /** Of one period. */
  price: Decimal;
  /** ISO 4217; the same for all plans, so that a change of plan never mixes currencies. */
  currency: string;
  interval: 'MONTH';
  entitlements: readonly Entitlement[];
  meters: readonly MeterPrice[];
};

/** How much of a meter a calendar month (UTC) allows; null is unlimited. */
export type Entitlement = { feature: Meter; limit: Decimal | null };
