import { z } from 'zod';
import { estimatePromptTokens } from '../costs/token-estimate.js';
import type {
  ChatAnswer,
  ChatRequest,
  ChatStreamPart,
  EmbeddingAnswer,
  EmbeddingRequest,
  FinishReason,
  TokenUsage,
} from '../framework/ai-provider.js';
import type { Clock } from '../../../foundation/time/clock.js';
import type { ProviderOptions } from '../framework/base-provider.js';
import { BaseProvider } from '../framework/base-provider.js';
import { kindOfStatus, ProviderError } from '../framework/provider-error.js';
import { transportFailure } from '../framework/transport-failure.js';
import { readLines } from './read-lines.js';

const failure = z.object({ error: z.string() });
const chunk = z.object({
  model: z.string(),
  message: z.object({ content: z.string() }),
  done: z.boolean(),
  done_reason: z.string().optional(),
  /** Absent when the prompt was still in memory. */
  prompt_eval_count: z.number().optional(),
  eval_count: z.number().optional(),
});
const vectors = z.object({
  model: z.string(),
  embeddings: z.array(z.array(z.number())),
  prompt_eval_count: z.number().optional(),
});

/** A local Ollama server by its own protocol, which tells of errors within a stream. */
export class OllamaProvider extends BaseProvider {
  readonly type = 'ollama';
  readonly #baseUrl: string;
  readonly #apiKey: string | null;

  constructor(clock: Clock, options: ProviderOptions) {
    super(clock, options);
    this.#baseUrl = options.baseUrl;
    this.#apiKey = options.apiKey;
  }

  protected async chat(request: ChatRequest, signal: AbortSignal): Promise<ChatAnswer> {
    const body = { ...bodyOf(request), stream: false };
    const response = await this.#request('/api/chat', signal, body);
    const answer = chunk.parse(await response.json());
    return {
      text: answer.message.content,
      model: answer.model,
      finishReason: toFinishReason(answer.done_reason),
      usage: toUsage(answer, request),
      ignoredParameters: [],
    };
  }

  protected async *stream(
    request: ChatRequest,
    signal: AbortSignal,
  ): AsyncGenerator<ChatStreamPart> {
    const response = await this.#request('/api/chat', signal, { ...bodyOf(request), stream: true });
    for await (const line of readLines(response)) {
      const told: unknown = JSON.parse(line);
      const failed = failure.safeParse(told);
      if (failed.success) throw new ProviderError('SERVER_ERROR', failed.data.error);
      const part = chunk.parse(told);
      if (part.message.content !== '') yield { kind: 'delta', text: part.message.content };
      if (part.done)
        yield {
          kind: 'end',
          finishReason: toFinishReason(part.done_reason),
          usage: toUsage(part, request),
          model: part.model,
        };
    }
  }

  protected async embed(request: EmbeddingRequest, signal: AbortSignal): Promise<EmbeddingAnswer> {
    const body = { model: request.model, input: request.texts };
    const response = await this.#request('/api/embed', signal, body);
    const answer = vectors.parse(await response.json());
    const prompt = answer.prompt_eval_count ?? 0;
    return {
      embeddings: answer.embeddings,
      model: answer.model,
      usage: { prompt, cachedPrompt: 0, cacheWrite: 0, completion: 0 },
    };
  }

  protected async probe(signal: AbortSignal): Promise<void> {
    const response = await this.#request('/api/tags', signal);
    await response.body?.cancel();
  }

  protected classify(error: unknown): ProviderError | null {
    if (error instanceof z.ZodError)
      return new ProviderError('MALFORMED_ANSWER', 'the answer is not what Ollama answers');
    return transportFailure(error);
  }

  async #request(path: string, signal: AbortSignal, body?: unknown): Promise<Response> {
    const response = await fetch(this.#baseUrl + path, {
      method: body === undefined ? 'GET' : 'POST',
      headers: {
        'content-type': 'application/json',
        ...(this.#apiKey !== null && { authorization: `Bearer ${this.#apiKey}` }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      redirect: 'error',
      signal,
    });
    if (response.ok) return response;
    const told = failure.safeParse(await response.json().catch(() => null));
    const message = told.success ? told.data.error : `HTTP ${response.status}`;
    throw new ProviderError(kindOfStatus(response.status), message);
  }
}

const roles = { SYSTEM: 'system', USER: 'user', ASSISTANT: 'assistant' } as const;

const bodyOf = ({ model, messages, maxTokens, temperature }: ChatRequest) => ({
  model,
  messages: messages.map(({ role, content }) => ({ role: roles[role], content })),
  options: { num_predict: maxTokens, ...(temperature !== null && { temperature }) },
});

const toFinishReason = (reason: string | undefined): FinishReason => {
  if (reason === 'stop') return 'STOP';
  return reason === 'length' ? 'LENGTH' : 'OTHER';
};

const toUsage = (answer: z.output<typeof chunk>, request: ChatRequest): TokenUsage => ({
  prompt: answer.prompt_eval_count ?? estimatePromptTokens(request.messages),
  cachedPrompt: 0,
  cacheWrite: 0,
  completion: answer.eval_count ?? 0,
});
