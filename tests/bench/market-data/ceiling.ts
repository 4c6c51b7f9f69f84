import { pipeline } from 'node:stream/promises';
import { Readable } from 'node:stream';
import { from as copyFrom } from 'pg-copy-streams';
import type { BenchDatabase } from './bench-database.js';
import { benchService } from './bench-service.js';
import { makeUpRecording } from './made-up-recording.js';

/** As many quotes as go through, from files to the store; and what the store takes when it does nothing else. */
export const measureCeiling = async (database: BenchDatabase, quotes: number) => {
  const { pool } = database.platformDb;
  const seconds = Math.ceil(quotes / 10_000);
  const made = makeUpRecording(database.folder, 'ceiling', new Array<number>(seconds).fill(10_000));
  const replay = { kind: 'replay', files: made.files, speed: 'full', time: 'original' } as const;
  const bench = await benchService(database, [{ ...replay, autoStart: false }]);
  const startedAt = performance.now();
  const { ticks, rejections } = await bench.service.runReplay();
  const elapsedMs = performance.now() - startedAt;
  await bench.close();
  const rejected = rejections.reduce((sum, { count }) => sum + count, 0);
  const { rows } = await pool.query<{ count: string }>('SELECT count(*) FROM market.ticks');
  const stored = Number(rows[0]?.count);
  if (stored !== ticks - rejected) throw new Error(`${ticks - rejected - stored} quotes are lost`);

  const text = await copyOut(database);
  await pool.query('CREATE TABLE market.bench_ticks (LIKE market.ticks INCLUDING ALL)');
  const copyStartedAt = performance.now();
  await copyIn(database, text);
  const copyMs = performance.now() - copyStartedAt;
  await pool.query('DROP TABLE market.bench_ticks');
  await pool.query('TRUNCATE market.ticks, market.candles');
  return {
    rows: stored,
    perSecond: ticks / (elapsedMs / 1_000),
    copyPerSecond: stored / (copyMs / 1_000),
  };
};

/** The rows as COPY reads them. */
const copyOut = async ({ platformDb }: BenchDatabase): Promise<string> => {
  const { rows } = await platformDb.pool.query<{ line: string }>(
    `SELECT concat_ws(E'\\t', symbol, event_time, ordinal, bid, ask, received_at, feed) AS line
     FROM market.ticks`,
  );
  return rows.map(({ line }) => `${line}\n`).join('');
};

const copyIn = async ({ platformDb }: BenchDatabase, text: string): Promise<void> => {
  const client = await platformDb.pool.connect();
  try {
    await pipeline(
      Readable.from([text]),
      client.query(copyFrom('COPY market.bench_ticks FROM STDIN')),
    );
  } finally {
    client.release();
  }
};
