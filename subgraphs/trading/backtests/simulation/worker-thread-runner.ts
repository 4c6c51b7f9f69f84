import { Worker } from 'node:worker_threads';
import { DomainError } from '../../../../foundation/errors/domain-error.js';
import type { BacktestProgress } from '../backtest.js';
import type { SimulationOutcome } from './simulation-record.js';
import { toRequest } from './simulation-request.js';
import type { SimulationRunner } from './simulation-runner.js';
import type { FromWorker, ToWorker } from './simulation-worker.js';

/** What 50,000 orders and a curve need, several times over. */
const maxHeapMb = 512;

/**
 * Each simulation in a thread of its own, so that the service goes on answering. The thread is sent one window at a
 * time: a year of prices is never in memory.
 * @param workerUrl the thread's compiled code.
 */
export const createWorkerThreadRunner = (
  workerUrl = new URL('./simulation-worker.js', import.meta.url),
): SimulationRunner => {
  const running = new Set<Worker>();
  return {
    async run(setup, windows, onProgress) {
      const worker = new Worker(workerUrl, {
        workerData: toRequest(setup),
        resourceLimits: { maxOldGenerationSizeMb: maxHeapMb },
      });
      running.add(worker);
      try {
        const thread = new SimulationThread(worker);
        await thread.ready();
        for await (const window of windows) {
          const progress = await thread.send({ window }).ready();
          if (!(await onProgress(progress))) return null;
        }
        return await thread.send('END').outcome();
      } finally {
        running.delete(worker);
        await worker.terminate();
      }
    },

    async close() {
      await Promise.all([...running].map((worker) => worker.terminate()));
    },
  };
};

/** Asks the thread one thing at a time. */
class SimulationThread {
  #answer: (message: FromWorker) => void = () => undefined;
  #fail: (error: Error) => void = () => undefined;
  #failure: Error | null = null;
  #next: Promise<FromWorker>;

  constructor(private readonly worker: Worker) {
    this.#next = this.#expect();
    worker.on('message', (message: FromWorker) => this.#answer(message));
    worker.on('error', (error: Error) => this.#ended(error));
    worker.on('exit', (code) =>
      this.#ended(new Error(`the simulation's thread ended with code ${code}`)),
    );
  }

  send(message: ToWorker): this {
    this.#next = this.#expect();
    this.worker.postMessage(message);
    return this;
  }

  async ready(): Promise<BacktestProgress> {
    const message = await this.#next;
    if (message.kind === 'ready') return message.progress;
    throw unexpected(message);
  }

  async outcome(): Promise<SimulationOutcome> {
    const message = await this.#next;
    if (message.kind === 'outcome') return message.outcome;
    throw unexpected(message);
  }

  #ended(error: Error): void {
    this.#failure ??= error;
    this.#fail(this.#failure);
  }

  #expect(): Promise<FromWorker> {
    if (this.#failure) return Promise.reject(this.#failure);
    const answer = new Promise<FromWorker>((resolve, reject) => {
      this.#answer = resolve;
      this.#fail = reject;
    });
    // The thread may end while nobody waits for it; whoever asks next is told.
    answer.catch(() => undefined);
    return answer;
  }
}

const unexpected = (message: FromWorker): Error =>
  message.kind === 'refused'
    ? new DomainError('QUOTA_EXCEEDED', message.message)
    : new Error(`the simulation's thread answered ${message.kind}`);
