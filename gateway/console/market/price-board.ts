export type Price = { symbol: string; bid: string; ask: string; eventTime: string };
/** A price and whether its bid rose (1), fell (-1) or stayed. */
export type Tick = Price & { move: -1 | 0 | 1 };

type Paint = (tick: Tick) => void;

/**
 * The newest price of each symbol. Whoever watches is told once per frame at most, with the newest: a price that nobody
 * could have seen costs nothing.
 */
export class PriceBoard {
  readonly #ticks = new Map<string, Tick>();
  readonly #watchers = new Map<string, Set<Paint>>();
  readonly #changed = new Set<string>();
  #frame = 0;

  put(price: Price): void {
    const before = this.#ticks.get(price.symbol);
    if (before !== undefined && before.eventTime > price.eventTime) return;
    const move = Math.sign(Number(price.bid) - Number(before?.bid ?? price.bid)) as Tick['move'];
    this.#ticks.set(price.symbol, { ...price, move });
    this.#changed.add(price.symbol);
    if (this.#frame === 0) this.#frame = requestAnimationFrame(this.#paint);
  }

  latest(symbol: string): Tick | undefined {
    return this.#ticks.get(symbol);
  }

  /** Tells what is known at once, then every change. */
  watch(symbol: string, paint: Paint): () => void {
    const paints = this.#watchers.get(symbol) ?? new Set();
    this.#watchers.set(symbol, paints.add(paint));
    const known = this.#ticks.get(symbol);
    if (known) paint({ ...known, move: 0 });
    return () => paints.delete(paint);
  }

  readonly #paint = (): void => {
    this.#frame = 0;
    for (const symbol of this.#changed) {
      const tick = this.#ticks.get(symbol);
      if (tick) for (const paint of this.#watchers.get(symbol) ?? []) paint(tick);
    }
    this.#changed.clear();
  };
}
