import { DomainError } from '../../../foundation/errors/domain-error.js';
import type { IdGenerator } from '../../../foundation/ids/id-generator.js';
import type { Clock } from '../../../foundation/time/clock.js';
import { nowOf } from '../../../foundation/time/clock.js';
import { zero } from '../../../foundation/money/decimal.js';
import type { AccountState } from '../accounts/account.js';
import type { AccountRef } from '../accounts/account-ref.js';
import { refKey } from '../accounts/account-ref.js';
import type { AccountChanges } from '../accounts/account-draft.js';
import { AccountDraft } from '../accounts/account-draft.js';
import type { AccountLedger } from '../accounts/account-ledger.js';
import { StaleAccount } from '../accounts/account-ledger.js';
import { equity } from '../accounts/valuation.js';
import type { OutgoingEvent } from '../events/domain-events.js';
import type { Desk } from './desk.js';
import { KeyedMutex } from './keyed-mutex.js';

export const serviceName = 'trading-engine';

/** What the audit log is told of a decision that took effect, in the same transaction. */
export type Audit<TResult> = (result: TResult) => OutgoingEvent;

/** A decision: it sees the account and the market, changes the draft, and does nothing else. */
export type Decision<TResult> = (draft: AccountDraft, desk: Desk) => TResult;

export type EngineObserver = {
  /** The account as it stands, after it was loaded or changed. */
  observe(ref: AccountRef, state: AccountState): void;
  /** What was committed just now. */
  committed(ref: AccountRef, state: AccountState, changes: AccountChanges): void;
};

const mostAttempts = 3;

/**
 * Decides and commits, one unit of work at a time per account. What was decided is either committed whole (orders,
 * history, fills, position, balance, outgoing events) or has not happened; memory only ever follows the database.
 */
export class AccountEngine {
  readonly #states = new Map<string, AccountState>();
  readonly #mutex = new KeyedMutex();

  constructor(
    private readonly deps: {
      ledger: AccountLedger;
      clock: Clock;
      ids: IdGenerator;
      desk: (ref: AccountRef) => Desk;
      observer: EngineObserver;
    },
  ) {}

  /** Loads every account of the tenant that the market can have an effect on. */
  async restore(tenantId: string): Promise<void> {
    for (const accountId of await this.deps.ledger.listExposed(tenantId)) {
      const ref = { tenantId, accountId };
      await this.#mutex.run(refKey(ref), () => this.#load(ref));
    }
  }

  /** Lets go of all that is held of a tenant, and waits for what is under way; nothing is asked of its database. */
  async forget(tenantId: string): Promise<void> {
    for (const [key, { account }] of this.#states) {
      const ref = { tenantId, accountId: account.id };
      if (key !== refKey(ref)) continue;
      await this.#mutex.run(key, () => {
        const state = this.#states.get(key);
        if (state) this.#keep(ref, withoutExposure(state));
        return Promise.resolve();
      });
    }
  }

  /** One decision. */
  change<TResult>(
    ref: AccountRef,
    decide: Decision<TResult>,
    audit?: Audit<TResult>,
  ): Promise<TResult> {
    return this.exclusively(ref, (commit) => commit(decide, audit));
  }

  /** One decision on each account of the tenant that has an order in the market or a position. */
  async changeExposed(tenantId: string, decide: Decision<void>): Promise<void> {
    for (const accountId of await this.deps.ledger.listExposed(tenantId))
      await this.change({ tenantId, accountId }, decide);
  }

  /** Work that looks something up before it decides, with nothing else happening to the account meanwhile. */
  exclusively<TResult>(
    ref: AccountRef,
    work: (commit: <T>(decide: Decision<T>, audit?: Audit<T>) => Promise<T>) => Promise<TResult>,
  ): Promise<TResult> {
    return this.#mutex.run(refKey(ref), () =>
      work((decide, audit) => this.#commit(ref, decide, audit)),
    );
  }

  /** The account's state if it is held in memory: it is while it has open orders or positions. */
  peek(ref: AccountRef): AccountState | undefined {
    return this.#states.get(refKey(ref));
  }

  /** Whether nothing is being decided or committed. */
  get isIdle(): boolean {
    return this.#mutex.isIdle;
  }

  idle(): Promise<void> {
    return this.#mutex.idle();
  }

  async #commit<TResult>(
    ref: AccountRef,
    decide: Decision<TResult>,
    audit?: Audit<TResult>,
  ): Promise<TResult> {
    for (let attempt = 1; ; attempt++) {
      const before = await this.#load(ref);
      const draft = new AccountDraft(before, this.deps.ids, nowOf(this.deps.clock));
      const desk = this.deps.desk(ref);
      const result = decide(draft, desk);
      if (!draft.isChanged) return result;
      if (draft.hasFills) valueAfterFills(draft, desk);
      try {
        const after = await this.#save(ref, draft, audit ? [audit(result)] : []);
        this.#keep(ref, after);
        this.deps.observer.committed(ref, after, draft.changes);
        return result;
      } catch (error) {
        // Whether the commit went through is not known: the database is asked again next time.
        this.#states.delete(refKey(ref));
        if (!(error instanceof StaleAccount) || attempt === mostAttempts) throw error;
      }
    }
  }

  async #save(
    ref: AccountRef,
    draft: AccountDraft,
    audited: readonly OutgoingEvent[],
  ): Promise<AccountState> {
    const { state, changes } = draft;
    await this.deps.ledger.save(ref, { state, changes, audited });
    return { ...state, account: { ...state.account, version: state.account.version + 1 } };
  }

  async #load(ref: AccountRef): Promise<AccountState> {
    const known = this.#states.get(refKey(ref));
    if (known) return known;
    const loaded = await this.deps.ledger.load(ref);
    if (!loaded)
      throw new DomainError('NOT_FOUND', 'There is no such account.', ['input', 'accountId']);
    this.#keep(ref, loaded);
    return loaded;
  }

  #keep(ref: AccountRef, state: AccountState): void {
    const isExposed =
      state.openOrders.size > 0 ||
      [...state.positions.values()].some((position) => !position.signedQuantity.isZero());
    if (isExposed) this.#states.set(refKey(ref), state);
    else this.#states.delete(refKey(ref));
    this.deps.observer.observe(ref, state);
  }
}

/** As if the market had no effect on it any more. */
const withoutExposure = (state: AccountState): AccountState => ({
  ...state,
  openOrders: new Map(),
  positions: new Map(
    [...state.positions].map(([symbol, position]) => [
      symbol,
      { ...position, signedQuantity: zero },
    ]),
  ),
});

/** An account that cannot be valued is not: the next minute close will tell. */
const valueAfterFills = (draft: AccountDraft, desk: Desk): void => {
  const worth = equity(draft.state, desk.market);
  if (worth) draft.recordValuation(worth, draft.now);
};
