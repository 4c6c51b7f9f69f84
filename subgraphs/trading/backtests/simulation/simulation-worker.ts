import { parentPort, workerData } from 'node:worker_threads';
import { DomainError } from '../../../../foundation/errors/domain-error.js';
import type { BacktestProgress } from '../backtest.js';
import type { MarketWindow } from '../market-history.js';
import { MarketTape } from './market-tape.js';
import { Simulation } from './simulation.js';
import type { SimulationOutcome } from './simulation-record.js';
import type { SimulationRequest } from './simulation-request.js';
import { fromRequest } from './simulation-request.js';

/** A window to play, or the end: then the outcome is asked for. */
export type ToWorker = { window: MarketWindow } | 'END';

/** A failure that is none of these ends the thread with an error. */
export type FromWorker =
  | { kind: 'ready'; progress: BacktestProgress }
  | { kind: 'refused'; message: string }
  | { kind: 'outcome'; outcome: SimulationOutcome };

const setup = fromRequest(workerData as SimulationRequest);
const range = { fromMs: setup.terms.from.getTime(), toMs: setup.terms.to.getTime() };
const tape = new MarketTape(range);
const simulation = new Simulation(setup);
let events = 0;
let playedMs = 0;

const tell = (message: FromWorker): void => parentPort?.postMessage(message);

const tellProgress = (untilMs: number): void =>
  tell({
    kind: 'ready',
    progress: {
      events,
      progress: (untilMs - range.fromMs) / (range.toMs - range.fromMs),
      eventsPerSecond: events === 0 ? null : Math.round((1_000 * events) / Math.max(playedMs, 1)),
    },
  });

const play = async (window: MarketWindow): Promise<void> => {
  const startedAt = performance.now();
  const told = tape.eventsOf(window);
  await simulation.play(told);
  playedMs += performance.now() - startedAt;
  events += told.length;
  tellProgress(window.toMs);
};

const handle = async (message: ToWorker): Promise<void> => {
  try {
    if (message === 'END') {
      tell({ kind: 'outcome', outcome: await simulation.finish() });
      parentPort?.close();
    } else await play(message.window);
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    tell({ kind: 'refused', message: error.message });
    parentPort?.close();
  }
};

await simulation.start();
parentPort?.on('message', (message: ToWorker) => void handle(message));
tellProgress(range.fromMs);
