import { describe, expect, it } from '@jest/globals';
import type { Pool } from 'pg';
import type { Quote } from '../../../foundation/events/quotes.js';
import { createLogger } from '../../../foundation/logging/logger.js';
import { createInProcessBroadcast } from '../../../foundation/messaging/in-process-broadcast.js';
import { VirtualClock } from '../../../foundation/time/virtual-clock.js';
import { createMarket } from '../../../subgraphs/market-data/market.js';
import { at } from './building.js';

const turn = () => new Promise((resolve) => setImmediate(resolve));

describe('a market whose database stalls', () => {
  it('goes on telling prices and candles, and stores what waited as soon as it can', async () => {
    const logger = createLogger({ level: 'silent' });
    const clock = new VirtualClock(at('2026-01-14T10:00:30Z'));
    const broadcast = createInProcessBroadcast(logger);
    const changes = createInProcessBroadcast(logger);
    const written: number[] = [];
    const stalled: (() => void)[] = [];
    const state = { stalls: true };
    const pool = {
      async query(sql: string, values: unknown[][]) {
        if (!sql.includes('INSERT')) return { rows: [] };
        if (state.stalls) await new Promise<void>((resolve) => stalled.push(resolve));
        if (sql.includes('market.ticks')) written.push(values[0]!.length);
        return { rows: [] };
      },
    } as unknown as Pool;
    let quotes = 0;
    let candles = 0;
    await broadcast.subscribe('market.quotes', (message) => {
      quotes += (message as Quote[]).length;
    });
    await broadcast.subscribe('market.candles', (message) => {
      candles += (message as unknown[]).length;
    });
    const market = createMarket(
      { clock, logger, broadcast, changes, platformDb: { pool } },
      { feeds: [{ kind: 'simulator', seed: 7, symbols: ['EURUSD'] }], historyHours: 1 },
    );
    await market.start();
    const historyTicks = market.tickQueue.size;
    for (let second = 0; second < 60; second++) {
      clock.advanceBy(1_000);
      await turn();
    }
    expect(quotes).toBeGreaterThan(60);
    expect(candles).toBeGreaterThan(30);
    expect(written).toEqual([]);
    expect(market.tickQueue.size).toBe(historyTicks + quotes);

    state.stalls = false;
    for (const goOn of stalled) goOn();
    await market.close();
    expect(written.reduce((sum, count) => sum + count, 0)).toBe(historyTicks + quotes);
    expect(market.tickQueue.dropped).toBe(0);
  });
});
