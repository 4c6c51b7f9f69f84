import { z } from 'zod';
import {
  integerSetting,
  optionalSetting,
  portSetting,
  textSetting,
} from '../../foundation/config/settings.js';
import type { SettingsOf } from '../../foundation/config/settings.js';

export const paymentsSettings = {
  PAYMENTS_PORT: portSetting(9002, 'Port of payment-service.'),
  BILLING_URL: textSetting(
    'http://localhost:9001/graphql',
    'Where payment-service asks what an invoice comes to.',
  ),
  STRIPE_SECRET_KEY: optionalSetting(
    'Takes payments by Stripe with this secret key. Without it a payment is a note, by somebody who may pay, that the money has come by bank transfer.',
  ),
  STRIPE_WEBHOOK_SECRET: optionalSetting(
    'Signs what Stripe tells at POST /webhooks/stripe (whsec_…); without it nothing is taken there.',
  ),
  STRIPE_API_URL: {
    schema: z
      .url({ protocol: /^https?$/, message: 'must be an http or https address' })
      .default('https://api.stripe.com'),
    description: 'Where Stripe answers; another address is for tests and proxies.',
    example: 'https://api.stripe.com',
  },
  STRIPE_TIMEOUT_MS: integerSetting(
    15_000,
    { min: 100, max: 80_000 },
    'How long Stripe may take to answer before the outcome counts as unknown, and is asked for later.',
  ),
};

export type PaymentsSettings = SettingsOf<typeof paymentsSettings>;
