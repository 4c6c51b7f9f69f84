import { randomBytes } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import { createClient } from 'graphql-ws';
import { Client } from 'undici';
import WebSocket from 'ws';
import { loadSettings } from '../../../foundation/config/settings.js';
import { createIdentityKeys } from '../../../foundation/context/identity.js';
import type { CandleUpdate } from '../../../foundation/events/candle-events.js';
import { candlesChannel } from '../../../foundation/events/candle-events.js';
import type { Quote } from '../../../foundation/events/quotes.js';
import { quotesChannel } from '../../../foundation/events/quotes.js';
import type {
  TenantConfigSnapshot,
  TenantConfigUpdated,
} from '../../../foundation/events/tenant-events.js';
import { tenantConfigUpdatedType } from '../../../foundation/events/tenant-events.js';
import { createIdGenerator } from '../../../foundation/ids/id-generator.js';
import { seededBytes } from '../../../foundation/testing/seeded-bytes.js';
import type { DomainEvent } from '../../../foundation/messaging/domain-event.js';
import { createInProcessBroadcast } from '../../../foundation/messaging/in-process-broadcast.js';
import { createInProcessEventBus } from '../../../foundation/messaging/in-process-event-bus.js';
import { identityHeader } from '../../../foundation/subgraph/graphql-route.js';
import type { ServiceDeps } from '../../../foundation/subgraph/service.js';
import { testLogger } from '../../../foundation/testing/test-cluster.js';
import { createTestDatabase } from '../../../foundation/testing/test-database.js';
import { VirtualClock } from '../../../foundation/time/virtual-clock.js';
import { defaultAccountId } from '../../../subgraphs/trading/accounts/default-account.js';
import { tradingSettings } from '../../../subgraphs/trading/settings.js';
import type { MarketHistory } from '../../../subgraphs/trading/backtests/market-history.js';
import type { SimulationRunner } from '../../../subgraphs/trading/backtests/simulation/simulation-runner.js';
import type { CandleHistory } from '../../../subgraphs/trading/strategies/candle-history.js';
import { createTrading } from '../../../subgraphs/trading/subgraph.js';
import { VirtualJobQueue } from '../../fakes/virtual-job-queue.js';
import { catalogue, noonMs } from '../../unit/trading/builders.js';
import { pastPrices } from '../../unit/trading/past-market.js';

export type Answer<TData> = {
  data?: TData | null;
  errors?: { message: string; path?: unknown; extensions: { code: string } }[];
};

type Prices = readonly [symbol: string, bid: string, ask: string];

export type TradingOverrides = {
  settings?: Record<string, string>;
  candles?: CandleHistory;
  history?: MarketHistory;
  simulations?: SimulationRunner;
  /** Puts itself between the engine and the database. */
  tenantDb?: (real: ServiceDeps['tenantDb']) => ServiceDeps['tenantDb'];
};

const noPrices = pastPrices([]);
const noHistory: CandleHistory = { lastClosed: () => Promise.resolve([]) };
const allScopes = ['trading:read', 'trading:write'];
const orderEventTypes = [
  'submitted',
  'accepted',
  'denied',
  'rejected',
  'triggered',
  'updated',
  'partially-filled',
  'filled',
  'canceled',
  'expired',
];
const heardTypes = [
  ...orderEventTypes.map((type) => `order.${type}`),
  ...['fill.recorded', 'signal.emitted', 'account.opened', 'account.valued'],
];

