import Anthropic, { APIConnectionError, APIError } from '@anthropic-ai/sdk';
import type { Usage } from '@anthropic-ai/sdk/resources/messages.js';
import type { Clock } from '../../../foundation/time/clock.js';
import type {
  ChatAnswer,
  ChatRequest,
  ChatStreamPart,
  EmbeddingAnswer,
  FinishReason,
  TokenUsage,
} from '../framework/ai-provider.js';
import type { ProviderOptions } from '../framework/base-provider.js';
import { BaseProvider } from '../framework/base-provider.js';
import type { FailureKind } from '../framework/provider-error.js';
import { kindOfStatus, ProviderError, retryAfterOf } from '../framework/provider-error.js';
import { transportFailure } from '../framework/transport-failure.js';
import { temperatureFor } from './model-capabilities.js';

/** What the error's own type says more exactly than its status; within a stream it is all there is. */
const kindOfType: Readonly<Record<string, FailureKind>> = {
  billing_error: 'QUOTA_EXHAUSTED',
  timeout_error: 'TIMED_OUT',
  invalid_request_error: 'INVALID_REQUEST',
};
/** Of a 429 that no waiting cures. */
const spentCode = 'spend_limit_reached';

export class AnthropicProvider extends BaseProvider {
  readonly type = 'anthropic';
  readonly #client: Anthropic;

  constructor(clock: Clock, options: ProviderOptions) {
    super(clock, options);
    this.#client = new Anthropic({
      baseURL: options.baseUrl,
      // Given in any case: without one the SDK looks for credentials in the process's environment.
      apiKey: options.apiKey ?? 'none',
      maxRetries: 0,
      logLevel: 'off',
      fetchOptions: { redirect: 'error' },
    });
  }

  protected async chat(request: ChatRequest, signal: AbortSignal): Promise<ChatAnswer> {
    const { ignoredParameters } = temperatureFor(this.type, request.model, request.temperature);
    const answer = await this.#client.messages.create(parametersOf(request), { signal });
    return {
      text: answer.content.map((block) => (block.type === 'text' ? block.text : '')).join(''),
      model: answer.model,
      finishReason: toFinishReason(answer.stop_reason),
      usage: toUsage(answer.usage),
      ignoredParameters,
    };
  }

  protected async *stream(
    request: ChatRequest,
    signal: AbortSignal,
  ): AsyncGenerator<ChatStreamPart> {
    const events = await this.#client.messages.create(
      { ...parametersOf(request), stream: true },
      { signal },
    );
    let started: TokenUsage | null = null;
    let completion = 0;
    let finishReason: FinishReason = 'OTHER';
    let { model } = request;
    for await (const event of events) {
      if (event.type === 'message_start') {
        ({ model } = event.message);
        started = toUsage(event.message.usage);
      } else if (event.type === 'content_block_delta' && event.delta.type === 'text_delta')
        yield { kind: 'delta', text: event.delta.text };
      else if (event.type === 'message_delta') {
        finishReason = toFinishReason(event.delta.stop_reason);
        // Cumulative, so the last one counts.
        completion = event.usage.output_tokens;
      } else if (event.type === 'message_stop' && started)
        yield { kind: 'end', finishReason, usage: { ...started, completion }, model };
    }
  }

  protected embed(): Promise<EmbeddingAnswer> {
    return Promise.reject(new ProviderError('MODEL_NOT_FOUND', 'it offers no embeddings'));
  }

  protected async probe(signal: AbortSignal): Promise<void> {
    await this.#client.models.list({ limit: 1 }, { signal });
  }

  protected classify(error: unknown): ProviderError | null {
    if (error instanceof APIConnectionError)
      return new ProviderError('CONNECTION_FAILED', causeOf(error));
    if (error instanceof APIError) return this.#classifyAnswer(error as APIError);
    return transportFailure(error);
  }

  #classifyAnswer({ status, type, message, error, headers }: APIError): ProviderError {
    const byStatus = status === undefined ? 'SERVER_ERROR' : kindOfStatus(status);
    const isSpent = status === 429 && JSON.stringify(error).includes(spentCode);
    const kind = isSpent ? 'QUOTA_EXHAUSTED' : (kindOfType[type ?? ''] ?? byStatus);
    return new ProviderError(kind, message, retryAfterOf(headers, this.clock.nowMs()));
  }
}

const parametersOf = ({ model, maxTokens, messages }: ChatRequest) => {
  const system = messages.filter(({ role }) => role === 'SYSTEM').map(({ content }) => content);
  return {
    model,
    max_tokens: maxTokens,
    ...(system.length > 0 && { system: system.join('\n\n') }),
    messages: messages
      .filter(({ role }) => role !== 'SYSTEM')
      .map(({ role, content }) => ({
        role: role === 'ASSISTANT' ? ('assistant' as const) : ('user' as const),
        content,
      })),
  };
};

const causeOf = (error: Error): string =>
  error.cause instanceof Error ? error.cause.message : error.message;

const toFinishReason = (reason: string | null): FinishReason => {
  if (reason === 'end_turn' || reason === 'stop_sequence') return 'STOP';
  if (reason === 'max_tokens' || reason === 'model_context_window_exceeded') return 'LENGTH';
  return reason === 'refusal' ? 'FILTERED' : 'OTHER';
};

/** Cached tokens are counted apart here: the whole prompt is the sum of the three. */
const toUsage = (usage: Usage): TokenUsage => {
  const cachedPrompt = usage.cache_read_input_tokens ?? 0;
  const cacheWrite = usage.cache_creation_input_tokens ?? 0;
  return {
    prompt: usage.input_tokens + cachedPrompt + cacheWrite,
    cachedPrompt,
    cacheWrite,
    completion: usage.output_tokens,
  };
};
