import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createClient } from 'graphql-ws';
import WebSocket from 'ws';
import type { DomainEvent } from '../../../foundation/messaging/domain-event.js';
import type { MarketData } from '../../../subgraphs/providers/analyst/market-data.js';
import { providersOptionsFrom } from '../../../subgraphs/providers/settings.js';
import { createProviders } from '../../../subgraphs/providers/subgraph.js';
import { answerText, answerWords } from '../../fakes/ai-protocols/upstream-call.js';
import { AIUpstream } from '../../fakes/ai-upstream.js';
import type { RunningSubgraph } from '../../support/running-subgraph.js';
import { runSubgraph } from '../../support/running-subgraph.js';

const secret = 'sk-very-secret-key-0123456789';
const sharedKey = 'sk-of-the-operator';

const market: MarketData = {
  instruments: () => Promise.resolve([{ symbol: 'EURUSD', name: 'Euro / US dollar' }]),
  lastMinutes: (_symbol, count) =>
    Promise.resolve(
      Array.from({ length: count }, (_, index) => {
        const close = 1.08 + index * 0.0002;
        const closeTime = new Date(Date.UTC(2026, 2, 10, 8, index));
        return { closeTime, high: close + 0.0001, low: close - 0.0001, close };
      }),
    ),
};

const upstream = new AIUpstream();
let running: RunningSubgraph;
let told: DomainEvent[];
let tenantId: string;

beforeAll(async () => {
  await upstream.start();
  const options = providersOptionsFrom({
    PLATFORM_ENCRYPTION_KEY: Buffer.alloc(32, 1).toString('base64'),
    AI_PRIVATE_ORIGINS: upstream.origin,
    AI_SHARED_KEYS: `SHARED_KEY=${upstream.origin},UNSET_KEY=${upstream.origin}`,
    AI_REQUESTS_PER_MINUTE: '20',
    AI_MONTHLY_COST_LIMIT_USD: '1',
    SHARED_KEY: sharedKey,
  });
  running = await runSubgraph('providers', (deps) => createProviders(deps, { ...options, market }));
  told = await running.listen(['usage.recorded', 'audit.recorded', 'ai.provider-alert']);
});

afterAll(async () => {
  await running.close();
  await upstream.stop();
});

beforeEach(async () => {
  tenantId = await running.database.provisionTenant();
  upstream.calls.length = 0;
  upstream.aborted.length = 0;
});

const scopes = ['ai:use', 'ai:admin'];

const ask = <TData>(query: string, variables: Record<string, unknown> = {}, of = tenantId) =>
  running.ask<TData>(of, query, { variables, scopes });

type UserErrors = { code: string; path: string[] | null; message: string }[];
type Provider = { id: string; name: string; type: string; status: string };

const createMutation = `mutation ($input: CreateProviderInput!) {
  createProvider(input: $input) { provider { id name type status } userErrors { code path message } }
}`;

const openai = (name: string, model: string, more: object = {}) => ({
  type: 'openai',
  name,
  baseUrl: `${upstream.origin}/v1`,
  apiKey: secret,
  models: { chat: model, embedding: 'text-embedding-3-small' },
  retryConfig: { maxRetries: 1, initialDelay: 0 },
  ...more,
});

const create = async (config: object): Promise<Provider> => {
  const { data } = await ask<{
    createProvider: { provider: Provider | null; userErrors: UserErrors };
  }>(createMutation, { input: { config } });
  expect(data?.createProvider.userErrors).toEqual([]);
  return data!.createProvider.provider!;
};

const chatMutation = `mutation ($input: GenerateChatCompletionInput!) {
  generateChatCompletion(input: $input) {
    completion {
      text model finishReason latencyMs cached ignoredParameters
      provider { id name }
      usage { promptTokens completionTokens costUsd }
      attempts { provider outcome }
    }
    userErrors { code path message }
  }
}`;

const question = { messages: [{ role: 'USER', content: 'Is EURUSD trending?' }], maxTokens: 300 };

