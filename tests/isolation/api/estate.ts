import { setTimeout as delay } from 'node:timers/promises';
import { withConnection } from '../../../foundation/database/connection.js';
import { tenantSchemaOf } from '../../../foundation/database/tenant-schema.js';
import type { IdKind } from '../../../foundation/ids/id-generator.js';
import { idPrefixes } from '../../../foundation/ids/id-generator.js';
import type { ServiceDeps } from '../../../foundation/subgraph/service.js';
import { decodeJwt } from 'jose';
import { plantModel } from './plant-model.js';
import type { TenantClient } from './tenant-client.js';

/** What a tenant owns, by which it would be recognised in another's answer. */
export type Estate = {
  /** One id of each kind that the tenant owns; throws for a kind that it owns nothing of. */
  idOf(kind: IdKind): string;
  /** Every id, marked word and secret of the tenant. */
  traces: ReadonlySet<string>;
};

const idForm = /\b[a-z]{3}_[0-9a-hjkmnp-tv-z]{26}\b/g;

const bitcoin = (accountId: string, clientOrderId: string, more: object) => ({
  input: {
    accountId,
    clientOrderId,
    symbol: 'BTCUSDT',
    side: 'BUY',
    type: 'MARKET',
    quantity: '0.01',
    ...more,
  },
});

const placeOrder = `mutation ($input: PlaceOrderInput!) { placeOrder(input: $input) {
  order { id status } userErrors { message } } }`;
const submitSignal = `mutation ($input: SubmitSignalInput!) { submitSignal(input: $input) {
  signal { id } userErrors { message } } }`;

/** Opposite fills of equal quantity: positions, notifications and an alert follow. */
export const trade = async (client: TenantClient, accountId: string, mark: string) => {
  for (const side of ['BUY', 'SELL'])
    await client.ask(placeOrder, bitcoin(accountId, `${mark}-${side}`, { side }));
};

const openTrading = async (client: TenantClient, mark: string): Promise<string> => {
  const { accounts } = await client.ask<{ accounts: { id: string }[] }>('{ accounts { id } }');
  const account = accounts[0]?.id ?? '';
  await client.ask(
    placeOrder,
    bitcoin(account, `${mark}-resting`, { type: 'LIMIT', timeInForce: 'GTC', limitPrice: '1000' }),
  );
  await trade(client, account, mark);
  const created = await client.ask<{ createStrategy: { strategy: { id: string } } }>(
    'mutation ($input: CreateStrategyInput!) { createStrategy(input: $input) { strategy { id } userErrors { message } } }',
    {
      input: {
        accountId: account,
        name: `${mark} strategy`,
        kind: 'EXTERNAL',
        symbols: ['BTCUSDT'],
        interval: 'M1',
        sizing: { kind: 'FIXED', quantity: '0.01' },
      },
    },
  );
  const strategy = created.createStrategy.strategy.id;
  await client.ask(
    'mutation ($input: StartStrategyInput!) { startStrategy(input: $input) { strategy { status } } }',
    { input: { strategyId: strategy } },
  );
  await signal(client, strategy, `${mark}-signal`);
  return account;
};

const hourMs = 3_600_000;
const hoursAgo = (hours: number) => new Date(Date.now() - hours * hourMs).toISOString();

/** A strategy that was to be tried on what the simulator remembers; given up, so that nothing moves any more. */
const backtest = async (client: TenantClient): Promise<void> => {
  const { runBacktest } = await client.ask<{ runBacktest: { backtest: { id: string } } }>(
    'mutation ($input: RunBacktestInput!) { runBacktest(input: $input) { backtest { id } userErrors { message } } }',
    {
      input: {
        strategy: {
          kind: 'INDICATOR',
          symbols: ['BTCUSDT'],
          interval: 'M1',
          parameters: { rule: 'emaCross', fast: 12, slow: 26 },
          sizing: { kind: 'FIXED', quantity: '0.01' },
        },
        ...{ from: hoursAgo(3), to: hoursAgo(2), initialBalance: '100000' },
      },
    },
  );
  await client.ask(
    'mutation ($input: CancelBacktestInput!) { cancelBacktest(input: $input) { userErrors { message } } }',
    { input: { backtestId: runBacktest.backtest.id } },
  );
};

