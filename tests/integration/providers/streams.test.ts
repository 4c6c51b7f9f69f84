import { describe, expect, it } from '@jest/globals';
import { createClient } from 'graphql-ws';
import WebSocket from 'ws';
import { answerWords } from '../../fakes/ai-protocols/upstream-call.js';
import type { Providers } from './running-providers.js';
import {
  ask,
  create,
  eventsOf,
  openai,
  providersQuery,
  question,
  running,
  scopes,
  tenantId,
  until,
  upstream,
  useProviders,
} from './running-providers.js';

useProviders();

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