type Chat = {
  generateChatCompletion: {
    completion: {
      text: string;
      model: string;
      provider: { name: string };
      usage: { promptTokens: number; completionTokens: number; costUsd: string | null };
      attempts: { provider: string; outcome: string }[];
    } | null;
    userErrors: UserErrors;
  } | null;
};

const chat = (more: object = {}) => ask<Chat>(chatMutation, { input: { ...question, ...more } });

const eventsOf = (type: string) =>
  told.filter((event) => event.tenantId === tenantId && event.type === type);

const until = async (holds: () => boolean): Promise<void> => {
  while (!holds()) await new Promise((resolve) => setImmediate(resolve));
};

const providersQuery = `{
  providers {
    id name type status circuit
    models { chat completion embedding }
    health { status checkedAt latencyMs }
    metrics { requests errors errorRate p50LatencyMs p95LatencyMs promptTokens completionTokens costUsd unpricedRequests }
  }
  aiQuota { requestsPerMinute tokensPerMinute monthlyCostLimit monthlyCostUsed }
}`;

type Providers = {
  providers: (Provider & { circuit: string; metrics: Record<string, unknown> })[];
  aiQuota: { monthlyCostLimit: string; monthlyCostUsed: string; requestsPerMinute: number };
};

describe('a tenant without a provider', () => {
  it('is answered by the local analyst, at no cost', async () => {
    const { data } = await chat();
    const { completion } = data!.generateChatCompletion!;
    expect(completion).toMatchObject({
      model: 'local/analyst-v1',
      provider: { name: 'local-analyst' },
      attempts: [{ provider: 'local-analyst', outcome: 'SUCCEEDED' }],
      usage: { costUsd: '0' },
    });
    expect(completion?.text).toContain('not a language model');
    await until(() => eventsOf('usage.recorded').length === 1);
    expect(eventsOf('usage.recorded')[0]?.payload).toMatchObject({
      meter: 'ai_requests',
      quantity: '1',
    });
  });

  it('completes prompts and embeds texts', async () => {
    const { data } = await ask<Record<string, Record<string, unknown>>>(`mutation {
      generateCompletion(input: { prompt: "EURUSD?" }) { completion { text model usage { promptTokens costUsd } } userErrors { code } }
      generateEmbeddings(input: { texts: ["gold breaks out", "gold rallies"] }) { embeddings model usage { promptTokens costUsd } userErrors { code } }
    }`);
    expect(data?.['generateCompletion']?.['completion']).toMatchObject({
      model: 'local/analyst-v1',
    });
    expect(data?.['generateEmbeddings']?.['embeddings']).toHaveLength(2);
    expect(data?.['generateEmbeddings']).toMatchObject({
      model: 'local/ngram-v1',
      userErrors: [],
    });
  });
});

