// npm run bench -- market-data [--quick] [--sockets 1000] [--seconds 30]
// What data-bridge carries: a steady stream with bursts to sockets, its ceiling against bare COPY, a recorded Binance
// stream, and a month of minutes. One process, a durable embedded PostgreSQL; clients and server share the cores.
import { existsSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { measureCapture } from './market-data/binance-capture.js';
import { measureCandleQueries } from './market-data/candle-queries.js';
import { measureCeiling } from './market-data/ceiling.js';
import { openBenchDatabase } from './market-data/bench-database.js';
import { measureSteadyStream } from './market-data/steady-stream.js';

const { values } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    sockets: { type: 'string' },
    seconds: { type: 'string' },
  },
});
const sockets = Number(values.sockets ?? (values.quick ? 100 : 1_000));
const seconds = Number(values.seconds ?? (values.quick ? 8 : 30));

const count = (value: number): string => Math.round(value).toLocaleString('en');
const ms = (value: number): string => `${value.toFixed(1)} ms`;

console.log(`${cpus().length} cores, load ${loadavg()[0]?.toFixed(1) ?? '?'} at the start`);
const data = process.env['MARKET_DATA_DIR'] ?? join(import.meta.dirname, '../../../shared/data');
const capture = join(data, 'btcusdt-binance/ws_capture_spot_20240808.gz');
if (existsSync(capture)) {
  const found = measureCapture(capture, values.quick ? 3 : 7);
  console.log(
    `Binance recording, parsed, booked and checked: ${count(found.perSecond)} messages/s, ${count(found.perCpuSecond)} by the CPU time of one core (median; ${count(found.messages)} messages, ${count(found.checks)} checks, ${found.failed} failed)`,
  );
} else console.log(`Binance recording: skipped, there is no ${capture}`);

const database = await openBenchDatabase();
try {
  const ceiling = await measureCeiling(database, values.quick ? 150_000 : 1_000_000);
  console.log(
    `ceiling: ${count(ceiling.perSecond)} quotes/s read, checked, in candles, told and stored; bare COPY of the same ${count(ceiling.rows)} rows ${count(ceiling.copyPerSecond)} rows/s: ${Math.round((100 * ceiling.perSecond) / ceiling.copyPerSecond)} %`,
  );

  const steady = await measureSteadyStream(database, { sockets, seconds });
  console.log(
    `steady stream, 10,000/s with bursts of 25,000/s, ${count(sockets)} sockets: ${count(steady.perSecond)}/s taken, ${steady.lost} lost, ${count(steady.delivered)} events to sockets, tick to socket p50 ${ms(steady.p50Ms)}, p99 ${ms(steady.p99Ms)}, heap ${steady.heapBeforeMb} → ${steady.heapAfterMb} MB`,
  );

  const queries = await measureCandleQueries(database, values.quick ? 20 : 100);
  console.log(
    `candles, a month of M1 (${count(queries.candles)}, in pieces): p50 ${ms(queries.p50Ms)}, p95 ${ms(queries.p95Ms)}; a day of M1 p95 ${ms(queries.dayP95Ms)}; a month of H1 p95 ${ms(queries.hourlyP95Ms)}`,
  );
} finally {
  await database.close();
}
