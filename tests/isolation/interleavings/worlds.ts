import { providersOptionsFrom } from '../../../subgraphs/providers/settings.js';
import { createProviders } from '../../../subgraphs/providers/subgraph.js';
import { loadSettings } from '../../../foundation/config/settings.js';
import { notificationsSettings } from '../../../subgraphs/notifications/settings.js';
import { createNotifications } from '../../../subgraphs/notifications/subgraph.js';
import { createUsage } from '../../../subgraphs/usage/subgraph.js';
import { VirtualJobQueue } from '../../fakes/virtual-job-queue.js';
import { runTrading } from '../../integration/trading/running-trading.js';
import type { RunningSubgraph } from '../../support/running-subgraph.js';
import { runSubgraph } from '../../support/running-subgraph.js';

/** One operation of a tenant, and what it was answered; `n` (0 to 3) says which of its things it is about. */
export type Operation = (tenantId: string, n: number) => Promise<unknown>;

/** A service on a clock that stands still, and what a tenant can do there. */
export type World = {
  newTenant(): Promise<string>;
  operations: Readonly<Record<string, Operation>>;
  /** All that the tenant can see in the end. */
  stateOf(tenantId: string): Promise<unknown>;
  close(): Promise<void>;
};

const key = Buffer.alloc(32, 3).toString('base64');
const today = '2026-03-10T11:30:00.000Z';

const asking =
  (running: RunningSubgraph, scopes: readonly string[]) =>
  (tenantId: string, query: string, variables: Record<string, unknown> = {}) =>
    running.ask(tenantId, query, { variables, scopes });

const openUsage = async (): Promise<World> => {
  const running = await runSubgraph('usage', createUsage);
  const ask = asking(running, ['usage:read']);
  const tell = (tenantId: string, type: string, payload: unknown) =>
    running.bus.publish([running.event(tenantId, type, payload)]);
  const figures = (granularity: string) =>
    `{ usage(from: "2026-03-01T00:00:00.000Z", to: "2026-04-01T00:00:00.000Z", granularity: ${granularity})
       { meter total points { time value } } quotas { meter used limit } }`;
  return {
    newTenant: () => running.database.provisionTenant(),
    operations: {
      use: (tenantId, n) =>
        tell(tenantId, 'usage.recorded', {
          ...{ meter: 'ai_tokens', quantity: `${n + 1}.5`, time: today },
          ...{ source: 'ai-orchestrator', dimensions: { model: `m${n}` } },
        }),
      subscribe: (tenantId, n) =>
        tell(tenantId, 'subscription.changed', {
          ...{ subscriptionId: 'sub_1', planCode: 'pro', version: n + 1, effectiveAt: today },
          limits: { ai_tokens: String(10 * (n + 1)) },
        }),
      read: (tenantId) => ask(tenantId, figures('HOUR')),
    },
    stateOf: (tenantId) => ask(tenantId, figures('DAY')),
    close: () => running.close(),
  };
};

const openNotifications = async (): Promise<World> => {
  const settings = loadSettings(notificationsSettings, { PLATFORM_ENCRYPTION_KEY: key });
  const running = await runSubgraph('notifications', (deps) =>
    createNotifications(deps, { settings, jobs: new VirtualJobQueue(deps.clock) }),
  );
  const ask = asking(running, ['notifications:read', 'notifications:write']);
  const inbox =
    '{ notifications(first: 50) { nodes { kind title readAt } unreadCount } notificationPreferences { kind channels } }';
  const order = {
    ...{ orderId: 'ord_1', clientOrderId: 'my-order-1', accountId: 'acc_1', strategyId: null },
    ...{ signalId: null, symbol: 'EURUSD', side: 'BUY', type: 'MARKET', timeInForce: 'IOC' },
    ...{ limitPrice: null, stopPrice: null, status: 'FILLED', filledQuantity: '10000' },
    ...{ averageFillPrice: '1.10000', denialReason: null, createdAt: today, sequence: 4 },
    ...{ accountSequence: 4, reason: null, time: today },
  };
  return {
    newTenant: () => running.database.provisionTenant(),
    operations: {
      fill: (tenantId, n) =>
        running.bus.publish([
          running.event(tenantId, 'order.filled', { ...order, quantity: `${n + 1}0000` }),
        ]),
      prefer: (tenantId, n) =>
        ask(
          tenantId,
          'mutation ($input: SetNotificationPreferencesInput!) { setNotificationPreferences(input: $input) { preferences { kind channels } userErrors { code } } }',
          {
            input: {
              preferences: [{ kind: 'order.filled', channels: n % 2 === 0 ? ['IN_APP'] : [] }],
            },
          },
        ),
      readAll: (tenantId) =>
        ask(
          tenantId,
          'mutation { markNotificationsRead(input: {}) { unreadCount userErrors { code } } }',
        ),
      look: (tenantId) => ask(tenantId, inbox),
    },
    stateOf: (tenantId) => ask(tenantId, inbox),
    close: () => running.close(),
  };
};

