import { DomainError } from '../../../foundation/errors/domain-error.js';
import type { Outcome } from '../transfers/transfer.js';
import type { PaymentProvider, Reversal, ReversalOutcome } from './payment-provider.js';

/**
 * Money that moved by bank transfer, outside of the platform: a payment or refund is the note of a person who may pay
 * that it did. There is nobody else to ask.
 */
export const createManualProvider = (): PaymentProvider => {
  const noted = (): Promise<Outcome> => Promise.resolve({ status: 'SUCCEEDED' });
  const notedRefund = ({ refundId }: Reversal): Promise<ReversalOutcome> =>
    Promise.resolve({ status: 'SUCCEEDED', reference: `manual:${refundId}` });
  return {
    name: 'manual',
    checkMethod(paymentMethodId) {
      if (paymentMethodId !== null)
        throw new DomainError(
          'INVALID_INPUT',
          'Payments are bank transfers here: leave paymentMethodId out.',
          ['input', 'paymentMethodId'],
        );
    },
    prepare: ({ paymentId }) => Promise.resolve({ reference: `manual:${paymentId}` }),
    execute: noted,
    inquire: noted,
    refund: notedRefund,
    inquireRefund: notedRefund,
  };
};
