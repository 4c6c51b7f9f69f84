import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { systemClock } from '../../../foundation/time/clock.js';
import type { ConfigurableType } from '../../../subgraphs/providers/adapters/create-provider.js';
import { createProvider } from '../../../subgraphs/providers/adapters/create-provider.js';
import type {
  ChatRequest,
  ChatStreamPart,
} from '../../../subgraphs/providers/framework/ai-provider.js';
import { createDeadline } from '../../../subgraphs/providers/framework/deadline.js';
import { ProviderError } from '../../../subgraphs/providers/framework/provider-error.js';
import { answerText } from '../../fakes/ai-protocols/upstream-call.js';
import { AIUpstream } from '../../fakes/ai-upstream.js';

const upstream = new AIUpstream();
const secret = 'sk-very-secret-key-0123456789';

beforeAll(async () => {
  await upstream.start();
});
afterAll(async () => {
  await upstream.stop();
});

const types: ConfigurableType[] = ['openai', 'custom', 'anthropic', 'google', 'ollama'];

const provider = (type: ConfigurableType, requestsPerMinute?: number) =>
  createProvider(systemClock, type, {
    id: 'prv_1',
    name: type,
    apiKey: secret,
    baseUrl: type === 'openai' || type === 'custom' ? `${upstream.origin}/v1` : upstream.origin,
    limits: requestsPerMinute ? { requestsPerMinute, tokensPerMinute: 100_000 } : null,
  });

const request = (model: string): ChatRequest => ({
  model,
  messages: [
    { role: 'SYSTEM', content: 'Be brief.' },
    { role: 'USER', content: 'Is EURUSD trending?' },
  ],
  maxTokens: 100,
  temperature: 0.2,
});

const never = () => new AbortController().signal;

const failureOf = async (work: Promise<unknown>): Promise<ProviderError> => {
  const error = await work.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (error instanceof ProviderError) return error;
  throw new Error('it did not fail as a provider does', { cause: error });
};

const collect = async (parts: AsyncIterable<ChatStreamPart>): Promise<ChatStreamPart[]> => {
  const all: ChatStreamPart[] = [];
  for await (const part of parts) all.push(part);
  return all;
};

/** Whole prompts: Anthropic counts cached parts apart, Google bills thoughts as output. */
const usageBy = {
  openai: { prompt: 20, cachedPrompt: 12, cacheWrite: 0, completion: 9 },
  custom: { prompt: 20, cachedPrompt: 12, cacheWrite: 0, completion: 9 },
  anthropic: { prompt: 32, cachedPrompt: 7, cacheWrite: 5, completion: 9 },
  google: { prompt: 20, cachedPrompt: 4, cacheWrite: 0, completion: 9 },
  ollama: { prompt: 20, cachedPrompt: 0, cacheWrite: 0, completion: 9 },
};

