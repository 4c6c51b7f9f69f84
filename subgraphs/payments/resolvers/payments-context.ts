import DataLoader from 'dataloader';
import type { RequestIdentity } from '../../../foundation/context/viewer.js';
import type { BaseContext } from '../../../foundation/subgraph/subgraph-executor.js';
import type { LedgerService } from '../ledger/ledger-service.js';
import type { Payment } from '../payments/payment.js';
import type { PaymentReading } from '../payments/payment-reading.js';
import type { PaymentService } from '../payments/payment-service.js';
import type { Refund } from '../refunds/refund.js';
import type { RefundService } from '../refunds/refund-service.js';

export type PaymentsServices = {
  reading: PaymentReading;
  payments: PaymentService;
  refunds: RefundService;
  ledger: LedgerService;
};

export type PaymentsContext = BaseContext &
  PaymentsServices & {
    paymentById: DataLoader<string, Payment | null>;
    paymentsByInvoiceId: DataLoader<string, Payment[]>;
    refundsByPaymentId: DataLoader<string, Refund[]>;
  };

/** One request's view: what is looked up several times is read once, for this viewer alone. */
export const createPaymentsContext = (
  { viewer, requestId }: RequestIdentity,
  services: PaymentsServices,
): PaymentsContext => ({
  viewer,
  requestId,
  ...services,
  paymentById: new DataLoader((ids) => services.reading.find(viewer, ids)),
  paymentsByInvoiceId: new DataLoader((ids) => services.reading.ofInvoices(viewer, ids)),
  refundsByPaymentId: new DataLoader((ids) => services.reading.refundsOf(viewer, ids)),
});
