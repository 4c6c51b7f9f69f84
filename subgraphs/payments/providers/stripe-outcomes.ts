import type Stripe from 'stripe';
import type { Outcome } from '../transfers/transfer.js';
import type { Charge, Reversal } from './payment-provider.js';

/** What a payment intent says; null while it has moved no money and still could. */
export const intentOutcome = (
  intent: Stripe.PaymentIntent,
  asked: Pick<Charge, 'amountMinor' | 'currency'>,
): Outcome | null => {
  switch (intent.status) {
    case 'succeeded':
      return received(intent, asked);
    case 'processing':
      return { status: 'PENDING' };
    case 'canceled':
      return { status: 'FAILED', reason: reasonOf(intent) };
    case 'requires_action':
    case 'requires_capture':
    case 'requires_confirmation':
    case 'requires_payment_method':
      return null;
    default:
      return { status: 'UNKNOWN', reason: 'Stripe answered with a status that is not known here.' };
  }
};

/** Another amount than was asked for is no success: somebody has to look at it. */
const received = (
  intent: Stripe.PaymentIntent,
  { amountMinor, currency }: Pick<Charge, 'amountMinor' | 'currency'>,
): Outcome =>
  BigInt(intent.amount_received) === amountMinor && intent.currency === currency.toLowerCase()
    ? { status: 'SUCCEEDED' }
    : {
        status: 'UNKNOWN',
        reason: `Stripe received ${intent.amount_received} ${intent.currency}, not what was asked for.`,
      };

const reasonOf = (intent: Stripe.PaymentIntent): string =>
  intent.last_payment_error?.message ?? 'The payment was canceled before any money moved.';

export const refundOutcome = (
  refund: Stripe.Refund,
  { amountMinor, currency }: Pick<Reversal, 'amountMinor' | 'currency'>,
): Outcome => {
  if (BigInt(refund.amount) !== amountMinor || refund.currency !== currency.toLowerCase())
    return { status: 'UNKNOWN', reason: 'Stripe gave back another amount than was asked for.' };
  switch (refund.status) {
    case 'succeeded':
      return { status: 'SUCCEEDED' };
    case 'failed':
    case 'canceled':
      return { status: 'FAILED', reason: refund.failure_reason ?? 'The refund was canceled.' };
    default:
      return { status: 'PENDING' };
  }
};
