import type { TenantClient } from '../../../foundation/database/tenant-database.js';

export type AccountRecord = { accountId: string; currency: string; tradesOnSaturdays: boolean };

/** A row of a batch, and whose it is. */
export type OfAccount<TRow> = TRow & { accountId: string };

export const findAccounts = (
  db: TenantClient,
  accountIds: readonly string[],
): Promise<AccountRecord[]> =>
  db.analyticsAccount.findMany({ where: { accountId: { in: [...accountIds] } } });
