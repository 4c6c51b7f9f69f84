import type {
  TenantClient,
  TenantTransaction,
} from '../../../foundation/database/tenant-database.js';
import { DomainError } from '../../../foundation/errors/domain-error.js';
import { planOf } from '../plans/plan-catalogue.js';
import { ratePeriod } from '../rating/rate-period.js';
import type { BillingPeriod } from '../subscriptions/billing-period.js';
import { plansInForce } from '../subscriptions/plans-in-force.js';
import type { PlanChange } from '../subscriptions/plans-in-force.js';
import { listPlanChanges } from '../subscriptions/subscription-repository.js';
import type { UsageReader, UsedByMeter } from '../usage/usage-reader.js';
import type { InvoiceLine } from './invoice-lines.js';
import { invoiceLines } from './invoice-lines.js';
import { findBilled } from './invoice-repository.js';

/** What is asked of another service, and so before the transaction: use up to the end of each plan in force. */
export type PeriodUsage = { through: Date; byVersion: ReadonlyMap<number, UsedByMeter> };

/** Asks what was used in the period up to `through`, at most to its end. */
export const readPeriodUsage = async (
  usage: UsageReader,
  tenantId: string,
  bill: { period: BillingPeriod; changes: readonly PlanChange[]; through: Date },
): Promise<PeriodUsage> => {
  const { period, through } = bill;
  const inForce = plansInForce(period, bill.changes);
  const ends = inForce.map(({ to }) => (to < through ? to : through));
  const totals = await usage.totals(tenantId, period.start, ends);
  const byVersion = inForce.map(({ version }, index): [number, UsedByMeter] => [
    version,
    totals[index] ?? new Map(),
  ]);
  return { through, byVersion: new Map(byVersion) };
};

/**
 * What the period has cost so far, less what was billed: the one way to an invoice, be it a preview or a real one.
 * @throws {DomainError} CONFLICT when the plan was changed since `usage` was asked.
 */
export const billPeriod = async (
  db: TenantClient | TenantTransaction,
  period: BillingPeriod,
  usage: PeriodUsage,
): Promise<InvoiceLine[]> => {
  const inForce = plansInForce(period, await listPlanChanges(db));
  const spans = inForce.map(({ version, planCode, from, to }) => {
    const usedByItsEnd = usage.byVersion.get(version);
    if (!usedByItsEnd)
      throw new DomainError('CONFLICT', 'The plan has just been changed; try again.');
    return { version, plan: planOf(planCode), from, to, usedByItsEnd };
  });
  const charges = ratePeriod(period, spans);
  return invoiceLines(charges, await findBilled(db, period), currencyOf(spans));
};

const currencyOf = (spans: readonly { plan: { currency: string } }[]): string => {
  const [first] = spans;
  if (!first) throw new Error('no plan was in force in the period');
  return first.plan.currency;
};