describe('a provider', () => {
  it('serves the next request, its use priced and metered once', async () => {
    const { id } = await create(openai('openai-primary', 'gpt-5.5'));
    const { data } = await chat();
    const completion = data!.generateChatCompletion!.completion!;
    expect(completion).toMatchObject({
      text: answerText,
      provider: { id, name: 'openai-primary' },
      cached: true,
      // (20 − 12) × 5 + 12 × 0.5 + 9 × 30 US dollars per million.
      usage: { promptTokens: 20, completionTokens: 9, costUsd: '0.000316' },
    });
    await until(() => eventsOf('usage.recorded').length === 2);
    expect(eventsOf('usage.recorded').map(({ payload }) => payload)).toMatchObject([
      { meter: 'ai_requests', quantity: '1', source: 'ai-orchestrator' },
      { meter: 'ai_tokens', quantity: '29', dimensions: { provider: 'openai-primary' } },
    ]);
    const { data: seen } = await ask<Providers>(providersQuery);
    expect(seen?.providers).toMatchObject([
      {
        ...{ id, name: 'openai-primary', type: 'OPENAI', status: 'ACTIVE', circuit: 'CLOSED' },
        health: { status: 'HEALTHY' },
        metrics: { requests: 1, errors: 0, errorRate: 0, promptTokens: 20, costUsd: '0.000316' },
      },
      { name: 'local-analyst', type: 'LOCAL_ANALYST' },
    ]);
    expect(seen?.aiQuota).toMatchObject({ monthlyCostUsed: '0.000316', monthlyCostLimit: '1' });
  });

  it('keeps its key sealed, out of every answer and event, and over a restart', async () => {
    await create(openai('openai-primary', 'gpt-5.5'));
    const rows = await running.database.tenantDb.withTenant(tenantId, async (db) =>
      db.aiProvider.findMany(),
    );
    expect(JSON.stringify(rows)).not.toContain(secret);
    await until(() => eventsOf('audit.recorded').length === 1);
    expect(JSON.stringify(told)).not.toContain(secret);
    await running.restart();
    await chat();
    expect(upstream.calls.at(-1)?.headers['authorization']).toBe(`Bearer ${secret}`);
  });

  it('may refer to a key of the operator, which goes nowhere else', async () => {
    await create(openai('shared', 'gpt-5.5', { apiKey: '${SHARED_KEY}' }));
    await chat();
    expect(upstream.calls.at(-1)?.headers['authorization']).toBe(`Bearer ${sharedKey}`);
    const { status } = await create(openai('unset', 'gpt-5.5', { apiKey: '${UNSET_KEY}' }));
    expect(status).toBe('KEY_MISSING');
  });

  it('is refused with every fault, and so is a second one of its name', async () => {
    const { data } = await ask<{ createProvider: { userErrors: UserErrors } }>(createMutation, {
      input: { config: { type: 'openai', name: '', models: {} } },
    });
    expect(data?.createProvider.userErrors.map(({ path }) => path?.join('.'))).toEqual([
      'input.config.name',
      'input.config.models',
    ]);
    await create(openai('twin', 'gpt-5.5'));
    const again = await ask<{ createProvider: { userErrors: UserErrors } }>(createMutation, {
      input: { config: openai('twin', 'gpt-5.5') },
    });
    expect(again.data?.createProvider.userErrors).toMatchObject([{ code: 'ALREADY_EXISTS' }]);
  });

  it('is nothing to another tenant', async () => {
    const { id } = await create(openai('mine', 'gpt-5.5'));
    const other = await running.database.provisionTenant();
    const { data } = await ask<Providers>(providersQuery, {}, other);
    expect(data?.providers.map(({ name }) => name)).toEqual(['local-analyst']);
    const removed = await ask<{ deleteProvider: { userErrors: UserErrors } }>(
      `mutation ($id: ID!) { deleteProvider(input: { providerId: $id }) { providerId userErrors { code } } }`,
      { id },
      other,
    );
    expect(removed.data?.deleteProvider.userErrors).toEqual([{ code: 'NOT_FOUND' }]);
  });

  it('needs the scope ai:admin to be made and ai:use to be asked', async () => {
    const variables = { input: { config: openai('x', 'gpt-5.5') } };
    const made = await running.ask(tenantId, createMutation, { variables, scopes: ['ai:use'] });
    expect(made.errors?.[0]?.extensions.code).toBe('FORBIDDEN');
    const asked = await running.ask(tenantId, chatMutation, {
      variables: { input: question },
      scopes: ['market:read'],
    });
    expect(asked.errors?.[0]?.extensions.code).toBe('FORBIDDEN');
  });
});

