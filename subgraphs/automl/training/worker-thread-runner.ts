import { Worker } from 'node:worker_threads';
import type { TrainingRunner } from './training-runner.js';
import type { WorkerMessage } from './training-worker.js';

/** What a training of 10,000 bars needs, several times over. */
const maxHeapMb = 512;

/**
 * Each training in a thread of its own, so that the service goes on answering.
 * @param workerUrl the thread's compiled code.
 */
export const createWorkerThreadRunner = (
  workerUrl = new URL('./training-worker.js', import.meta.url),
): TrainingRunner => {
  const running = new Set<Worker>();
  return {
    run: (request, onProgress) =>
      new Promise((resolve, reject) => {
        const worker = new Worker(workerUrl, {
          workerData: request,
          resourceLimits: { maxOldGenerationSizeMb: maxHeapMb },
        });
        running.add(worker);
        worker.on('message', (message: WorkerMessage) => {
          if (message.kind === 'progress') onProgress(message.progress);
          else resolve(message.outcome);
        });
        worker.on('error', reject);
        worker.on('exit', (code) => {
          running.delete(worker);
          // Does nothing after an outcome.
          reject(new Error(`the training thread ended with code ${code}`));
        });
      }),

    async close() {
      await Promise.all([...running].map((worker) => worker.terminate()));
    },
  };
};
