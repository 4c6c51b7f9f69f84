import type { AccountState } from '../accounts/account.js';
import type { AccountRef } from '../accounts/account-ref.js';
import { refKey } from '../accounts/account-ref.js';

/** Which accounts hold which symbol, so that a quote marks nothing else. */
export class OpenPositions {
  readonly #bySymbol = new Map<string, Map<string, AccountRef>>();

  /** Follows an account to its present state. */
  observe(ref: AccountRef, state: AccountState): void {
    const key = refKey(ref);
    for (const { symbol, signedQuantity } of state.positions.values()) {
      const holders = this.#bySymbol.get(symbol) ?? new Map<string, AccountRef>();
      if (signedQuantity.isZero()) holders.delete(key);
      else this.#bySymbol.set(symbol, holders.set(key, ref));
    }
  }

  isHeld(symbol: string): boolean {
    return (this.#bySymbol.get(symbol)?.size ?? 0) > 0;
  }

  holdersOf(symbol: string): Iterable<AccountRef> {
    return this.#bySymbol.get(symbol)?.values() ?? [];
  }
}
