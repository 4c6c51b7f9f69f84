import type { Decimal } from '../../../foundation/money/decimal.js';
import { zero } from '../../../foundation/money/decimal.js';
import { roundToMinorUnit } from '../../../foundation/money/minor-units.js';
import type { Charge } from '../rating/rate-period.js';

export type InvoiceLine = {
  /** The charge that it bills. */
  chargeKey: string;
  description: string;
  quantity: Decimal;
  /** Of the plan; where tiers decide, the average over the line. */
  unitPrice: Decimal;
  amount: Decimal;
};

/** What earlier invoices of the period have billed of one charge. */
export type Billed = { quantity: Decimal; amount: Decimal };

const averageDigits = 10;

/**
 * What is left to bill of a period's charges. Each charge is rounded once as a whole, less what was billed: however many
 * invoices a period is cut into, their lines add up to its rounded cost.
 */
export const invoiceLines = (
  charges: readonly Charge[],
  billed: ReadonlyMap<string, Billed>,
  currency: string,
): InvoiceLine[] =>
  charges.flatMap((charge) => {
    const before = billed.get(charge.key) ?? { quantity: zero, amount: zero };
    const quantity = charge.quantity.minus(before.quantity);
    const amount = roundToMinorUnit(charge.amount, currency).minus(before.amount);
    if (quantity.isZero() && amount.isZero()) return [];
    const correction = amount.isNegative() && !amount.isZero();
    return [
      {
        chargeKey: charge.key,
        description: correction ? `${charge.description} (correction)` : charge.description,
        quantity,
        unitPrice: charge.unitPrice ?? averageOf(quantity, amount),
        amount,
      },
    ];
  });

const averageOf = (quantity: Decimal, amount: Decimal): Decimal =>
  quantity.isZero() ? amount : amount.div(quantity).toDecimalPlaces(averageDigits);

export const totalOf = (lines: readonly InvoiceLine[]): Decimal =>
  lines.reduce((sum, line) => sum.plus(line.amount), zero);

/** Nothing more than was billed is no invoice, nor is a credit: it waits for what follows in the period. */
export const isBillable = (lines: readonly InvoiceLine[]): boolean =>
  lines.some(({ quantity }) => quantity.gt(0)) && totalOf(lines).gte(0);
