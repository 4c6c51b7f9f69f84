import Stripe from 'stripe';
import { DomainError } from '../../../foundation/errors/domain-error.js';
import type { Outcome } from '../transfers/transfer.js';
import type { Charge, PaymentProvider } from './payment-provider.js';
import { isRefusal, messageOf, unknown } from './stripe-answers.js';
import { intentOutcome } from './stripe-outcomes.js';
import { createStripeRefunds } from './stripe-refunds.js';

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

  return {
    name: 'stripe',
    checkMethod,
    inquire,
    ...createStripeRefunds(stripe),

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
  };
};

const checkMethod = (paymentMethodId: string | null): void => {
  if (paymentMethodId === null || paymentMethodId === '')
    throw new DomainError('INVALID_INPUT', 'Say which payment method is to be charged.', [
      'input',
      'paymentMethodId',
    ]);
};
