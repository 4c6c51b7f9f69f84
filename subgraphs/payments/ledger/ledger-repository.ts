import { Prisma } from '../../../foundation/database/__generated__/tenant/client.js';
import type {
  TenantClient,
  TenantTransaction,
} from '../../../foundation/database/tenant-database.js';
import type { JournalTransaction } from './journal.js';
import { balanced } from './journal.js';

export type AccountBalance = { account: string; currency: string; amountMinor: bigint };

export type TrialBalance = {
  accounts: AccountBalance[];
  /** How many transactions do not sum to zero: none, or the books are wrong. */
  unbalancedTransactions: number;
};

/** Appends to the journal; the tenant's role can do nothing else to it. */
export const book = async (
  tx: TenantTransaction,
  by: { id: string; bookedAt: Date },
  transaction: JournalTransaction,
): Promise<void> => {
  const { kind, reference, entries } = balanced(transaction);
  await tx.ledgerTransaction.create({ data: { ...by, kind, reference } });
  await tx.ledgerEntry.createMany({
    data: entries.map((entry, position) => ({ ...entry, transactionId: by.id, position })),
  });
};

export const readTrialBalance = async (db: TenantClient): Promise<TrialBalance> => {
  const accounts = await db.$queryRaw<(Omit<AccountBalance, 'amountMinor'> & { sum: string })[]>(
    Prisma.sql`
      SELECT account, currency, sum(amount_minor)::text AS sum
      FROM "__tenant__"."ledger_entries"
      GROUP BY account, currency
      ORDER BY account, currency`,
  );
  const unbalanced = await db.$queryRaw<{ transaction_id: string }[]>(Prisma.sql`
    SELECT transaction_id
    FROM "__tenant__"."ledger_entries"
    GROUP BY transaction_id, currency
    HAVING sum(amount_minor) <> 0`);
  return {
    accounts: accounts.map(({ sum, ...rest }) => ({ ...rest, amountMinor: BigInt(sum) })),
    unbalancedTransactions: new Set(unbalanced.map((row) => row.transaction_id)).size,
  };
};
