import type { Burst } from './merge-by-time.js';
import type { RefusedLine } from './recorded-quotes.js';

/** Enough to see what is wrong with a file; the count tells of all. */
const keptLines = 1_000;

export type ReplaySummary = {
  feed: string;
  /** Played to the end; false when it was stopped before. */
  complete: boolean;
  /** Quotes that were read and delivered. */
  ticks: number;
  symbols: readonly { symbol: string; ticks: number; firstTimeMs: number; lastTimeMs: number }[];
  rejectedLineCount: number;
  /** The first thousand of them. */
  rejectedLines: readonly RefusedLine[];
  /** Recorded times of the first and last quote, null when there was none. */
  firstTimeMs: number | null;
  lastTimeMs: number | null;
};

type SymbolCount = { symbol: string; ticks: number; firstTimeMs: number; lastTimeMs: number };

/** Counts a replay while it plays. */
export class ReplayCount {
  bursts = 0;
  readonly #bySymbol = new Map<string, SymbolCount>();
  readonly #refused: RefusedLine[] = [];
  #refusedCount = 0;

  constructor(private readonly feed: string) {}

  add({ quotes }: Burst): void {
    this.bursts++;
    for (const { symbol, eventTimeMs } of quotes) {
      const count = this.#bySymbol.get(symbol);
      if (count) {
        count.ticks++;
        count.lastTimeMs = eventTimeMs;
      } else
        this.#bySymbol.set(symbol, {
          symbol,
          ticks: 1,
          firstTimeMs: eventTimeMs,
          lastTimeMs: eventTimeMs,
        });
    }
  }

  refuse(line: RefusedLine): void {
    this.#refusedCount++;
    if (this.#refused.length < keptLines) this.#refused.push(line);
  }

  summary(complete: boolean): ReplaySummary {
    const symbols = [...this.#bySymbol.values()].map((count) => ({ ...count }));
    const times = symbols.flatMap(({ firstTimeMs, lastTimeMs }) => [firstTimeMs, lastTimeMs]);
    return {
      feed: this.feed,
      complete,
      ticks: symbols.reduce((sum, { ticks }) => sum + ticks, 0),
      symbols,
      rejectedLineCount: this.#refusedCount,
      rejectedLines: [...this.#refused],
      firstTimeMs: times.length > 0 ? Math.min(...times) : null,
      lastTimeMs: times.length > 0 ? Math.max(...times) : null,
    };
  }
}
