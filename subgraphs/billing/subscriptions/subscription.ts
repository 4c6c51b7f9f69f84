import { DomainError } from '../../../foundation/errors/domain-error.js';
import type { Decimal } from '../../../foundation/money/decimal.js';
import { zero } from '../../../foundation/money/decimal.js';
import { roundToMinorUnit } from '../../../foundation/money/minor-units.js';
import type { Plan } from '../plans/plan.js';
import { planOf } from '../plans/plan-catalogue.js';
import type { BillingPeriod } from './billing-period.js';
import { firstPeriod, periodAfter } from './billing-period.js';

export type Subscription = {
  id: string;
  planCode: string;
  pendingPlanCode: string | null;
  status: 'ACTIVE' | 'CANCELED';
  cancelAtPeriodEnd: boolean;
  /** Counts the changes of what the tenant is entitled to. */
  version: number;
  startedAt: Date;
  period: BillingPeriod;
};

export type ChangeMoment = 'IMMEDIATELY' | 'AT_PERIOD_END';

/** @param now in whole seconds. */
export const openSubscription = (id: string, planCode: string, now: Date): Subscription => ({
  id,
  planCode,
  pendingPlanCode: null,
  status: 'ACTIVE',
  cancelAtPeriodEnd: false,
  version: 1,
  startedAt: now,
  period: firstPeriod(now),
});

/**
 * Another plan from now on. The same plan takes back a change or a cancellation that was to come. One that had ended
 * begins anew.
 * @throws {DomainError} INVALID_STATE for a cheaper plan: what is paid for is used to its end.
 */
export const changePlanNow = (subscription: Subscription, plan: Plan, now: Date): Subscription => {
  const kept = { ...subscription, pendingPlanCode: null, cancelAtPeriodEnd: false };
  const changed = { ...kept, planCode: plan.code, version: subscription.version + 1 };
  if (subscription.status === 'CANCELED')
    return { ...changed, status: 'ACTIVE', startedAt: now, period: firstPeriod(now) };
  if (plan.code === subscription.planCode) return kept;
  if (plan.price.lt(planOf(subscription.planCode).price))
    throw new DomainError(
      'INVALID_STATE',
      'A cheaper plan begins with the next period: ask for AT_PERIOD_END.',
      ['input', 'effective'],
    );
  return changed;
};

/** @throws {DomainError} INVALID_STATE when there is no period to wait for. */
export const changePlanAtPeriodEnd = (subscription: Subscription, plan: Plan): Subscription => {
  if (subscription.status === 'CANCELED')
    throw new DomainError(
      'INVALID_STATE',
      'The subscription has ended: ask for IMMEDIATELY to begin a new one.',
      ['input', 'effective'],
    );
  const pendingPlanCode = plan.code === subscription.planCode ? null : plan.code;
  return { ...subscription, pendingPlanCode, cancelAtPeriodEnd: false };
};

/** @throws {DomainError} INVALID_STATE when it has ended already. */
export const cancelAtPeriodEnd = (subscription: Subscription): Subscription => {
  if (subscription.status === 'CANCELED')
    throw new DomainError('INVALID_STATE', 'The subscription has ended already.');
  return { ...subscription, pendingPlanCode: null, cancelAtPeriodEnd: true };
};

export const isDue = ({ status, period }: Subscription, now: Date): boolean =>
  status === 'ACTIVE' && now >= period.end;

/** What follows the period that has ended: the next one, under the plan that was to come, or the end. */
export const closePeriod = (subscription: Subscription): Subscription => {
  const { pendingPlanCode, version, startedAt, period } = subscription;
  if (subscription.cancelAtPeriodEnd)
    return { ...subscription, status: 'CANCELED', cancelAtPeriodEnd: false, version: version + 1 };
  const next = { ...subscription, period: periodAfter(startedAt, period.end) };
  return pendingPlanCode === null
    ? next
    : { ...next, planCode: pendingPlanCode, pendingPlanCode: null, version: version + 1 };
};

/** What the current period costs more because `after` holds from `now` in place of `before`, before tax. */
export const prorationOf = (before: Subscription, after: Subscription, now: Date): Decimal => {
  if (after.planCode === before.planCode || before.status === 'CANCELED') return zero;
  const { start, end } = before.period;
  const [from, to] = [planOf(before.planCode), planOf(after.planCode)];
  const whole = end.getTime() - start.getTime();
  const rest = end.getTime() - now.getTime();
  const difference = to.price.minus(from.price).times(rest).div(whole);
  return roundToMinorUnit(difference, to.currency);
};
