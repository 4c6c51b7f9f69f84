import type { Instrument } from './instrument.js';

/** The instruments that exist, as market-data tells. */
export type InstrumentCatalogue = {
  /** Null when there is no such instrument, as of now. */
  find(symbol: string): Instrument | null;
  /** All that are known. */
  all(): readonly Instrument[];
  /**
   * Whether the instrument's market is in session; null while it is not known.
   */
  isOpen(symbol: string, nowMs: number): boolean | null;
  /**
   * Resolves when the instruments are known; asks again for a `symbol` that is not among them.
   * @throws {DomainError} SERVICE_UNAVAILABLE when they cannot be had.
   */
  ready(symbol?: string): Promise<void>;
};
