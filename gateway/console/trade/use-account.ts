import { AccountsDocument } from '../__generated__/operations.js';
import type { AccountsQuery } from '../__generated__/operations.js';
import { useData } from '../api/use-data.js';
import type { Data } from '../api/use-data.js';
import { useAddressChoice } from '../routing/router.js';

export type Account = NonNullable<AccountsQuery['accounts']>[number];

/** The account that the address names, or the first one. */
export const useAccount = (
  options: { everyMs?: number } = {},
): { from: Data<AccountsQuery>; account: Account | undefined; choose: (id: string) => void } => {
  const from = useData(AccountsDocument, {}, options);
  const [chosen, choose] = useAddressChoice('account', '');
  const accounts = from.data?.accounts ?? [];
  return { from, account: accounts.find(({ id }) => id === chosen) ?? accounts[0], choose };
};
