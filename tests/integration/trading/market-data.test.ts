import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { createIdentityKeys } from '../../../foundation/context/identity.js';
import { createIdGenerator } from '../../../foundation/ids/id-generator.js';
import { createInProcessBroadcast } from '../../../foundation/messaging/in-process-broadcast.js';
import { createInProcessEventBus } from '../../../foundation/messaging/in-process-event-bus.js';
import type { InternalClient } from '../../../foundation/subgraph/internal-client.js';
import { createInternalClient } from '../../../foundation/subgraph/internal-client.js';
import type { Service } from '../../../foundation/subgraph/service.js';
import { testLogger } from '../../../foundation/testing/test-cluster.js';
import type { TestDatabase } from '../../../foundation/testing/test-database.js';
import { createTestDatabase } from '../../../foundation/testing/test-database.js';
import { VirtualClock } from '../../../foundation/time/virtual-clock.js';
import { createMarketData } from '../../../subgraphs/market-data/subgraph.js';
import { createMarketDataInstruments } from '../../../subgraphs/trading/instruments/market-data-instruments.js';
import { createMarketDataCandles } from '../../../subgraphs/trading/strategies/market-data-candles.js';
import { noonMs } from '../../unit/trading/builders.js';

const clock = new VirtualClock(noonMs);
let database: TestDatabase;
let marketData: Service;
let client: InternalClient;

beforeAll(async () => {
  database = await createTestDatabase();
  const identityKeys = createIdentityKeys(randomBytes(32), clock);
  const ids = createIdGenerator(clock);
  marketData = await createMarketData(
    {
      ...{ clock, ids, identityKeys, logger: testLogger },
      bus: createInProcessEventBus({ logger: testLogger }),
      broadcast: createInProcessBroadcast(testLogger),
      ...{ platformDb: database.platformDb, tenantDb: database.tenantDb },
    },
    { feeds: [] },
  );
  const { url } = await marketData.listen({ host: '127.0.0.1', port: 0 });
  client = createInternalClient({
    ...{ url, identityKeys, ids },
    audience: 'market-data',
    caller: 'trading-engine',
    scopes: ['market:read'],
  });
  await database.platformDb.client.candle.createMany({
    data: [3, 2, 1].map((minutesAgo) =>
      candleRow(noonMs - minutesAgo * 60_000, `1.100${minutesAgo}`),
    ),
  });
});

afterAll(async () => {
  await client.close();
  await marketData.close();
  await database.drop();
});

const candleRow = (openTimeMs: number, price: string) => ({
  ...{ symbol: 'EURUSD', interval: 'M1', tickCount: 1, complete: true, partial: false },
  openTime: new Date(openTimeMs),
  closeTime: new Date(openTimeMs + 60_000),
  ...{ bidOpen: price, bidHigh: price, bidLow: price, bidClose: price },
  ...{ askOpen: price, askHigh: price, askLow: price, askClose: price },
  ...{ midHigh: price, midLow: price },
});

describe('what the trading engine asks of market-data', () => {
  it('is answered with the instruments of all asset classes', async () => {
    const catalogue = createMarketDataInstruments({ client, clock, onQuote: () => undefined });
    await catalogue.ready();
    for (const symbol of ['EURUSD', 'USDJPY', 'XAUUSD', 'BTCUSDT']) {
      expect(catalogue.find(symbol)?.lotSize.gt(0)).toBe(true);
      expect(catalogue.isOpen(symbol, noonMs)).toBe(true);
    }
    expect(new Set(catalogue.all().map((known) => known.assetClass)).size).toBe(3);
  });

  it('is answered with the last closed candles at their mid', async () => {
    const found = await createMarketDataCandles(client).lastClosed('EURUSD', 'M1', {
      nowMs: noonMs,
      count: 2,
    });
    expect(found).toEqual([
      { openTimeMs: noonMs - 120_000, close: 1.1002 },
      { openTimeMs: noonMs - 60_000, close: 1.1001 },
    ]);
  });
});
