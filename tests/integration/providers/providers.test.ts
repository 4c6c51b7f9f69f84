import { describe, expect, it } from '@jest/globals';
import { answerText } from '../../fakes/ai-protocols/upstream-call.js';
import type { Providers, UserErrors } from './running-providers.js';
import {
  ask,
  chat,
  chatMutation,
  create,
  createMutation,
  eventsOf,
  openai,
  providersQuery,
  question,
  running,
  secret,
  sharedKey,
  tenantId,
  told,
  until,
  upstream,
  useProviders,
} from './running-providers.js';

useProviders();

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
