import { describe, expect, it } from '@jest/globals';
import type { Providers, UserErrors } from './running-providers.js';
import {
  ask,
  chat,
  create,
  eventsOf,
  openai,
  providersQuery,
  running,
  tenantId,
  until,
  upstream,
  useProviders,
} from './running-providers.js';

useProviders();

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

  it('asks whom callers wait for least, and leaves one that fails', async () => {
    const failing = await create(openai('failing', 'fake-500'));
    const good = await create(openai('good', 'gpt-5.5'));
    await ask(
      `mutation ($input: SetRoutingPolicyInput!) { setRoutingPolicy(input: $input) { userErrors { code } } }`,
      {
        input: {
          task: 'CHAT',
          strategy: 'LOWEST_LATENCY',
          providers: [{ id: failing.id }, { id: good.id }],
        },
      },
    );
    const firsts: (string | undefined)[] = [];
    for (let call = 0; call < 3; call++)
      firsts.push(
        (await chat()).data?.generateChatCompletion?.completion?.attempts.at(0)?.provider,
      );
    expect(firsts).toEqual(['failing', 'good', 'good']);
  });

  it.each([
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
