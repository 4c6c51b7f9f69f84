import type { Outcome } from '../transfers/transfer.js';

/** Money that is asked for. */
export type Charge = {
  tenantId: string;
  paymentId: string;
  invoiceId: string;
  amountMinor: bigint;
  currency: string;
  paymentMethodId: string | null;
};

/** Money that is given back. */
export type Reversal = {
  tenantId: string;
  refundId: string;
  /** Of the charge, as the provider knows it. */
  chargeReference: string;
  amountMinor: bigint;
  currency: string;
};

/** `reference` is null while the provider has not given one. */
export type ReversalOutcome = Outcome & { reference: string | null };

/**
 * Who moves the money. A charge takes two steps, so that its reference is kept before any money moves: whatever breaks
 * later, the provider can be asked. Every step may be repeated: its effect takes place once.
 */
export type PaymentProvider = {
  name: ProviderName;
  /** @throws {DomainError} INVALID_INPUT when it cannot charge this payment method. */
  checkMethod(paymentMethodId: string | null): void;
  /** Opens the charge without moving money; or says why it cannot. */
  prepare(charge: Charge): Promise<{ reference: string } | { refused: string }>;
  /** Moves the money. Never rejects: what it does not know is UNKNOWN. */
  execute(charge: Charge, reference: string): Promise<Outcome>;
  /** What has become of the charge. One that has moved no money is ended, so that it never will. */
  inquire(charge: Charge, reference: string): Promise<Outcome>;
  refund(reversal: Reversal): Promise<ReversalOutcome>;
  /** What has become of the refund; one that never arrived is sent again. */
  inquireRefund(reversal: Reversal): Promise<ReversalOutcome>;
};

export const providerNames = ['stripe', 'manual'] as const;
export type ProviderName = (typeof providerNames)[number];