describe('routing', () => {
  it('fails over by the class of the failure and tells what happened', async () => {
    await create(openai('first', 'fake-500'));
    await create(openai('second', 'gpt-5.5'));
    const { data } = await chat();
    expect(data?.generateChatCompletion?.completion?.attempts).toEqual([
      { provider: 'first', outcome: 'SERVER_ERROR' },
      { provider: 'first', outcome: 'SERVER_ERROR' },
      { provider: 'second', outcome: 'SUCCEEDED' },
    ]);
  });

  it('quarantines a key that is refused, alerts once, and forgives it when it is replaced', async () => {
    const { id } = await create(openai('first', 'fake-401'));
    await create(openai('second', 'gpt-5.5'));
    await chat();
    await chat();
    await until(() => eventsOf('ai.provider-alert').length === 1);
    expect(eventsOf('ai.provider-alert')[0]?.payload).toMatchObject({
      providerId: id,
      kind: 'KEY_REFUSED',
    });
    expect(upstream.calls.filter(({ fault }) => fault === '401')).toHaveLength(1);
    const { data } = await ask<Providers>(providersQuery);
    expect(data?.providers[0]).toMatchObject({ name: 'first', status: 'KEY_REFUSED' });
    const updated = await ask<Record<string, unknown>>(
      `mutation ($input: UpdateProviderInput!) {
        updateProvider(input: $input) { provider { status models { chat } } userErrors { code } }
      }`,
      { input: { providerId: id, config: openai('first', 'gpt-5.5') } },
    );
    expect(updated.data?.['updateProvider']).toEqual({
      provider: { status: 'ACTIVE', models: { chat: 'gpt-5.5' } },
      userErrors: [],
    });
    expect((await chat()).data?.generateChatCompletion?.completion?.provider.name).toBe('first');
  });

  it('takes a request that is at fault nowhere else, and names the provider that said so', async () => {
    await create(openai('first', 'fake-400'));
    await create(openai('second', 'gpt-5.5'));
    const { data } = await chat();
    expect(data?.generateChatCompletion).toMatchObject({
      completion: null,
      userErrors: [{ code: 'INVALID_INPUT', path: ['input'] }],
    });
    expect(upstream.calls).toHaveLength(1);
  });

  it('says SERVICE_UNAVAILABLE with all attempts when nobody answers, and charges nothing', async () => {
    await create(openai('only', 'fake-spent'));
    const { data, errors } = await chat();
    expect(data?.generateChatCompletion).toBeNull();
    expect(errors?.[0]?.extensions).toMatchObject({
      code: 'SERVICE_UNAVAILABLE',
      attempts: [{ provider: 'only', outcome: 'QUOTA_EXHAUSTED' }],
    });
    const { data: seen } = await ask<Providers>(providersQuery);
    expect(seen?.aiQuota.monthlyCostUsed).toBe('0');
    const left = await running.database.tenantDb.withTenant(tenantId, async (db) =>
      db.aiReservation.count(),
    );
    expect(left).toBe(0);
  });

  it('follows the policy of the task, the local analyst included when it is named', async () => {
    const first = await create(openai('first', 'fake-500'));
    const { data: seen } = await ask<Providers>(providersQuery);
    const local = seen!.providers.at(-1)!;
    const set = await ask<Record<string, unknown>>(
      `mutation ($input: SetRoutingPolicyInput!) {
        setRoutingPolicy(input: $input) { routingPolicy { task strategy providers { id weight } } userErrors { code path } }
      }`,
      {
        input: {
          task: 'CHAT',
          strategy: 'PRIORITY',
          providers: [{ id: first.id, weight: 1 }, { id: local.id }],
        },
      },
    );
    expect(set.data?.['setRoutingPolicy']).toEqual({
      routingPolicy: {
        task: 'CHAT',
        strategy: 'PRIORITY',
        providers: [
          { id: first.id, weight: 1 },
          { id: local.id, weight: 1 },
        ],
      },
      userErrors: [],
    });
    expect((await chat()).data?.generateChatCompletion?.completion?.provider.name).toBe(
      'local-analyst',
    );
    const removed = await ask<{ deleteProvider: { userErrors: UserErrors } }>(
      `mutation ($id: ID!) { deleteProvider(input: { providerId: $id }) { providerId userErrors { code } } }`,
      { id: first.id },
    );
    expect(removed.data?.deleteProvider.userErrors).toEqual([{ code: 'INVALID_STATE' }]);
  });

  it.each([
    ['LOWEST_LATENCY', [{ id: 'prv_1' }], 'INVALID_INPUT', 'input.strategy'],
    ['PRIORITY', [], 'INVALID_INPUT', 'input.providers'],
    ['PRIORITY', [{ id: 'prv_1' }], 'NOT_FOUND', 'input.providers.0.id'],
    ['WEIGHTED', [{ id: 'prv_1', weight: 0 }], 'INVALID_INPUT', 'input.providers.0.weight'],
  ])('refuses the policy %s %j', async (strategy, providers, code, path) => {
    const { data } = await ask<{ setRoutingPolicy: { userErrors: UserErrors } }>(
      `mutation ($input: SetRoutingPolicyInput!) {
        setRoutingPolicy(input: $input) { userErrors { code path } }
      }`,
      { input: { task: 'CHAT', strategy, providers } },
    );
    expect(
      data?.setRoutingPolicy.userErrors.map((error) => [error.code, error.path?.join('.')]),
    ).toEqual([[code, path]]);
  });

  it.each([
    ['a conversation without a message', { messages: [] }, 'input.messages'],
    ['an answer without length', { maxTokens: 0 }, 'input.maxTokens'],
    ['a temperature that is too high', { temperature: 3 }, 'input.temperature'],
    ['a model that nobody offers', { model: 'gpt-0' }, 'input.model'],
    [
      'a conversation that ends with the model',
      { messages: [{ role: 'ASSISTANT', content: 'Yes.' }] },
      'input.messages',
    ],
  ])('refuses %s', async (_what, more, path) => {
    const { data } = await chat(more);
    expect(data?.generateChatCompletion?.userErrors).toMatchObject([
      { code: 'INVALID_INPUT', path: path.split('.') },
    ]);
  });
});