export const signal = (client: TenantClient, strategyId: string, signalId: string) =>
  client.ask(submitSignal, {
    input: {
      strategyId,
      signalId,
      symbol: 'BTCUSDT',
      direction: 'LONG',
      rationale: `${signalId} says so`,
      generatedAt: new Date().toISOString(),
    },
  });

const provider = (mark: string) => ({
  type: 'openai',
  name: `${mark}-provider`,
  baseUrl: 'https://ai.example/v1',
  apiKey: `sk-${mark}`,
  models: { chat: 'gpt-5.4-mini' },
  rateLimits: { requestsPerMinute: 500, tokensPerMinute: 150_000 },
  costTracking: { enabled: true, alertThreshold: 100 },
  retryConfig: { maxRetries: 0, backoffMultiplier: 2, initialDelay: 1_000 },
});

/** The provider cannot be reached: prompts go to the local analyst, whose answers repeat what was asked. */
const askAnalyst = async (client: TenantClient, mark: string): Promise<void> => {
  type Providers = { providers: { id: string; name: string }[] };
  const { providers } = await client.ask<Providers>('{ providers { id name } }');
  const local = providers.find(({ name }) => name === 'local-analyst');
  for (const task of ['CHAT', 'COMPLETION'])
    await client.ask(
      'mutation ($input: SetRoutingPolicyInput!) { setRoutingPolicy(input: $input) { userErrors { message } } }',
      { input: { task, strategy: 'PRIORITY', providers: [{ id: local?.id }] } },
    );
  await client.ask(
    'mutation ($input: GenerateCompletionInput!) { generateCompletion(input: $input) { completion { model } } }',
    { input: { prompt: `Is ${mark} trending?` } },
  );
};

/** Keys, settings, receivers, a provider, and what was asked of the local analyst. Returns the secrets that were told. */
export const furnish = async (client: TenantClient, mark: string): Promise<string[]> => {
  const told = await client.ask<{
    createApiKey: { secret: string };
    createWebhookEndpoint: { signingSecret: string };
    inviteMember: { token: string };
  }>(
    `mutation ($key: CreateApiKeyInput!, $hook: CreateWebhookEndpointInput!, $provider: CreateProviderInput!,
               $invitation: InviteMemberInput!, $config: UpdateTenantConfigInput!, $rule: UpdateComplianceRuleInput!) {
      createApiKey(input: $key) { secret }
      createWebhookEndpoint(input: $hook) { signingSecret }
      createProvider(input: $provider) { provider { id } userErrors { message } }
      inviteMember(input: $invitation) { token userErrors { message } }
      exportTenant { export { id } userErrors { message } }
      updateTenantConfig(input: $config) { tenant { id } userErrors { message } }
      updateComplianceRule(input: $rule) { rule { kind } userErrors { message } }
    }`,
    {
      key: { name: `${mark} key`, scopes: ['market:read'] },
      hook: { url: `https://${mark}.example/hook`, events: ['order.filled', 'signal.emitted'] },
      provider: { config: provider(mark) },
      invitation: { email: `trader@${mark}.example`, role: 'TRADER' },
      config: { aiProviders: { primary: `${mark}-provider` } },
      rule: {
        kind: 'RESTRICTED_LIST',
        enabled: true,
        parameters: { symbols: ['XAUUSD'] },
      },
    },
  );
  await askAnalyst(client, mark);
  return [
    told.createApiKey.secret,
    told.createWebhookEndpoint.signingSecret,
    told.inviteMember.token,
  ];
};

const billAndPay = async (client: TenantClient, mark: string): Promise<void> => {
  const bill = await client.ask<{ finalizeUpcomingInvoice: { invoice: { id: string } } }>(
    'mutation { changePlan(input: { planCode: "pro", effective: IMMEDIATELY }) { userErrors { message } } finalizeUpcomingInvoice { invoice { id } userErrors { message } } }',
  );
  const paid = await client.ask<{ payInvoice: { payment: { id: string } } }>(
    'mutation ($input: PayInvoiceInput!) { payInvoice(input: $input) { payment { id } userErrors { message } } }',
    {
      input: {
        invoiceId: bill.finalizeUpcomingInvoice.invoice.id,
        idempotencyKey: `${mark}-payment`,
      },
    },
  );
  await client.ask(
    'mutation ($input: RefundPaymentInput!) { refundPayment(input: $input) { refund { id } userErrors { message } } }',
    {
      input: {
        paymentId: paid.payInvoice.payment.id,
        amount: '1.00',
        idempotencyKey: `${mark}-refund`,
        reason: `${mark} asked`,
      },
    },
  );
};

