import Stripe from 'stripe';
import { DomainError } from '../../../foundation/errors/domain-error.js';
import type { Outcome } from '../transfers/transfer.js';
import type { Charge, PaymentProvider, Reversal, ReversalOutcome } from './payment-provider.js';
import { intentOutcome, refundOutcome } from './stripe-outcomes.js';

export type StripeAccess = { secretKey: string; apiUrl: string; timeoutMs: number };

export const openStripe = ({ secretKey, apiUrl, timeoutMs }: StripeAccess): Stripe => {
  const { protocol, hostname, port } = new URL(apiUrl);
  return new Stripe(secretKey, {
    protocol: protocol === 'http:' ? 'http' : 'https',
    host: hostname,
    ...(port === '' ? {} : { port }),
    timeout: timeoutMs,
    // What timed out is asked for, not tried again. (A connection that was closed while idle the SDK does replace once;
    // the idempotency keys make that harmless.)
    maxNetworkRetries: 0,
    telemetry: false,
  });
};

/** Cards by Stripe: a payment intent per payment, confirmed by the server, ended when it can bring no money. */
export const createStripeProvider = (stripe: Stripe): PaymentProvider => {
  const inquire = async (charge: Charge, reference: string): Promise<Outcome> => {
    try {
      const intent = await stripe.paymentIntents.retrieve(reference);
      const outcome = intentOutcome(intent, charge);
      if (outcome) return outcome;
      const ended = await stripe.paymentIntents.cancel(reference);
      return intentOutcome(ended, charge) ?? unknown('Stripe did not end the payment.');
    } catch (error) {
      return unknown(messageOf(error));
    }
  };

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
    name: 'stripe',
    checkMethod,
    inquire,
    refund,

    async prepare(charge) {
      try {
        const intent = await stripe.paymentIntents.create(
          {
            amount: Number(charge.amountMinor),
            currency: charge.currency.toLowerCase(),
            // No method that sends the customer elsewhere: there is nobody to send.
            automatic_payment_methods: { enabled: true, allow_redirects: 'never' },
            ...(charge.paymentMethodId !== null && { payment_method: charge.paymentMethodId }),
            metadata: {
              tenant_id: charge.tenantId,
              payment_id: charge.paymentId,
              invoice_id: charge.invoiceId,
            },
          },
          { idempotencyKey: `${charge.paymentId}:prepare` },
        );
        return { reference: intent.id };
      } catch (error) {
        // An intent that was not confirmed moves no money, whether it was made or not.
        return { refused: messageOf(error) };
      }
    },

    async execute(charge, reference) {
      try {
        const intent = await stripe.paymentIntents.confirm(
          reference,
          { error_on_requires_action: true },
          { idempotencyKey: `${charge.paymentId}:execute` },
        );
        return intentOutcome(intent, charge) ?? (await inquire(charge, reference));
      } catch (error) {
        return isRefusal(error) ? inquire(charge, reference) : unknown(messageOf(error));
      }
    },

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

const checkMethod = (paymentMethodId: string | null): void => {
  if (paymentMethodId === null || paymentMethodId === '')
    throw new DomainError('INVALID_INPUT', 'Say which payment method is to be charged.', [
      'input',
      'paymentMethodId',
    ]);
};

const unknown = (reason: string): Outcome => ({ status: 'UNKNOWN', reason });

const messageOf = (error: unknown): string =>
  error instanceof Error ? error.message : String(error);

/** 409 and 429 say "not now", 5xx and a lost connection say nothing; any other answer is a no. */
const isRefusal = (error: unknown): boolean => {
  if (!(error instanceof Stripe.errors.StripeError)) return false;
  const { statusCode } = error;
  return statusCode !== undefined && statusCode >= 400 && statusCode < 500
    ? statusCode !== 409 && statusCode !== 429
    : false;
};
