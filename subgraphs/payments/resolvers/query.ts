import type { Connection } from '../../../foundation/subgraph/connection.js';
import type { TrialBalance } from '../ledger/ledger-repository.js';
import type { Payment } from '../payments/payment.js';
import type { PaymentsContext } from './payments-context.js';

type Page = { first: number; after?: string | null };

export const queryResolvers = {
  payments: (
    _source: unknown,
    { first, after }: Page,
    { reading, viewer }: PaymentsContext,
  ): Promise<Connection<Payment>> => reading.list(viewer, { first, after: after ?? null }),

  payment: (
    _source: unknown,
    { id }: { id: string },
    { paymentById }: PaymentsContext,
  ): Promise<Payment | null> => paymentById.load(id),

  trialBalance: (
    _source: unknown,
    _args: unknown,
    { ledger, viewer }: PaymentsContext,
  ): Promise<TrialBalance> => ledger.trialBalance(viewer),
};