/** trading-engine on a database of its own and a clock that stands still until it is moved. */
export const runTrading = async (overrides: TradingOverrides = {}) => {
  const clock = new VirtualClock(noonMs);
  const database = await createTestDatabase();
  const bus = createInProcessEventBus({ logger: testLogger });
  const channels = new Set<string>();
  const innerBroadcast = createInProcessBroadcast(testLogger);
  const broadcast: ServiceDeps['broadcast'] = {
    ...innerBroadcast,
    async subscribe(channel, listener) {
      const unsubscribe = await innerBroadcast.subscribe(channel, listener);
      channels.add(channel);
      return unsubscribe;
    },
    async follow(channel, from, listener) {
      const unsubscribe = await innerBroadcast.follow(channel, from, listener);
      channels.add(channel);
      return unsubscribe;
    },
  };
  const identityKeys = createIdentityKeys(randomBytes(32), clock);
  const heard: DomainEvent[] = [];
  await bus.subscribe({
    group: 'test',
    types: heardTypes,
    handler: (event) => Promise.resolve(void heard.push(event)),
  });
  let starts = 0;
  let unitsOfWork = 0;
  const counting: ServiceDeps['tenantDb'] = {
    ...database.tenantDb,
    withTenant(tenantId, work) {
      unitsOfWork += 1;
      return database.tenantDb.withTenant(tenantId, work);
    },
  };

  let jobs = new VirtualJobQueue(clock);
  const start = async (changes: TradingOverrides) => {
    // Jobs that hang are left to the engine that is no more.
    jobs = new VirtualJobQueue(clock);
    const service = await createTrading(
      {
        ...{ clock, bus, broadcast, identityKeys },
        ids: createIdGenerator(clock, seededBytes((starts += 1))),
        logger: testLogger,
        platformDb: database.platformDb,
        tenantDb: changes.tenantDb?.(counting) ?? counting,
      },
      {
        settings: loadSettings(tradingSettings, changes.settings ?? {}),
        jobs,
        instruments: catalogue,
        candles: changes.candles ?? noHistory,
        history: changes.history ?? noPrices,
        ...(changes.simulations && { simulations: changes.simulations }),
      },
    );
    const { url } = await service.listen({ host: '127.0.0.1', port: 0 });
    return { service, url, http: new Client(url) };
  };

  /** What tenants tells of a tenant's configuration. */
  const configure = (
    tenantId: string,
    version: number,
    engine: Partial<TenantConfigSnapshot['tradingEngine']>,
  ) => {
    const tradingEngine = {
      riskProfile: 'MODERATE' as const,
      ...{ maxPositionSize: '100000000', stopLossThreshold: '0.99' },
      ...engine,
    };
    const aiProviders = { primary: null, fallback: null, local: null };
    const updated: TenantConfigUpdated = {
      ...{ tenantId, version },
      config: { aiProviders, tradingEngine, dataFeeds: ['simulator'] },
    };
    return bus.publish([
      {
        id: `evt_config_${tenantId}_${version}`,
        type: tenantConfigUpdatedType,
        tenantId,
        key: tenantId,
        occurredAt: new Date(clock.nowMs()).toISOString(),
        payload: updated,
      },
    ]);
  };

  let running = await start(overrides);
  let sequence = 0;

  const sign = (tenantId: string, scopes: readonly string[]) =>
    identityKeys.sign(
      {
        viewer: {
          kind: 'user',
          tenantId,
          ...{ userId: 'usr_1', sessionId: 'ses_1', role: 'OWNER', scopes },
        },
        requestId: 'req_1',
      },
      'trading',
    );

  const publishQuotes = (prices: readonly Prices[]) =>
    broadcast.publish(
      quotesChannel,
      prices.map(([symbol, bid, ask]): Quote => ({
        ...{ symbol, bid, ask },
        eventTimeMs: clock.nowMs(),
        receivedAtMs: clock.nowMs(),
        sequence: (sequence += 1),
        feed: 'test',
      })),
    );

  return {
    clock,
    database,
    bus,
    broadcast,
    /** What other services were told, in order. */
    heard,

    /** Runs the background jobs that are due, and those that they ask for. */
    async runJobs(): Promise<void> {
      clock.advanceBy(0);
      await jobs.settled();
    },

    configure,

    /** A tenant with its paper account, which takes much risk. */
    async newTenant(id?: string): Promise<{ tenantId: string; accountId: string }> {
      const tenantId = await database.provisionTenant(id);
      await configure(tenantId, 1, { riskProfile: 'AGGRESSIVE' });
      return { tenantId, accountId: defaultAccountId(tenantId) };
    },

    heardOf: (accountId: string) => heard.filter((event) => event.key === accountId),

    /** Waits until somebody listens to the channel. */
    async subscribed(channel: string): Promise<void> {
      while (!channels.has(channel)) await setImmediate();
    },

    /** Waits until all that the tenant's transactions recorded has been told. */
    async settleEvents(tenantId: string): Promise<void> {
      const waiting = () => database.tenantDb.withTenant(tenantId, (db) => db.outboxEvent.count());
      while ((await waiting()) > 0) await setImmediate();
    },

    /** How often `work` has gone to the tenant's database. */
    async countReads(work: () => Promise<unknown>): Promise<number> {
      const before = unitsOfWork;
      await work();
      return unitsOfWork - before;
    },

    /** Resolves when everything that the quotes set in motion is committed. */
    quote: (...prices: Prices[]) => publishQuotes(prices),

    candle: (symbol: string, openTimeMs: number, close: string) => {
      const ohlc = { open: close, high: close, low: close, close };
      const update: CandleUpdate = {
        ...{ symbol, openTimeMs, bid: ohlc, ask: ohlc, mid: ohlc },
        interval: 'M1',
        closeTimeMs: openTimeMs + 60_000,
        ...{ tickCount: 1, volume: null, complete: true, partial: false },
      };
      return broadcast.publish(candlesChannel, [update]);
    },

    async ask<TData>(
      tenantId: string,
      query: string,
      variables: Record<string, unknown> = {},
      scopes: readonly string[] = allScopes,
    ): Promise<Answer<TData>> {
      const response = await running.http.request({
        path: '/graphql',
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          [identityHeader]: sign(tenantId, scopes),
        },
        body: JSON.stringify({ query, variables }),
      });
      return (await response.body.json()) as Answer<TData>;
    },

    /** Opens a subscription; the iterator is closed with `return`. */
    listen<TData>(tenantId: string, query: string, variables: Record<string, unknown> = {}) {
      const client = createClient({
        url: `${running.url.replace('http', 'ws')}/graphql`,
        webSocketImpl: WebSocket,
        retryAttempts: 0,
      });
      const events = client.iterate<TData>({
        query,
        variables,
        extensions: { identity: sign(tenantId, allScopes) },
      });
      return {
        events,
        async close() {
          await events.return?.();
          await client.dispose();
        },
      };
    },

    readyz: async () => (await running.http.request({ path: '/readyz', method: 'GET' })).statusCode,

    /** A new engine on the same database, as after a crash: nothing of the old one's memory is left. */
    async restart(changes: TradingOverrides = {}): Promise<void> {
      await running.http.close();
      await running.service.close();
      running = await start(changes);
    },

    async close(): Promise<void> {
      await running.http.close();
      await running.service.close();
      await bus.close();
      await database.drop();
    },
  };
};

export type RunningTrading = Awaited<ReturnType<typeof runTrading>>;
