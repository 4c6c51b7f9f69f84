import { randomBytes } from 'node:crypto';
import { createClient } from 'graphql-ws';
import type { Client as SocketClient } from 'graphql-ws';
import { Client } from 'undici';
import { WebSocket } from 'ws';
import { createIdentityKeys } from '../../../foundation/context/identity.js';
import type { CandleUpdate } from '../../../foundation/events/candle-events.js';
import {
  candleRevisionsChannel,
  candlesChannel,
} from '../../../foundation/events/candle-events.js';
import type { Quote } from '../../../foundation/events/quotes.js';
import { quotesChannel } from '../../../foundation/events/quotes.js';
import { createIdGenerator } from '../../../foundation/ids/id-generator.js';
import { createInProcessBroadcast } from '../../../foundation/messaging/in-process-broadcast.js';
import { createInProcessEventBus } from '../../../foundation/messaging/in-process-event-bus.js';
import { identityHeader } from '../../../foundation/subgraph/graphql-route.js';
import { testLogger } from '../../../foundation/testing/test-cluster.js';
import type { TestDatabase } from '../../../foundation/testing/test-database.js';
import type { VirtualClock } from '../../../foundation/time/virtual-clock.js';
import type { MarketDataOptions } from '../../../subgraphs/market-data/subgraph.js';
import { createMarketData } from '../../../subgraphs/market-data/subgraph.js';

type Answer = {
  data?: Record<string, unknown> | null;
  errors?: { message: string; extensions: { code: string; path?: unknown } }[];
};

/** data-bridge on a given database, which outlives it; its clock stands until it is moved. */
export const runMarketData = async (
  database: TestDatabase,
  clock: VirtualClock,
  options: MarketDataOptions,
) => {
  const broadcast = createInProcessBroadcast(testLogger);
  const bus = createInProcessEventBus({ logger: testLogger });
  const identityKeys = createIdentityKeys(randomBytes(32), clock);
  const told: ({ quote: Quote } | { candle: CandleUpdate })[] = [];
  await broadcast.subscribe(quotesChannel, (quotes) => {
    for (const quote of quotes as Quote[]) told.push({ quote });
  });
  await broadcast.subscribe(candlesChannel, (candles) => {
    for (const candle of candles as CandleUpdate[]) told.push({ candle });
  });
  const revisions: CandleUpdate[] = [];
  await broadcast.subscribe(candleRevisionsChannel, (candles) => {
    revisions.push(...(candles as CandleUpdate[]));
  });
  const service = await createMarketData(
    {
      clock,
      ids: createIdGenerator(clock),
      logger: testLogger,
      bus,
      broadcast,
      platformDb: database.platformDb,
      tenantDb: database.tenantDb,
      identityKeys,
    },
    options,
  );
  const { url, port } = await service.listen({ host: '127.0.0.1', port: 0 });
  const http = new Client(url);

  const identity = (scopes: readonly string[]): string =>
    identityKeys.sign(
      {
        viewer: {
          kind: 'user',
          tenantId: 'ten_1',
          userId: 'usr_1',
          sessionId: 'ses_1',
          role: 'VIEWER',
          scopes,
        },
        requestId: 'req_1',
      },
      'market-data',
    );
  let socket: SocketClient | undefined;

  return {
    service,
    /** Quotes and candles in the order in which the platform heard of them. */
    told,
    revisions: () => revisions,
    quotes: () => told.flatMap((item) => ('quote' in item ? [item.quote] : [])),
    candles: (interval: string) =>
      told.flatMap((item) =>
        'candle' in item && item.candle.interval === interval ? [item.candle] : [],
      ),

    async ask(
      query: string,
      variables: Record<string, unknown> = {},
      scopes: readonly string[] = ['market:read'],
    ): Promise<Answer> {
      const response = await http.request({
        path: '/graphql',
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          [identityHeader]: identity(scopes),
        },
        body: JSON.stringify({ query, variables }),
      });
      return (await response.body.json()) as Answer;
    },

    /** A subscription over the wire; `return()` ends it. */
    subscribe(query: string, variables: Record<string, unknown> = {}, scopes = ['market:read']) {
      socket ??= createClient({ url: `ws://127.0.0.1:${port}/graphql`, webSocketImpl: WebSocket });
      return socket.iterate({ query, variables, extensions: { identity: identity(scopes) } });
    },

    /** Lines to `POST /ingest`; without an idempotency key when that is empty. */
    async push(body: string, { key, secret }: { key: string; secret: string }) {
      const response = await http.request({
        path: '/ingest',
        method: 'POST',
        headers: {
          authorization: `Bearer ${secret}`,
          ...(key !== '' && { 'idempotency-key': key }),
        },
        body,
      });
      return { status: response.statusCode, body: await response.body.json() };
    },

    async metrics(): Promise<string> {
      const response = await http.request({ path: '/metrics', method: 'GET' });
      return response.body.text();
    },

    async close(): Promise<void> {
      await socket?.dispose();
      await http.close();
      await service.close();
      await bus.close();
    },
  };
};

export type RunningMarketData = Awaited<ReturnType<typeof runMarketData>>;
