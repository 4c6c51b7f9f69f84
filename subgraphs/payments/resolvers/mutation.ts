import { answering } from '../../../foundation/errors/domain-error.js';
import type { RefundOrder } from '../refunds/refund-service.js';
import type { PaymentsContext } from './payments-context.js';

type PayInvoiceInput = {
  invoiceId: string;
  idempotencyKey: string;
  paymentMethodId?: string | null;
};

export const mutationResolvers = {
  payInvoice: (
    _source: unknown,
    { input }: { input: PayInvoiceInput },
    { payments, viewer, requestId }: PaymentsContext,
  ) =>
    answering({ payment: null, invoice: null }, async () => {
      const order = { ...input, paymentMethodId: input.paymentMethodId ?? null };
      const payment = await payments.pay({ viewer, requestId }, order);
      return { payment, invoice: { id: payment.invoiceId } };
    }),

  refundPayment: (
    _source: unknown,
    { input }: { input: RefundOrder },
    { refunds, paymentById, viewer, requestId }: PaymentsContext,
  ) =>
    answering({ refund: null, payment: null }, async () => {
      const refund = await refunds.refund({ viewer, requestId }, { ...input });
      return { refund, payment: await paymentById.load(refund.paymentId) };
    }),
};