describe('the quota', () => {
  it('admits exactly what the minute allows, however many ask at once', async () => {
    await create(openai('openai-primary', 'gpt-5.5'));
    const answers = await Promise.all(Array.from({ length: 30 }, () => chat({ maxTokens: 20 })));
    const codes = answers.map(({ errors }) => errors?.[0]?.extensions.code ?? 'OK');
    expect(codes.filter((code) => code === 'OK')).toHaveLength(20);
    expect(codes.filter((code) => code === 'RATE_LIMITED')).toHaveLength(10);
    expect(upstream.calls.filter(({ method }) => method === 'POST')).toHaveLength(20);
  });

  it('never lets calls at once cost more than the month allows', async () => {
    await create(openai('openai-primary', 'gpt-5.5'));
    const set = await ask<Record<string, unknown>>(
      `mutation { setAIQuota(input: { monthlyCostLimit: "0.02" }) { quota { monthlyCostLimit requestsPerMinute } userErrors { code } } }`,
    );
    expect(set.data?.['setAIQuota']).toEqual({
      quota: { monthlyCostLimit: '0.02', requestsPerMinute: 20 },
      userErrors: [],
    });
    // Each may cost 0.009 and a little for its prompt, so only two fit beside each other.
    const answers = await Promise.all(Array.from({ length: 6 }, () => chat()));
    const refused = answers.flatMap(
      ({ data }) => data?.generateChatCompletion?.userErrors.map(({ code }) => code) ?? [],
    );
    expect(refused.every((code) => code === 'QUOTA_EXCEEDED')).toBe(true);
    const { data } = await ask<Providers>(providersQuery);
    expect(Number(data?.aiQuota.monthlyCostUsed)).toBeLessThanOrEqual(0.02);
    expect(Number(data?.aiQuota.monthlyCostUsed)).toBeCloseTo((6 - refused.length) * 0.000316, 6);
  });

  it('alerts once when a provider has cost its threshold', async () => {
    const costTracking = { alertThreshold: 0.0005 };
    await create(openai('openai-primary', 'gpt-5.5', { costTracking }));
    for (let call = 0; call < 4; call++) await chat();
    await until(() => eventsOf('usage.recorded').length === 8);
    expect(eventsOf('ai.provider-alert').map(({ payload }) => payload)).toMatchObject([
      { kind: 'COST_THRESHOLD', providerName: 'openai-primary' },
    ]);
  });

  it.each([
    ['requestsPerMinute', 'requestsPerMinute: 21'],
    ['tokensPerMinute', 'tokensPerMinute: 0'],
    ['monthlyCostLimit', 'monthlyCostLimit: "1.01"'],
  ])('refuses a %s beyond the platform', async (field, input) => {
    const { data } = await ask<{ setAIQuota: { userErrors: UserErrors } }>(
      `mutation { setAIQuota(input: { ${input} }) { userErrors { code path } } }`,
    );
    expect(data?.setAIQuota.userErrors).toEqual([
      { code: 'INVALID_INPUT', path: ['input', field] },
    ]);
  });
});

