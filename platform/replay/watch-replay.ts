import { setTimeout as delay } from 'node:timers/promises';
import type { CandleUpdate } from '../../foundation/events/candle-events.js';
import { candlesChannel } from '../../foundation/events/candle-events.js';
import type { SignalEmitted } from '../../foundation/events/signal-events.js';
import type { ServiceDeps } from '../../foundation/subgraph/service.js';
import { signalsChannel } from '../../subgraphs/trading/engine/live-channels.js';

/** A stretch of recorded time that is told as one step. */
const stretchMs = 6 * 3_600_000;
const pollMs = 20;
const longestSettlingMs = 60_000;

/** Listens to a replay: tells how far it has come and keeps what the strategies signal. */
export const watchReplay = async (
  { broadcast, tenantDb }: Pick<ServiceDeps, 'broadcast' | 'tenantDb'>,
  tenantId: string,
  onProgress: (phase: string) => void,
): Promise<{
  signalStatuses: readonly string[];
  /** Resolves when every event of the tenant has been handled by everybody. */
  settled(): Promise<void>;
}> => {
  const signalStatuses: string[] = [];
  let stretch = -1;
  const stopSignals = await broadcast.follow(signalsChannel(tenantId), null, (message) => {
    signalStatuses.push(...(message as SignalEmitted[]).map(({ status }) => status));
  });
  const stopCandles = await broadcast.subscribe(candlesChannel, (message) => {
    const openTimeMs = (message as CandleUpdate[]).at(-1)?.openTimeMs ?? 0;
    if (Math.floor(openTimeMs / stretchMs) <= stretch) return;
    stretch = Math.floor(openTimeMs / stretchMs);
    const from = new Date(stretch * stretchMs).toISOString();
    onProgress(`Replaying ${from.slice(0, 10)} from ${from.slice(11, 16)}`);
  });

  const waiting = (): Promise<number> =>
    tenantDb.withTenant(tenantId, async (db) => db.outboxEvent.count());

  return {
    signalStatuses,
    async settled() {
      await Promise.all([stopSignals(), stopCandles()]);
      const deadline = performance.now() + longestSettlingMs;
      // An event leaves its outbox when every consumer has handled it.
      while ((await waiting()) > 0) {
        if (performance.now() > deadline)
          throw new Error('events of the replay are still not handled; the log says why');
        await delay(pollMs);
      }
    },
  };
};
