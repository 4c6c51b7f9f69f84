import { DomainError } from '../../../foundation/errors/domain-error.js';
import type { Decimal } from '../../../foundation/money/decimal.js';
import { decimalText } from '../../../foundation/money/decimal.js';
import {
  fromMinorUnits,
  isInMinorUnits,
  toMinorUnits,
} from '../../../foundation/money/minor-units.js';
import type { Payment } from '../payments/payment.js';
import type { Reversal } from '../providers/payment-provider.js';
import type { TransferStatus } from '../transfers/transfer.js';

/** Money of a payment that is given back; the amount is in the currency's smallest unit. */
export type Refund = {
  id: string;
  paymentId: string;
  amountMinor: bigint;
  status: TransferStatus;
  reason: string;
  providerReference: string | null;
  failureReason: string | null;
  idempotencyKey: string;
  requestHash: string;
  createdAt: Date;
};

/** What is given back, or on its way: all but what failed. */
const takenBy = (refunds: readonly Pick<Refund, 'amountMinor' | 'status'>[]): bigint =>
  refunds.reduce((sum, one) => (one.status === 'FAILED' ? sum : sum + one.amountMinor), 0n);

/**
 * The amount to give back, in the smallest unit.
 * @throws {DomainError} INVALID_STATE when there is nothing to give back, INVALID_INPUT when it is not that much.
 */
export const refundable = (
  payment: Pick<Payment, 'status' | 'amountMinor' | 'currency'>,
  refunds: readonly Pick<Refund, 'amountMinor' | 'status'>[],
  amount: Decimal,
): bigint => {
  const { currency } = payment;
  if (payment.status !== 'SUCCEEDED')
    throw new DomainError('INVALID_STATE', `The payment is ${payment.status}.`, [
      'input',
      'paymentId',
    ]);
  const fault = (message: string) => new DomainError('INVALID_INPUT', message, ['input', 'amount']);
  if (amount.lte(0)) throw fault('The amount must be more than nothing.');
  if (!isInMinorUnits(amount, currency)) throw fault(`${currency} has no such small part.`);
  const left = payment.amountMinor - takenBy(refunds);
  const asked = toMinorUnits(amount, currency);
  if (asked > left)
    throw fault(`At most ${decimalText(fromMinorUnits(left, currency))} can be given back.`);
  return asked;
};

export const reversalOf = (tenantId: string, refund: Refund, payment: Payment): Reversal => {
  if (payment.providerReference === null) throw new Error(`${payment.id} has no reference`);
  return {
    tenantId,
    refundId: refund.id,
    chargeReference: payment.providerReference,
    amountMinor: refund.amountMinor,
    currency: payment.currency,
  };
};
