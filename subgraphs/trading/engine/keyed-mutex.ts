/** Runs the work of one key strictly one after the other, and that of different keys side by side. */
export class KeyedMutex {
  readonly #tails = new Map<string, Promise<unknown>>();

  run<TResult>(key: string, work: () => Promise<TResult>): Promise<TResult> {
    const before = this.#tails.get(key) ?? Promise.resolve();
    const running = before.then(work, work);
    const tail = running.then(nothing, nothing).then(() => {
      if (this.#tails.get(key) === tail) this.#tails.delete(key);
    });
    this.#tails.set(key, tail);
    return running;
  }

  get isIdle(): boolean {
    return this.#tails.size === 0;
  }

  /** Resolves when all that was asked for so far is done. */
  async idle(): Promise<void> {
    await Promise.all(this.#tails.values());
  }
}

const nothing = () => undefined;
