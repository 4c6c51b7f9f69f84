import type { Charge, ProviderName } from '../providers/payment-provider.js';
import type { TransferStatus } from '../transfers/transfer.js';

/** One attempt to pay an invoice; amounts in the currency's smallest unit. */
export type Payment = {
  id: string;
  invoiceId: string;
  amountMinor: bigint;
  currency: string;
  refundedMinor: bigint;
  status: TransferStatus;
  provider: ProviderName;
  /** The provider's name for it; null until it is prepared there. */
  providerReference: string | null;
  paymentMethodId: string | null;
  failureReason: string | null;
  idempotencyKey: string;
  requestHash: string;
  createdAt: Date;
};

export const chargeOf = (tenantId: string, payment: Payment): Charge => ({
  tenantId,
  paymentId: payment.id,
  invoiceId: payment.invoiceId,
  amountMinor: payment.amountMinor,
  currency: payment.currency,
  paymentMethodId: payment.paymentMethodId,
});
