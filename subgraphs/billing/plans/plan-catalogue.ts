import type { Meter } from '../../../foundation/events/usage-events.js';
import { meterNames } from '../../../foundation/events/usage-events.js';
import { Decimal } from '../../../foundation/money/decimal.js';
import type { MeterPrice } from '../rating/meter-price.js';
import type { Plan } from './plan.js';

type TierRow = [upTo: number | null, unitPrice: string, flatPrice?: string];

const meter = (name: Meter, model: MeterPrice['model'], ...tiers: TierRow[]): MeterPrice => ({
  meter: name,
  model,
  tiers: tiers.map(([upTo, unitPrice, flatPrice]) => ({
    upTo: upTo === null ? null : new Decimal(upTo),
    unitPrice: new Decimal(unitPrice),
    flatPrice: new Decimal(flatPrice ?? 0),
  })),
});

/** Meters without a row are unlimited. */
const allowing = (limits: Partial<Record<Meter, number>>): Plan['entitlements'] =>
  meterNames.map((feature) => {
    const limit = limits[feature];
    return { feature, limit: limit === undefined ? null : new Decimal(limit) };
  });

const shared = { currency: 'USD', interval: 'MONTH' } as const;

/**
 * The plans on sale, cheapest first. A code is for ever: invoices and subscriptions of years ago carry it. A price that
 * changes here changes the running period, so a new price is a new plan.
 */
export const plans: readonly Plan[] = [
  {
    ...shared,
    code: 'starter',
    name: 'Starter',
    price: new Decimal('49'),
    entitlements: allowing({
      api_calls: 250_000,
      streamed_events: 5_000_000,
      ai_requests: 2_000,
      ai_tokens: 2_000_000,
      orders: 5_000,
      training_seconds: 3_600,
      predictions: 20_000,
    }),
    meters: [
      meter('api_calls', 'GRADUATED', [100_000, '0'], [null, '0.0001']),
      meter('ai_tokens', 'GRADUATED', [500_000, '0'], [null, '0.00001']),
      meter('orders', 'GRADUATED', [100, '0'], [null, '0.02']),
      meter('training_seconds', 'PER_UNIT', [null, '0.002']),
    ],
  },
  {
    ...shared,
    code: 'pro',
    name: 'Pro',
    price: new Decimal('249'),
    entitlements: allowing({
      api_calls: 5_000_000,
      streamed_events: 100_000_000,
      ai_requests: 50_000,
      ai_tokens: 50_000_000,
      orders: 100_000,
      training_seconds: 72_000,
    }),
    meters: [
      meter('api_calls', 'GRADUATED', [1_000_000, '0'], [null, '0.00005']),
      meter('ai_tokens', 'GRADUATED', [10_000_000, '0'], [null, '0.000008']),
      meter('orders', 'GRADUATED', [5_000, '0'], [50_000, '0.015'], [null, '0.01']),
      meter('training_seconds', 'PER_UNIT', [null, '0.0015']),
    ],
  },
  {
    ...shared,
    code: 'enterprise',
    name: 'Enterprise',
    price: new Decimal('1490'),
    entitlements: allowing({}),
    meters: [
      meter('ai_tokens', 'GRADUATED', [100_000_000, '0'], [null, '0.000006']),
      // One price for all orders; the flat part keeps a larger quantity from ever costing less.
      meter('orders', 'VOLUME', [100_000, '0'], [1_000_000, '0.004'], [null, '0.003', '1000']),
      meter('training_seconds', 'PER_UNIT', [null, '0.001']),
    ],
  },
];

/** What a tenant begins with. */
export const firstPlanCode = 'starter';

export const findPlan = (code: string): Plan | null =>
  plans.find((plan) => plan.code === code) ?? null;

/** A plan that a stored row names. */
export const planOf = (code: string): Plan => {
  const plan = findPlan(code);
  if (!plan) throw new Error(`the plan ${code} is gone from the catalogue`);
  return plan;
};
