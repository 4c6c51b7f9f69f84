import Stripe from 'stripe';
import type { Outcome } from '../transfers/transfer.js';

export const unknown = (reason: string): Outcome => ({ status: 'UNKNOWN', reason });

export const messageOf = (error: unknown): string =>
  error instanceof Error ? error.message : String(error);

/** 409 and 429 say "not now", 5xx and a lost connection say nothing; any other answer is a no. */
export const isRefusal = (error: unknown): boolean => {
  if (!(error instanceof Stripe.errors.StripeError)) return false;
  const { statusCode } = error;
  return statusCode !== undefined && statusCode >= 400 && statusCode < 500
    ? statusCode !== 409 && statusCode !== 429
    : false;
};
