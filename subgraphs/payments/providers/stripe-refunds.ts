import type Stripe from 'stripe';
import type { Outcome } from '../transfers/transfer.js';
import type { PaymentProvider, Reversal, ReversalOutcome } from './payment-provider.js';
import { isRefusal, messageOf, unknown } from './stripe-answers.js';
import { refundOutcome } from './stripe-outcomes.js';

/** Gives back what was charged to a card. */
export const createStripeRefunds = (
  stripe: Stripe,
): Pick<PaymentProvider, 'refund' | 'inquireRefund'> => {
  const refund = async (reversal: Reversal): Promise<ReversalOutcome> => {
    try {
      const sent = await stripe.refunds.create(
        {
          payment_intent: reversal.chargeReference,
          amount: Number(reversal.amountMinor),
          metadata: { tenant_id: reversal.tenantId, refund_id: reversal.refundId },
        },
        { idempotencyKey: reversal.refundId },
      );
      return { ...refundOutcome(sent, reversal), reference: sent.id };
    } catch (error) {
      const outcome: Outcome = isRefusal(error)
        ? { status: 'FAILED', reason: messageOf(error) }
        : unknown(messageOf(error));
      return { ...outcome, reference: null };
    }
  };

  return {
    refund,

    async inquireRefund(reversal) {
      try {
        const known = stripe.refunds.list({ payment_intent: reversal.chargeReference, limit: 100 });
        for await (const one of known)
          if (one.metadata?.['refund_id'] === reversal.refundId)
            return { ...refundOutcome(one, reversal), reference: one.id };
      } catch (error) {
        return { ...unknown(messageOf(error)), reference: null };
      }
      return refund(reversal);
    },
  };
};
