import type { BacktestProgress } from '../backtest.js';
import type { MarketWindow } from '../market-history.js';
import type { SimulationOutcome } from './simulation-record.js';
import type { SimulationSetup } from './simulation-request.js';

/** Where a simulation runs. */
export type SimulationRunner = {
  /**
   * Plays the windows, one at a time as they come.
   * @param onProgress after every window; false gives the simulation up.
   * @returns null when it was given up.
   * @throws {DomainError} QUOTA_EXCEEDED when the strategy places orders without end.
   */
  run(
    setup: SimulationSetup,
    windows: AsyncIterable<MarketWindow>,
    onProgress: (progress: BacktestProgress) => Promise<boolean>,
  ): Promise<SimulationOutcome | null>;
  /** Gives up what runs: their `run` rejects. */
  close(): Promise<void>;
};