const openProviders = async (): Promise<World> => {
  const options = providersOptionsFrom({
    PLATFORM_ENCRYPTION_KEY: key,
    AI_REQUESTS_PER_MINUTE: '5',
  });
  const market = { instruments: () => Promise.resolve([]), lastMinutes: () => Promise.resolve([]) };
  const running = await runSubgraph('providers', (deps) =>
    createProviders(deps, { ...options, market }),
  );
  const ask = asking(running, ['ai:use', 'ai:admin']);
  return {
    newTenant: () => running.database.provisionTenant(),
    operations: {
      limit: (tenantId, n) =>
        ask(
          tenantId,
          'mutation ($input: SetAIQuotaInput!) { setAIQuota(input: $input) { quota { requestsPerMinute } userErrors { code } } }',
          { input: { requestsPerMinute: n + 1 } },
        ),
      embed: (tenantId, n) =>
        ask(
          tenantId,
          'mutation ($input: GenerateEmbeddingsInput!) { generateEmbeddings(input: $input) { embeddings usage { promptTokens } userErrors { code } } }',
          { input: { texts: [`gold rallies ${n}`] } },
        ),
      quota: (tenantId) => ask(tenantId, '{ aiQuota { requestsPerMinute } }'),
    },
    stateOf: (tenantId) =>
      ask(
        tenantId,
        '{ aiQuota { requestsPerMinute tokensPerMinute } providers { name metrics { requests errors } } }',
      ),
    close: () => running.close(),
  };
};

const openTrading = async (): Promise<World> => {
  const running = await runTrading();
  await running.quote(['EURUSD', '1.10000', '1.10010']);
  const accounts = new Map<string, string>();
  const accountOf = (tenantId: string) => accounts.get(tenantId) ?? '';
  const orders =
    'query ($accountId: ID!) { orders(accountId: $accountId, first: 50) { nodes { clientOrderId status quantity filledQuantity averageFillPrice events { sequence type } } totalCount } accounts { balance equity marginUsed tradingState positions { side quantity averagePrice realizedPnl } } }';
  const place = (tenantId: string, input: object) =>
    running.ask(
      tenantId,
      'mutation ($input: PlaceOrderInput!) { placeOrder(input: $input) { order { status filledQuantity averageFillPrice denialReason } userErrors { code } } }',
      { input: { accountId: accountOf(tenantId), symbol: 'EURUSD', ...input } },
    );
  return {
    async newTenant() {
      const { tenantId, accountId } = await running.newTenant();
      accounts.set(tenantId, accountId);
      return tenantId;
    },
    operations: {
      buy: (tenantId, n) =>
        place(tenantId, {
          clientOrderId: `market-${n}`,
          side: 'BUY',
          type: 'MARKET',
          quantity: '1000',
        }),
      sell: (tenantId, n) =>
        place(tenantId, {
          clientOrderId: `sold-${n}`,
          side: 'SELL',
          type: 'MARKET',
          quantity: `${n + 1}000`,
        }),
      rest: (tenantId, n) =>
        place(tenantId, {
          ...{ clientOrderId: `resting-${n}`, side: 'BUY', type: 'LIMIT', quantity: '1000' },
          ...{ timeInForce: 'GTC', limitPrice: `1.0${n + 1}000` },
        }),
      halt: (tenantId, n) =>
        running.ask(
          tenantId,
          'mutation ($input: SetTradingStateInput!) { setTradingState(input: $input) { account { tradingState } userErrors { code } } }',
          {
            input: {
              accountId: accountOf(tenantId),
              state: n % 2 === 0 ? 'HALTED' : 'ACTIVE',
              flatten: false,
            },
          },
        ),
      look: (tenantId) => running.ask(tenantId, orders, { accountId: accountOf(tenantId) }),
    },
    stateOf: (tenantId) => running.ask(tenantId, orders, { accountId: accountOf(tenantId) }),
    close: () => running.close(),
  };
};

export const worlds: readonly { name: string; open: () => Promise<World> }[] = [
  { name: 'trading', open: openTrading },
  { name: 'usage', open: openUsage },
  { name: 'notifications', open: openNotifications },
  { name: 'providers', open: openProviders },
];
