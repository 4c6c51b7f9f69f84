/** Accounts are only ever reached through their tenant. */
export type AccountRef = { tenantId: string; accountId: string };

export const refKey = (ref: AccountRef): string => `${ref.tenantId} ${ref.accountId}`;