/** Gives a tenant one of everything, named so that it is recognised anywhere. */
export const fillEstate = async (
  deps: Pick<ServiceDeps, 'ids' | 'tenantDb'>,
  client: TenantClient,
  mark: string,
): Promise<string[]> => {
  const [secrets, accountId] = await Promise.all([
    furnish(client, mark),
    openTrading(client, mark),
    backtest(client),
    client.anotherSession(),
  ]);
  await Promise.all([plantModel(deps, client, mark), billAndPay(client, mark)]);
  await settled(client, accountId, mark);
  return secrets;
};

/** What follows from events follows a moment later. */
const settled = async (client: TenantClient, accountId: string, mark: string): Promise<void> => {
  type Told = {
    notifications: { nodes: unknown[] };
    complianceAlerts: { nodes: unknown[] };
    auditLog: { nodes: unknown[] };
  };
  const query = `{ notifications(first: 5) { nodes { id } } complianceAlerts(first: 5) { nodes { id } }
    auditLog(first: 5) { nodes { action } } }`;
  for (let attempt = 1; ; attempt++) {
    const told = await client.ask<Told>(query);
    if (Object.values(told).every(({ nodes }) => nodes.length > 0)) return;
    await trade(client, accountId, `${mark}-again-${attempt}`);
    await delay(50);
  }
};

/** Every row of the tenant by table: all of its schema, and what the control plane keeps about it. */
export const readRows = (superuserUrl: string, tenantId: string): Promise<Map<string, string>> =>
  withConnection(superuserUrl, async (admin) => {
    const { schema } = tenantSchemaOf(tenantId);
    const { rows: tables } = await admin.query<{ name: string; source: string; condition: string }>(
      `SELECT table_name AS name, format('%I.%I', table_schema, table_name) AS source, 'true' AS condition
       FROM information_schema.tables WHERE table_schema = $1
       UNION ALL
       SELECT table_name, format('%I.%I', table_schema, table_name), 'entry.tenant_id = $1'
       FROM information_schema.columns WHERE table_schema = 'platform' AND column_name = 'tenant_id'`,
      [schema],
    );
    const texts = new Map<string, string>();
    for (const { name, source, condition } of tables) {
      const { rows } = await admin.query<{ text: string | null }>(
        `SELECT string_agg(entry::text, chr(10) ORDER BY entry::text) AS text FROM ${source} AS entry
         WHERE ${condition} AND $1::text IS NOT NULL`,
        [tenantId],
      );
      texts.set(name, rows[0]?.text ?? '');
    }
    return texts;
  });

/** Only those who run the platform have such; a tenant is refused whichever it names. */
const noTenantsAction = `${idPrefixes.operatorAction}_${'1'.repeat(26)}`;

/**
 * Reads the tenant's rows with the rights of a superuser: what the tenant owns is what lies there, not what some
 * answer chose to tell.
 */
export const readEstate = async (
  superuserUrl: string,
  client: TenantClient,
  known: { mark: string; secrets: readonly string[] },
): Promise<Estate> => {
  const rows = await readRows(superuserUrl, client.tenantId);
  const text = [...rows.values()].join('\n');
  const ids = new Set(text.match(idForm) ?? []);
  ids.add(client.tenantId).add(client.userId);
  const { sid: inUse } = decodeJwt(client.accessToken);
  return {
    traces: new Set([
      ...ids,
      known.mark,
      ...known.secrets,
      client.email,
      client.accessToken,
      client.refreshToken,
    ]),
    idOf(kind) {
      if (kind === 'tenant') return client.tenantId;
      if (kind === 'user') return client.userId;
      if (kind === 'operatorAction') return noTenantsAction;
      // What ends the session that it names must leave the one that asks.
      const own = [...ids].find((id) => id.startsWith(`${idPrefixes[kind]}_`) && id !== inUse);
      if (own !== undefined) return own;
      throw new Error(
        `The estate holds no ${kind}: have fillEstate (tests/isolation/api/estate.ts) make one.`,
      );
    },
  };
};
