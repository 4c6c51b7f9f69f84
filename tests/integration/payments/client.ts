import type { DomainEvent } from '../../../foundation/messaging/domain-event.js';
import type { RunningPayments } from '../../support/running-payments.js';

const payMutation = `mutation ($input: PayInvoiceInput!) {
  payInvoice(input: $input) {
    payment { id status failureReason amount { amount currency } provider }
    invoice { id payments { id status } }
    userErrors { code message path }
  }
}`;
const refundMutation = `mutation ($input: RefundPaymentInput!) {
  refundPayment(input: $input) {
    refund { id status failureReason amount { amount currency } }
    payment { id refundedAmount { amount currency } }
    userErrors { code message path }
  }
}`;
const ledgerQuery =
  '{ trialBalance { accounts { name balance { amount currency } } unbalancedTransactions } }';

type UserErrors = { userErrors: { code: string; message: string; path: string[] | null }[] };
type Transfer = { id: string; status: string; failureReason: string | null };
export type Paid = UserErrors & {
  payment: (Transfer & { amount: { amount: string; currency: string }; provider: string }) | null;
  invoice: { id: string; payments: { id: string; status: string }[] } | null;
};
export type Refunded = UserErrors & {
  refund: (Transfer & { amount: { amount: string; currency: string } }) | null;
  payment: { id: string; refundedAmount: { amount: string } } | null;
};
type Balance = { name: string; balance: { amount: string; currency: string } };

/** What a test does with payments, in a tenant's name. */
export const createPaymentsClient = async (running: RunningPayments) => {
  const told: DomainEvent[] = [];
  await running.bus.subscribe({
    group: 'test',
    types: ['payment.succeeded', 'payment.failed', 'payment.refunded', 'audit.recorded'],
    handler: (event) => {
      told.push(event);
      return Promise.resolve();
    },
  });

  return {
    told: (tenantId: string, type: string) =>
      told.filter((event) => event.tenantId === tenantId && event.type === type),

    /** A new tenant with an open invoice of 49.00 USD. */
    async invoiced(): Promise<{ tenantId: string; invoiceId: string }> {
      const tenantId = await running.database.provisionTenant();
      const data = await running.askBilling<{
        finalizeUpcomingInvoice: { invoice: { id: string } };
      }>(tenantId, 'mutation { finalizeUpcomingInvoice { invoice { id } } }');
      return { tenantId, invoiceId: data.finalizeUpcomingInvoice.invoice.id };
    },

    async pay(tenantId: string, input: Record<string, unknown>): Promise<Paid> {
      const answer = await running.ask<{ payInvoice: Paid }>(tenantId, payMutation, { input });
      if (!answer.data) throw new Error(JSON.stringify(answer.errors));
      return answer.data.payInvoice;
    },

    async refund(tenantId: string, input: Record<string, unknown>): Promise<Refunded> {
      const variables = { input: { reason: 'requested', ...input } };
      const answer = await running.ask<{ refundPayment: Refunded }>(
        tenantId,
        refundMutation,
        variables,
      );
      if (!answer.data) throw new Error(JSON.stringify(answer.errors));
      return answer.data.refundPayment;
    },

    async invoiceStatus(tenantId: string, invoiceId: string): Promise<string | undefined> {
      const query = `{ invoice(id: "${invoiceId}") { status } }`;
      const data = await running.askBilling<{ invoice: { status: string } | null }>(
        tenantId,
        query,
      );
      return data.invoice?.status;
    },

    async paymentStatus(tenantId: string, paymentId: string): Promise<string | undefined> {
      const query = `{ payment(id: "${paymentId}") { status } }`;
      const { data } = await running.ask<{ payment: { status: string } | null }>(tenantId, query);
      return data?.payment?.status;
    },

    /** Balance by account; the books must be in balance. */
    async books(tenantId: string): Promise<Record<string, string>> {
      const { data } = await running.ask<{
        trialBalance: { accounts: Balance[]; unbalancedTransactions: number };
      }>(tenantId, ledgerQuery);
      if (data?.trialBalance.unbalancedTransactions !== 0) throw new Error('out of balance');
      return Object.fromEntries(
        data.trialBalance.accounts.map(({ name, balance }) => [name, balance.amount]),
      );
    },
  };
};

export type PaymentsClient = Awaited<ReturnType<typeof createPaymentsClient>>;