describe.each(types)('the adapter for %s', (type) => {
  it('answers a chat with its usage normalised', async () => {
    const answer = await provider(type).generateChatCompletion(request('model-1'), never());
    expect(answer).toMatchObject({ text: answerText, model: 'model-1', finishReason: 'STOP' });
    expect(answer.usage).toEqual(usageBy[type]);
    expect(answer.ignoredParameters).toEqual(type === 'anthropic' ? ['temperature'] : []);
  });

  it('streams the same answer', async () => {
    const parts = await collect(provider(type).streamChatCompletion(request('model-1'), never()));
    const text = parts.map((part) => (part.kind === 'delta' ? part.text : '')).join('');
    expect(text).toBe(answerText);
    expect(parts.at(-1)).toEqual({
      kind: 'end',
      finishReason: 'STOP',
      usage: usageBy[type],
      model: 'model-1',
    });
  });

  it('completes a single prompt', async () => {
    const { prompt, ...rest } = { ...request('model-1'), prompt: 'Summarise.' };
    const asked = { ...rest, prompt, model: 'model-1' };
    expect((await provider(type).generateCompletion(asked, never())).text).toBe(answerText);
  });

  it.each([
    ['400', 'INVALID_REQUEST'],
    ['401', 'KEY_REFUSED'],
    ['404', 'MODEL_NOT_FOUND'],
    ['429', 'RATE_LIMITED'],
    ['500', 'SERVER_ERROR'],
    ['malformed', 'MALFORMED_ANSWER'],
  ])('calls a %s by its class, once and without the key', async (fault, kind) => {
    const before = upstream.calls.length;
    const failure = await failureOf(
      provider(type).generateChatCompletion(request(`fake-${fault}`), never()),
    );
    expect(failure.kind).toBe(kind);
    expect(failure.message).not.toContain(secret);
    expect(upstream.calls.length - before).toBe(1);
  });

  it.each([
    // Before the first byte it may look like a connection that broke.
    ['cut-early', ['CONNECTION_FAILED', 'INTERRUPTED']],
    ['cut', ['INTERRUPTED']],
    ['truncated', ['INTERRUPTED']],
    ['500', ['SERVER_ERROR']],
  ])('does not take a stream with a %s for an answer', async (fault, kinds) => {
    const stream = provider(type).streamChatCompletion(request(`fake-${fault}`), never());
    expect(kinds).toContain((await failureOf(collect(stream))).kind);
  });

  it('gives up when its time is over', async () => {
    const deadline = createDeadline(systemClock, 30);
    const asked = provider(type).generateChatCompletion(request('fake-slow'), deadline.signal);
    expect((await failureOf(asked)).kind).toBe('TIMED_OUT');
  });

  it('opens its circuit after failures in a row', async () => {
    const failing = provider(type);
    for (let tries = 0; tries < 5; tries++)
      await failureOf(failing.generateChatCompletion(request('fake-500'), never()));
    expect(failing.circuit).toBe('open');
    const before = upstream.calls.length;
    const failure = await failureOf(failing.generateChatCompletion(request('model-1'), never()));
    expect(failure.kind).toBe('CIRCUIT_OPEN');
    expect(upstream.calls.length).toBe(before);
    expect(failing.getMetrics()).toMatchObject({ requests: 5, errors: 5 });
  });

  it('keeps to its own limits', async () => {
    const limited = provider(type, 1);
    await limited.generateChatCompletion(request('model-1'), never());
    const failure = await failureOf(limited.generateChatCompletion(request('model-1'), never()));
    expect(failure.kind).toBe('RATE_LIMITED');
    expect(failure.retryAfterMs).toBeGreaterThan(0);
  });

  it('is probed by a request that costs nothing', async () => {
    const probed = provider(type);
    expect(probed.health).toEqual({ status: 'UNKNOWN', checkedAt: null, latencyMs: null });
    expect((await probed.healthCheck(never())).status).toBe('HEALTHY');
    expect(upstream.calls.at(-1)).toMatchObject({ method: 'GET' });
  });
});

describe.each(types.filter((type) => type !== 'anthropic'))('the embeddings of %s', (type) => {
  it('come one per text, in order', async () => {
    const texts = ['gold breaks out', 'gold rallies'];
    const answer = await provider(type).generateEmbedding({ model: 'embed-1', texts }, never());
    expect(answer.embeddings).toEqual([
      [0, 0.5, -0.25],
      [1, 0.5, -0.25],
    ]);
  });
});

describe('the adapters', () => {
  it.each(['openai', 'anthropic'] as const)(
    'tell a spent account of %s from a limit',
    async (type) => {
      const asked = provider(type).generateChatCompletion(request('fake-spent'), never());
      expect((await failureOf(asked)).kind).toBe('QUOTA_EXHAUSTED');
    },
  );

  it.each([
    ['openai', 250],
    ['anthropic', 1_000],
    ['google', 2_000],
  ] as const)('read how long %s wants to be left alone', async (type, waitMs) => {
    const asked = provider(type);
    const failure = await failureOf(asked.generateChatCompletion(request('fake-429'), never()));
    expect(failure.retryAfterMs).toBe(waitMs);
    const before = upstream.calls.length;
    const next = await failureOf(asked.generateChatCompletion(request('model-1'), never()));
    expect(next.kind).toBe('RATE_LIMITED');
    expect(upstream.calls.length).toBe(before);
  });

  it.each(['openai', 'anthropic', 'ollama'] as const)(
    'notice an error within a stream of %s',
    async (type) => {
      const stream = provider(type).streamChatCompletion(request('fake-stream-error'), never());
      expect((await failureOf(collect(stream))).kind).toBe('SERVER_ERROR');
    },
  );

  it('send the key where each service wants it, and nothing of the environment', async () => {
    process.env['OPENAI_ORG_ID'] = 'org-of-the-operator';
    await provider('openai').generateChatCompletion(request('model-1'), never());
    delete process.env['OPENAI_ORG_ID'];
    const { headers, body } = upstream.calls.at(-1)!;
    expect(headers['authorization']).toBe(`Bearer ${secret}`);
    expect(headers['openai-organization']).toBeUndefined();
    expect(body).toMatchObject({ max_completion_tokens: 100, temperature: 0.2 });
    await provider('google').generateChatCompletion(request('model-1'), never());
    expect(upstream.calls.at(-1)!.headers['x-goog-api-key']).toBe(secret);
  });
});
