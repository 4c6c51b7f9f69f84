/** Counts what each holder has open, up to a limit that is the same for all. */
export class Quota {
  readonly #open = new Map<string, number>();

  constructor(readonly limit: number) {}

  /** Takes one place and returns how to give it back (once); null when there is none left. */
  tryTake(holder: string): (() => void) | null {
    const open = this.#open.get(holder) ?? 0;
    if (open >= this.limit) return null;
    this.#open.set(holder, open + 1);
    let isGivenBack = false;
    return () => {
      if (isGivenBack) return;
      isGivenBack = true;
      const left = (this.#open.get(holder) ?? 1) - 1;
      if (left > 0) this.#open.set(holder, left);
      else this.#open.delete(holder);
    };
  }

  openOf(holder: string): number {
    return this.#open.get(holder) ?? 0;
  }
}
