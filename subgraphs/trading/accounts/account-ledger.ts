import type { OutgoingEvent } from '../events/domain-events.js';
import type { Signal } from '../signals/signal.js';
import type { AccountState } from './account.js';
import type { AccountChanges } from './account-draft.js';
import type { AccountRef } from './account-ref.js';

/** Everything that one unit of work leaves behind. */
export type Commit = {
  /** The account as it stands afterwards; its version is the one that the work began with. */
  state: AccountState;
  changes: AccountChanges;
  /** What the audit log is told. */
  audited: readonly OutgoingEvent[];
};

/** Another writer was faster: what was decided rests on a state that no longer holds. */
export class StaleAccount extends Error {
  override readonly name = 'StaleAccount';
}

/** Where accounts are kept: the tenant's database, or the memory of a backtest. */
export type AccountLedger = {
  /** Accounts of the tenant on which the market can have an effect: with an order in the market or a position. */
  listExposed(tenantId: string): Promise<string[]>;
  /** Null when the tenant has no such account. */
  load(ref: AccountRef): Promise<AccountState | null>;
  /**
   * Keeps all of it or nothing.
   * @throws {StaleAccount} when the account was changed since the work began.
   */
  save(ref: AccountRef, commit: Commit): Promise<void>;
  /** What became of a signal that the strategy told before; null when it did not. */
  findSignal(
    tenantId: string,
    key: { strategyId: string; externalId: string },
  ): Promise<Signal | null>;
};
