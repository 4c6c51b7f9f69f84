import OpenAI, { APIConnectionError, APIError } from 'openai';
import type { CompletionUsage } from 'openai/resources/completions.js';
import type { Clock } from '../../../foundation/time/clock.js';
import type {
  ChatAnswer,
  ChatRequest,
  ChatStreamPart,
  EmbeddingAnswer,
  EmbeddingRequest,
  FinishReason,
  TokenUsage,
} from '../framework/ai-provider.js';
import type { ProviderOptions } from '../framework/base-provider.js';
import { BaseProvider } from '../framework/base-provider.js';
import { kindOfStatus, ProviderError, retryAfterOf } from '../framework/provider-error.js';
import { transportFailure } from '../framework/transport-failure.js';
import { temperatureFor } from './model-capabilities.js';

/** Codes of a 429 that no waiting cures. */
const spentCodes = new Set(['insufficient_quota', 'credit_balance_exhausted']);

/** OpenAI, and every server that speaks its protocol (vLLM, llama.cpp, LM Studio, Groq, …). */
export class OpenAIProvider extends BaseProvider {
  readonly #client: OpenAI;

  constructor(
    clock: Clock,
    options: ProviderOptions,
    readonly type: 'openai' | 'custom',
  ) {
    super(clock, options);
    this.#client = new OpenAI({
      baseURL: options.baseUrl,
      // The SDK insists on a key; servers that want none ignore it.
      apiKey: options.apiKey ?? 'none',
      // Nothing of the process's own environment may slip into a tenant's calls.
      adminAPIKey: null,
      organization: null,
      project: null,
      maxRetries: 0,
      logLevel: 'off',
      fetchOptions: { redirect: 'error' },
    });
  }

  protected async chat(request: ChatRequest, signal: AbortSignal): Promise<ChatAnswer> {
    const { parameters, ignoredParameters } = this.#parametersOf(request);
    const answer = await this.#client.chat.completions.create(parameters, { signal });
    const choice = answer.choices.at(0);
    if (!choice) throw new ProviderError('MALFORMED_ANSWER', 'the answer holds no choice');
    return {
      text: choice.message.content ?? choice.message.refusal ?? '',
      model: answer.model,
      finishReason: toFinishReason(choice.finish_reason),
      usage: toUsage(answer.usage),
      ignoredParameters,
    };
  }

  protected async *stream(
    request: ChatRequest,
    signal: AbortSignal,
  ): AsyncGenerator<ChatStreamPart> {
    const { parameters } = this.#parametersOf(request);
    const chunks = await this.#client.chat.completions.create(
      // Without it a stream never tells what it used.
      { ...parameters, stream: true, stream_options: { include_usage: true } },
      { signal },
    );
    let finish: string | null = null;
    let usage: CompletionUsage | undefined;
    let { model } = request;
    for await (const chunk of chunks) {
      model = chunk.model;
      usage = chunk.usage ?? usage;
      const choice = chunk.choices.at(0);
      finish = choice?.finish_reason ?? finish;
      if (choice?.delta.content) yield { kind: 'delta', text: choice.delta.content };
    }
    // Some servers close a broken stream as if it were whole; only a finish reason ends an answer.
    if (finish === null) throw new ProviderError('INTERRUPTED', 'the answer broke off');
    yield { kind: 'end', finishReason: toFinishReason(finish), usage: toUsage(usage), model };
  }

  protected async embed(request: EmbeddingRequest, signal: AbortSignal): Promise<EmbeddingAnswer> {
    const answer = await this.#client.embeddings.create(
      { model: request.model, input: [...request.texts], encoding_format: 'float' },
      { signal },
    );
    const inOrder = [...answer.data].sort((a, b) => a.index - b.index);
    return {
      embeddings: inOrder.map(({ embedding }) => embedding),
      model: answer.model,
      usage: {
        prompt: answer.usage.prompt_tokens,
        cachedPrompt: 0,
        cacheWrite: 0,
        completion: 0,
      },
    };
  }

  protected async probe(signal: AbortSignal): Promise<void> {
    await this.#client.models.list({ signal });
  }

  protected classify(error: unknown): ProviderError | null {
    if (error instanceof APIConnectionError)
      return new ProviderError('CONNECTION_FAILED', causeOf(error));
    if (error instanceof APIError) {
      const { status, code, message, headers } = error as APIError;
      // An error event within a stream has no status.
      if (status === undefined) return new ProviderError('SERVER_ERROR', message);
      if (spentCodes.has(code ?? '')) return new ProviderError('QUOTA_EXHAUSTED', message);
      const waitMs = retryAfterOf(headers, this.clock.nowMs());
      return new ProviderError(kindOfStatus(status), message, waitMs);
    }
    return transportFailure(error);
  }

  #parametersOf(request: ChatRequest) {
    const { temperature, ignoredParameters } = temperatureFor(
      this.type,
      request.model,
      request.temperature,
    );
    const limit =
      this.type === 'openai'
        ? { max_completion_tokens: request.maxTokens }
        : { max_tokens: request.maxTokens };
    const parameters = {
      model: request.model,
      messages: request.messages.map(({ role, content }) => ({ role: roles[role], content })),
      ...limit,
      ...(temperature !== null && { temperature }),
    };
    return { parameters, ignoredParameters };
  }
}

const roles = { SYSTEM: 'system', USER: 'user', ASSISTANT: 'assistant' } as const;

const causeOf = (error: Error): string =>
  error.cause instanceof Error ? error.cause.message : error.message;

const toFinishReason = (reason: string): FinishReason => {
  if (reason === 'stop') return 'STOP';
  if (reason === 'length') return 'LENGTH';
  return reason === 'content_filter' ? 'FILTERED' : 'OTHER';
};

/** Cached tokens are part of the prompt's, reasoning tokens part of the completion's. */
const toUsage = (usage: CompletionUsage | undefined): TokenUsage => {
  if (!usage) throw new ProviderError('MALFORMED_ANSWER', 'the answer does not tell its usage');
  return {
    prompt: usage.prompt_tokens,
    cachedPrompt: usage.prompt_tokens_details?.cached_tokens ?? 0,
    cacheWrite: 0,
    completion: usage.completion_tokens,
  };
};
