import type { AccountChanges } from '../../accounts/account-draft.js';
import type { AccountState } from '../../accounts/account.js';
import type { AccountLedger, Commit } from '../../accounts/account-ledger.js';
import { StaleAccount } from '../../accounts/account-ledger.js';
import type { AccountRef } from '../../accounts/account-ref.js';
import type { Signal } from '../../signals/signal.js';

/** The ledger of one account in memory, for as long as a backtest runs. */
export class MemoryLedger implements AccountLedger {
  #state: AccountState;
  readonly #signals = new Map<string, Signal>();

  constructor(
    opened: AccountState,
    private readonly onCommit: (changes: AccountChanges) => void,
  ) {
    this.#state = opened;
  }

  listExposed(): Promise<string[]> {
    return Promise.resolve([this.#state.account.id]);
  }

  load({ accountId }: AccountRef): Promise<AccountState | null> {
    return Promise.resolve(accountId === this.#state.account.id ? this.#state : null);
  }

  save(_ref: AccountRef, { state, changes }: Commit): Promise<void> {
    const { account } = state;
    if (account.version !== this.#state.account.version)
      return Promise.reject(new StaleAccount(account.id));
    this.#state = { ...state, account: { ...account, version: account.version + 1 } };
    for (const signal of changes.signals) this.#signals.set(signal.externalId, signal);
    this.onCommit(changes);
    return Promise.resolve();
  }

  /** There is one strategy. */
  findSignal(_tenantId: string, { externalId }: { externalId: string }): Promise<Signal | null> {
    return Promise.resolve(this.#signals.get(externalId) ?? null);
  }
}