type Chunk = { delta: string; finishReason: string | null; usage: { costUsd: string } | null };

describe('a streamed answer', () => {
  const open = () => {
    const client = createClient({
      url: running.url().replace('http', 'ws') + '/graphql',
      webSocketImpl: WebSocket,
      retryAttempts: 0,
    });
    const stream = client.iterate<{ chatCompletionStream: Chunk | null }>({
      query: `subscription ($input: GenerateChatCompletionInput!) {
        chatCompletionStream(input: $input) { delta finishReason usage { promptTokens completionTokens costUsd } }
      }`,
      variables: { input: question },
      extensions: { identity: running.identityToken(tenantId, scopes) },
    });
    return { client, stream };
  };

  const quotaUsed = async (): Promise<number> => {
    const { data } = await ask<Providers>(providersQuery);
    return Number(data?.aiQuota.monthlyCostUsed);
  };

  const read = async () => {
    const { client, stream } = open();
    const chunks: Chunk[] = [];
    let failure: unknown = null;
    try {
      for await (const { data, errors } of stream) {
        if (errors) failure = errors;
        if (data?.chatCompletionStream) chunks.push(data.chatCompletionStream);
      }
    } catch (error) {
      failure = error;
    }
    await client.dispose();
    return { chunks, failure };
  };

  it('comes piece by piece and ends with its usage', async () => {
    await create(openai('first', 'fake-500'));
    await create(openai('second', 'gpt-5.5'));
    const { chunks, failure } = await read();
    expect(failure).toBeNull();
    expect(chunks.map(({ delta }) => delta)).toEqual([...answerWords, '']);
    expect(chunks.at(-1)).toEqual({
      delta: '',
      finishReason: 'STOP',
      usage: { promptTokens: 20, completionTokens: 9, costUsd: '0.000316' },
    });
    expect(await quotaUsed()).toBe(0.000316);
  });

  it('ends with an error when it breaks off, is not continued by another, and is charged', async () => {
    await create(openai('first', 'fake-cut', { type: 'custom' }));
    await create(openai('second', 'gpt-5.5'));
    const { chunks, failure } = await read();
    expect(chunks.map(({ delta }) => delta).join('')).toBe(answerWords.slice(0, 2).join(''));
    expect(JSON.stringify(failure)).toContain('SERVICE_UNAVAILABLE');
    await until(() => eventsOf('usage.recorded').length === 2);
    expect(upstream.calls).toHaveLength(1);
  });

  it('ends the call to the provider at once when the reader goes', async () => {
    await create(openai('only', 'fake-stall'));
    const { client, stream } = open();
    await stream.next();
    await stream.next();
    await stream.return?.();
    await upstream.whenAborted();
    await until(() => eventsOf('usage.recorded').length === 2);
    await client.dispose();
    const left = await running.database.tenantDb.withTenant(tenantId, async (db) =>
      db.aiReservation.count(),
    );
    expect(left).toBe(0);
  });

  it('of the local analyst comes sentence by sentence', async () => {
    const { chunks } = await read();
    expect(chunks.length).toBeGreaterThan(3);
    expect(chunks.at(-1)).toMatchObject({ finishReason: 'STOP', usage: { costUsd: '0' } });
  });
});
