import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { setTimeout as delay } from 'node:timers/promises';
import { cleanUp, makeDataDir, startProcess } from '../lifecycle/platform-process.js';
import { accepted, told } from './answers.js';
import { ContractClient, servedNames } from './contract-client.js';

/** Around the clock, also on Sundays. */
const bitcoin = (clientOrderId: string, side: 'BUY' | 'SELL') => ({
  clientOrderId,
  side,
  symbol: 'BTCUSDT',
  quantity: '0.01',
});

describe('the operations of the contract, sent as they stand to a platform that a user started', () => {
  let dataDir: string;
  let client: ContractClient;
  let forexIsOpen: boolean;

  beforeAll(async () => {
    dataDir = makeDataDir();
    const { instance } = await startProcess(dataDir);
    client = new ContractClient({ http: instance.url, ws: instance.url.replace('http', 'ws') });
  });
  afterAll(() => cleanUp(dataDir));

  it('open a tenant, sign in, renew the session and tell who is asking', async () => {
    const signUp = await client.send('SignUp');
    expect(signUp).toMatchObject(
      accepted('signUp', { tenant: { name: 'Acme Capital', status: 'ACTIVE' } }),
    );
    const { session, tenant } = told(signUp).signUp;
    client.learn('tenantId', tenant.id);
    client.learn('refreshToken', session.refreshToken);
    client.signedInWith(session.accessToken);

    expect(await client.send('SignIn')).toMatchObject(
      accepted('signIn', { session: { accessToken: expect.any(String) } }),
    );
    expect(await client.send('RefreshSession')).toMatchObject(
      accepted('refreshSession', { session: { accessToken: expect.any(String) } }),
    );
    expect(await client.send('Viewer')).toMatchObject({
      data: { viewer: { user: { email: 'owner@acme.example' }, tenant: { id: tenant.id } } },
      errors: [],
    });
  });

  it('configure the tenant and make a key', async () => {
    expect(await client.send('UpdateTenantConfig')).toMatchObject(
      accepted('updateTenantConfig', {
        tenant: { config: { tradingEngine: { riskProfile: 'CONSERVATIVE' } } },
      }),
    );
    const created = await client.send('CreateApiKey');
    expect(created).toMatchObject(accepted('createApiKey', { apiKey: { name: 'ci' } }));

    // The key opens what its scopes allow, and nothing else.
    const session = client.bearer;
    client.signedInWith(told(created).createApiKey.secret);
    expect((await client.send('Instruments')).errors).toEqual([]);
    expect((await client.send('UpdateTenantConfig')).errors).toMatchObject([
      { extensions: { code: 'FORBIDDEN' } },
    ]);
    client.signedInWith(`${told(created).createApiKey.secret}x`);
    expect((await client.send('Instruments')).errors).toMatchObject([
      { extensions: { code: 'UNAUTHENTICATED' } },
    ]);
    client.signedInWith(session);
  });

  it('keep what is for operators of the platform from an owner', async () => {
    for (const name of ['Tenants', 'SuspendTenant'])
      expect((await client.send(name)).errors).toMatchObject([
        { extensions: { code: 'FORBIDDEN' } },
      ]);
  });

  it('tell the market: instruments, candles, feeds, prices, books', async () => {
    const instruments = await client.send('Instruments');
    expect(instruments.errors).toEqual([]);
    const euro = told(instruments).instruments.find(({ symbol }) => symbol === 'EURUSD');
    expect(euro).toMatchObject({ assetClass: 'FOREX', tickSize: '0.00001', pipSize: '0.0001' });
    forexIsOpen = euro?.session.isOpen ?? false;

    expect(await client.send('Candles')).toEqual({ data: { candles: [] }, errors: [] });
    expect(await client.send('Feeds')).toMatchObject({
      data: { feeds: [expect.objectContaining({ kind: 'SIMULATOR', status: 'LIVE' })] },
      errors: [],
    });
    expect(await client.firstEvent('Prices')).toMatchObject({
      data: {
        prices: { bid: expect.any(String), instrument: { name: expect.any(String) } },
      },
      errors: [],
    });
    expect(await client.firstEvent('OrderBook')).toMatchObject({ errors: [] });
  });

  it('place, change, cancel and list orders, and tell of them as they happen', async () => {
    const accounts = await client.send('Accounts');
    expect(accounts).toMatchObject({
      data: { accounts: [{ currency: 'USD', balance: '100000', tradingState: 'ACTIVE' }] },
      errors: [],
    });
    client.learn('accountId', told(accounts).accounts[0]?.id ?? '');

    expect(await client.send('PlaceOrder')).toMatchObject(
      accepted('placeOrder', {
        order: forexIsOpen
          ? { status: 'FILLED', filledQuantity: '10000' }
          : { status: 'DENIED', denialReason: 'MARKET_CLOSED' },
      }),
    );
    const resting = {
      symbol: 'BTCUSDT',
      type: 'LIMIT',
      timeInForce: 'GTC',
      quantity: '0.01',
      limitPrice: '1000.00',
    };
    const limit = await client.send('PlaceOrder', { ...resting, clientOrderId: 'resting' });
    expect(limit).toMatchObject(accepted('placeOrder', { order: { status: 'ACCEPTED' } }));
    client.learn('orderId', told(limit).placeOrder.order.id);

    expect(
      await client.send('ReplaceOrder', { quantity: '0.02', limitPrice: '1100.00' }),
    ).toMatchObject(accepted('replaceOrder', { order: { quantity: '0.02', limitPrice: '1100' } }));
    expect(await client.send('CancelOrder')).toMatchObject(
      accepted('cancelOrder', { order: { status: 'CANCELED' } }),
    );

    const update = await client.firstEvent('OrderUpdates', {
      provoke: (attempt) =>
        client.send('PlaceOrder', { ...resting, clientOrderId: `watched-${attempt}` }),
    });
    expect(update).toMatchObject({
      data: { orderUpdates: { sequence: expect.any(Number), order: { id: expect.any(String) } } },
      errors: [],
    });
    const position = await client.firstEvent('PositionUpdates', {
      provoke: (attempt) => client.send('PlaceOrder', bitcoin(`held-${attempt}`, 'BUY')),
    });
    expect(position).toMatchObject({
      data: { positionUpdates: { instrument: { symbol: expect.any(String) }, side: 'LONG' } },
      errors: [],
    });
    const orders = await client.send('Orders');
    expect(orders).toMatchObject({ data: { orders: { edges: expect.any(Array) } }, errors: [] });
  });

  it('run strategies, take signals and pass them on', async () => {
    const created = await client.send('CreateStrategy');
    expect(created).toMatchObject(
      accepted('createStrategy', { strategy: { kind: 'INDICATOR', status: 'CREATED' } }),
    );
    client.learn('strategyId', told(created).createStrategy.strategy.id);
    expect(await client.send('StartStrategy')).toMatchObject(
      accepted('startStrategy', { strategy: { status: 'RUNNING' } }),
    );
    expect(await client.send('SubmitSignal')).toMatchObject(
      accepted('submitSignal', { signal: { id: expect.any(String) } }),
    );
    const signal = await client.firstEvent('Signals', {
      provoke: (attempt) => client.send('SubmitSignal', { signalId: `watched-${attempt}` }),
    });
    expect(signal).toMatchObject({
      data: { signals: { instrument: { symbol: 'EURUSD' }, direction: 'LONG' } },
      errors: [],
    });
    expect(await client.send('StopStrategy')).toMatchObject(
      accepted('stopStrategy', { strategy: { status: 'STOPPED' } }),
    );
  });

  it('notify of what the tenant asked for, at once', async () => {
    expect(await client.send('SetNotificationPreferences')).toMatchObject(
      accepted('setNotificationPreferences', {
        preferences: expect.arrayContaining([
          { kind: 'order.filled', channels: ['IN_APP', 'WEBHOOK'] },
        ]),
      }),
    );
    expect(await client.send('CreateWebhookEndpoint')).toMatchObject(
      accepted('createWebhookEndpoint', {
        endpoint: { url: 'https://hooks.acme.example/trading' },
        signingSecret: expect.any(String),
      }),
    );
    const notification = await client.firstEvent('NotificationReceived', {
      provoke: (attempt) => client.send('PlaceOrder', bitcoin(`notified-${attempt}`, 'BUY')),
    });
    expect(notification).toMatchObject({
      data: { notificationReceived: { id: expect.any(String), kind: expect.any(String) } },
      errors: [],
    });
    expect(await client.send('Notifications')).toMatchObject({
      data: { notifications: { nodes: expect.any(Array), unreadCount: expect.any(Number) } },
      errors: [],
    });
  });

  it('watch for washing trades and keep the record of what was done', async () => {
    const alert = await client.firstEvent('ComplianceAlerts', {
      provoke: async (attempt) => {
        await client.send('PlaceOrder', bitcoin(`washed-${attempt}`, 'BUY'));
        await client.send('PlaceOrder', bitcoin(`back-${attempt}`, 'SELL'));
      },
    });
    expect(alert).toMatchObject({
      data: { complianceAlertRaised: { rule: { kind: 'WASH_TRADE' } } },
      errors: [],
    });
    expect(await client.send('Compliance')).toMatchObject({
      data: { complianceAlerts: { nodes: expect.any(Array) } },
      errors: [],
    });
    expect(await client.send('AuditLog')).toMatchObject({
      data: { auditLog: { nodes: expect.any(Array) }, auditLogVerification: { intact: true } },
      errors: [],
    });
  });

  it('ask the local analyst, who needs no key', async () => {
    expect(await client.send('ProviderTemplates')).toMatchObject({
      data: { providerTemplates: expect.any(Array) },
      errors: [],
    });
    const completion = { model: 'local/analyst-v1', usage: { costUsd: '0' } };
    expect(await client.send('Chat')).toMatchObject(
      accepted('generateChatCompletion', { completion }),
    );
    expect(await client.send('Complete')).toMatchObject(
      accepted('generateCompletion', { completion }),
    );
    expect(await client.send('Embed')).toMatchObject(
      accepted('generateEmbeddings', { model: 'local/ngram-v1' }),
    );
    expect(await client.firstEvent('ChatStream')).toMatchObject({
      data: { chatCompletionStream: { delta: expect.stringContaining('EURUSD') } },
      errors: [],
    });
  });

  it('describe an AI provider and route to it', async () => {
    const created = await client.send('CreateProvider');
    expect(created).toMatchObject(
      accepted('createProvider', { provider: { name: 'openai-primary', type: 'OPENAI' } }),
    );
    client.learn('providerId', told(created).createProvider.provider.id);
    expect(await client.send('Providers')).toMatchObject({
      data: { providers: [{ name: 'openai-primary' }, { name: 'local-analyst' }] },
      errors: [],
    });
    expect(await client.send('SetRoutingPolicy')).toMatchObject(
      accepted('setRoutingPolicy', { routingPolicy: { strategy: 'PRIORITY' } }),
    );
  });

  it('train a model, promote it as a person may, and ask it', async () => {
    // Of a day's quarters of an hour, which is what a young platform has, there are too few.
    const change = { name: 'btcusdt-m1', symbol: 'BTCUSDT', interval: 'M1', timeBudgetSeconds: 5 };
    const training = await client.send('TrainModel', change);
    expect(training).toMatchObject(accepted('trainModel', { job: { status: 'QUEUED' } }));
    client.learn('jobId', told(training).trainModel.job.id);
    expect(await client.firstEvent('TrainingProgress')).toMatchObject({
      data: { trainingProgress: { progress: expect.any(Number) } },
      errors: [],
    });
    let job = await client.send('TrainingJob');
    while (!/SUCCEEDED|FAILED/.test(told(job).trainingJob.status)) {
      await delay(200);
      job = await client.send('TrainingJob');
    }
    expect(job).toMatchObject({
      data: { trainingJob: { status: 'SUCCEEDED', progress: 1, model: { version: 1 } } },
      errors: [],
    });
    client.learn('modelId', told(job).trainingJob.model?.id ?? '');
    expect(await client.send('PromoteModel')).toMatchObject(
      accepted('promoteModel', { model: { currentVersion: { version: 1 } } }),
    );
    expect(await client.send('Predict')).toMatchObject({
      data: { predict: { direction: expect.stringMatching(/UP|DOWN/), modelVersion: 1 } },
      errors: [],
    });
    expect(await client.send('Models')).toMatchObject({
      data: {
        models: [{ currentVersion: { version: 1 }, serving: { predictions: expect.any(Number) } }],
      },
      errors: [],
    });
  });

  it('change the plan and tell what it comes to', async () => {
    expect(await client.send('Plans')).toMatchObject({
      data: { plans: expect.arrayContaining([expect.objectContaining({ code: 'pro' })]) },
      errors: [],
    });
    expect(await client.send('ChangePlan')).toMatchObject(
      accepted('changePlan', { subscription: { plan: { code: 'pro' } } }),
    );
    expect(await client.send('Billing')).toMatchObject({
      data: {
        subscription: { plan: { code: 'pro' }, status: 'ACTIVE' },
        upcomingInvoice: { total: { currency: 'USD' } },
      },
      errors: [],
    });
  });

  it('bill what was used, take the money once, and give some of it back', async () => {
    const finalized = await client.ask(
      'mutation { finalizeUpcomingInvoice { invoice { id status } userErrors { code } } }',
    );
    expect(finalized).toMatchObject(
      accepted('finalizeUpcomingInvoice', { invoice: { status: 'OPEN' } }),
    );
    client.learn('invoiceId', told(finalized).finalizeUpcomingInvoice.invoice.id);

    const paid = await client.send('PayInvoice');
    expect(paid).toMatchObject(accepted('payInvoice', { payment: { status: 'SUCCEEDED' } }));
    const paymentId = told(paid).payInvoice.payment.id;
    expect(told(await client.send('PayInvoice')).payInvoice.payment.id).toBe(paymentId);
    client.learn('paymentId', paymentId);
    expect(await client.send('RefundPayment')).toMatchObject(
      accepted('refundPayment', { payment: { refundedAmount: { amount: '10' } } }),
    );
    expect(await client.send('Billing')).toMatchObject({
      data: { invoices: { nodes: [{ status: 'PAID', payments: [{ id: paymentId }] }] } },
      errors: [],
    });
  });

  it('show one order wherever it has left a trace', async () => {
    expect(await client.send('Usage')).toMatchObject({
      data: { usage: expect.any(Array), quotas: expect.any(Array) },
      errors: [],
    });
    const { data } = await client.ask(`{
      usage(from: "2026-01-01T00:00:00.000Z", to: "2036-01-01T00:00:00.000Z", granularity: MONTH) { meter total }
      invoices(first: 1) { nodes { lines { description quantity } } }
      auditLog(first: 100, action: "order.place") { nodes { actor { kind } target { type } } }
      auditLogVerification { intact }
      notifications(first: 100) { nodes { kind } }
    }`);
    const trace = data as {
      usage: { meter: string; total: string }[];
      auditLog: { nodes: unknown[] };
      notifications: { nodes: { kind: string }[] };
    };
    expect(Number(trace.usage.find(({ meter }) => meter === 'orders')?.total)).toBeGreaterThan(0);
    expect(Number(trace.usage.find(({ meter }) => meter === 'api_calls')?.total)).toBeGreaterThan(
      0,
    );
    expect(trace).toMatchObject({ auditLogVerification: { intact: true } });
    expect(trace.auditLog.nodes).toContainEqual({
      actor: { kind: 'USER' },
      target: { type: 'Order' },
    });
    const kinds = trace.notifications.nodes.map(({ kind }) => kind);
    expect(kinds).toEqual(
      expect.arrayContaining(['order.filled', 'invoice.finalized', 'payment.succeeded']),
    );
  });

  it('measure the account and end its trading', async () => {
    expect(await client.send('Performance')).toMatchObject({
      data: { performance: { trades: expect.any(Number), equityCurve: expect.any(Array) } },
      errors: [],
    });
    expect(await client.send('SetTradingState')).toMatchObject(
      accepted('setTradingState', { account: { tradingState: 'HALTED' } }),
    );
  });

  it('tell which services run', async () => {
    expect(await client.send('Services')).toMatchObject({
      data: {
        services: expect.arrayContaining([
          expect.objectContaining({ name: 'trading-engine', status: 'UP' }),
        ]),
      },
      errors: [],
    });
  });

  it('tell of candles as they grow', async () => {
    // Bitcoin, because gold pauses every evening.
    expect(
      await client.firstEvent('CandleUpdates', { change: { symbol: 'BTCUSDT' } }),
    ).toMatchObject({ data: { candleUpdates: { open: expect.any(String) } }, errors: [] });
  });

  it('are all sent', () => {
    expect([...client.sent].sort()).toEqual([...servedNames].sort());
  });
});
