import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import type { BenchDatabase } from './bench-database.js';
import { benchService } from './bench-service.js';
import { benchSymbols, makeUpRecording } from './made-up-recording.js';
import { percentile } from './percentile.js';

const steadyPerSecond = 10_000;
const burstPerSecond = 25_000;
/** Every fifth second is a burst. */
const burstEvery = 5;
const heapMb = (): number => {
  globalThis.gc?.();
  return Math.round(process.memoryUsage().heapUsed / 1_048_576);
};

type Event = { data?: { prices?: { receivedAt: string } } };

/** A recorded pace, happening now, while sockets listen: what is stored, and how long a quote takes to them. */
export const measureSteadyStream = async (
  database: BenchDatabase,
  { sockets, seconds }: { sockets: number; seconds: number },
) => {
  const pace = Array.from({ length: seconds }, (_, second) =>
    second % burstEvery === burstEvery - 1 ? burstPerSecond : steadyPerSecond,
  );
  const made = makeUpRecording(database.folder, 'steady', pace);
  const replay = { kind: 'replay', files: made.files, speed: 1, time: 'rebased' } as const;
  const bench = await benchService(database, [{ ...replay, autoStart: false }]);
  const { port } = await bench.service.listen({ host: '127.0.0.1', port: 0 });
  const latencies: number[] = [];
  let delivered = 0;
  const clients = Array.from({ length: sockets }, (_, index) => {
    const client = createClient({
      ...{ url: `ws://127.0.0.1:${port}/graphql`, webSocketImpl: WebSocket, lazy: false },
    });
    const symbol = benchSymbols[index % benchSymbols.length] ?? 'EURUSD';
    client.subscribe<Event['data']>(
      {
        query: `subscription { prices(symbols: ["${symbol}"], maxRatePerSecond: 10) { bid ask receivedAt } }`,
        extensions: { identity: bench.identity() },
      },
      {
        next(event) {
          delivered++;
          const receivedAt = (event as Event).data?.prices?.receivedAt;
          if (receivedAt === undefined || delivered % 7 !== 0) return;
          latencies.push(performance.timeOrigin + performance.now() - Date.parse(receivedAt));
        },
        error: () => undefined,
        complete: () => undefined,
      },
    );
    return client;
  });
  const heapBeforeMb = heapMb();
  const startedAt = performance.now();
  const { ticks, rejections } = await bench.service.runReplay();
  const elapsedMs = performance.now() - startedAt;
  const heapAfterMb = heapMb();
  for (const client of clients) await client.dispose();
  await bench.close();

  const { pool } = database.platformDb;
  const { rows } = await pool.query<{ count: string }>('SELECT count(*) FROM market.ticks');
  await pool.query('TRUNCATE market.ticks, market.candles');
  const rejected = rejections.reduce((sum, { count }) => sum + count, 0);
  return {
    perSecond: ticks / (elapsedMs / 1_000),
    lost: ticks - rejected - Number(rows[0]?.count),
    delivered,
    p50Ms: percentile(latencies, 0.5),
    p99Ms: percentile(latencies, 0.99),
    ...{ heapBeforeMb, heapAfterMb },
  };
};
