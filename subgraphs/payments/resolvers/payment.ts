import type { Decimal } from '../../../foundation/money/decimal.js';
import { fromMinorUnits } from '../../../foundation/money/minor-units.js';
import type { AccountBalance } from '../ledger/ledger-repository.js';
import type { Payment } from '../payments/payment.js';
import type { Refund } from '../refunds/refund.js';
import type { PaymentsContext } from './payments-context.js';

type Money = { amount: Decimal; currency: string };

const money = (amountMinor: bigint, currency: string): Money => ({
  amount: fromMinorUnits(amountMinor, currency),
  currency,
});

export const paymentResolvers = {
  __resolveReference: ({ id }: { id: string }, { paymentById }: PaymentsContext) =>
    paymentById.load(id),
  invoice: ({ invoiceId }: Payment): { id: string } => ({ id: invoiceId }),
  amount: ({ amountMinor, currency }: Payment): Money => money(amountMinor, currency),
  refundedAmount: ({ refundedMinor, currency }: Payment): Money => money(refundedMinor, currency),
  provider: ({ provider }: Payment): string => provider.toUpperCase(),
  refunds: ({ id }: Payment, _args: unknown, { refundsByPaymentId }: PaymentsContext) =>
    refundsByPaymentId.load(id),
};

export const refundResolvers = {
  async amount(
    { paymentId, amountMinor }: Refund,
    _args: unknown,
    { paymentById }: PaymentsContext,
  ): Promise<Money> {
    const payment = await paymentById.load(paymentId);
    if (!payment) throw new Error(`there is no payment ${paymentId}`);
    return money(amountMinor, payment.currency);
  },
};

export const invoiceResolvers = {
  __resolveReference: ({ id }: { id: string }) => ({ id }),
  payments: ({ id }: { id: string }, _args: unknown, { paymentsByInvoiceId }: PaymentsContext) =>
    paymentsByInvoiceId.load(id),
};

export const ledgerAccountResolvers = {
  name: ({ account }: AccountBalance): string => account,
  balance: ({ amountMinor, currency }: AccountBalance): Money => money(amountMinor, currency),
};
