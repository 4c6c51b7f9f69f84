import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { BinanceStream } from '../../../subgraphs/market-data/feeds/binance/binance-stream.js';
import { createInstrumentCatalogue } from '../../../subgraphs/market-data/instruments/instrument-catalogue.js';
import { instrumentTable } from '../../../subgraphs/market-data/instruments/instrument-table.js';
import { sinkWith } from '../../unit/market-data/building.js';
import { percentile } from './percentile.js';

/** How fast recorded messages become quotes, trades and books that are compared with the venue's best prices. */
export const measureCapture = (path: string, runs: number) => {
  const lines = gunzipSync(readFileSync(path)).toString().trimEnd().split('\n');
  const messages = lines.map((line) => {
    const space = line.indexOf(' ');
    return { receivedAtMs: Number(line.slice(0, space - 6)), text: line.slice(space + 1) };
  });
  const btcusdt = createInstrumentCatalogue(instrumentTable).require('BTCUSDT');
  const rates: number[] = [];
  const cpuRates: number[] = [];
  let checks = { made: 0, failed: 0 };
  for (let run = 0; run < runs; run++) {
    const stream = new BinanceStream([btcusdt], {
      sink: sinkWith({}),
      nowMs: () => 0,
      onBroken: () => undefined,
    });
    const cpuBefore = process.cpuUsage();
    const startedAt = performance.now();
    for (const { text, receivedAtMs } of messages) void stream.take(text, receivedAtMs, 'BTCUSDT');
    rates.push(messages.length / ((performance.now() - startedAt) / 1_000));
    const { user, system } = process.cpuUsage(cpuBefore);
    cpuRates.push(messages.length / ((user + system) / 1e6));
    checks = stream.markets.get('BTCUSDT')?.checks ?? checks;
  }
  return {
    messages: messages.length,
    perSecond: percentile(rates, 0.5),
    /** What an idle core would do. */
    perCpuSecond: percentile(cpuRates, 0.5),
    checks: checks.made,
    failed: checks.failed,
  };
};
