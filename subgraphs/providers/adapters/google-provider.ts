import {
  FinishReason as GoogleFinishReason,
  GoogleGenerativeAI,
  GoogleGenerativeAIError,
  GoogleGenerativeAIFetchError,
  GoogleGenerativeAIResponseError,
} from '@google/generative-ai';
import type {
  GenerateContentResponse,
  GenerativeModel,
  ModelParams,
  UsageMetadata,
} from '@google/generative-ai';
import type { Clock } from '../../../foundation/time/clock.js';
import { estimateTokens } from '../costs/token-estimate.js';
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
import { kindOfStatus, ProviderError } from '../framework/provider-error.js';
import { transportFailure } from '../framework/transport-failure.js';

/** The only file that knows Google's SDK; its successor is @google/genai. */
export class GoogleProvider extends BaseProvider {
  readonly type = 'google';
  readonly #client: GoogleGenerativeAI;
  readonly #baseUrl: string;
  readonly #apiKey: string;

  constructor(clock: Clock, options: ProviderOptions) {
    super(clock, options);
    this.#apiKey = options.apiKey ?? 'none';
    this.#client = new GoogleGenerativeAI(this.#apiKey);
    this.#baseUrl = options.baseUrl;
  }

  protected async chat(request: ChatRequest, signal: AbortSignal): Promise<ChatAnswer> {
    const { response } = await this.#modelOf(request).generateContent(contentsOf(request), {
      signal,
    });
    const reason = response.candidates?.[0]?.finishReason;
    if (reason === undefined && !response.promptFeedback?.blockReason)
      throw new ProviderError('MALFORMED_ANSWER', 'the answer holds no candidate');
    return {
      text: textOf(response),
      model: request.model,
      finishReason: toFinishReason(reason),
      usage: toUsage(response.usageMetadata),
      ignoredParameters: [],
    };
  }

  protected async *stream(
    request: ChatRequest,
    signal: AbortSignal,
  ): AsyncGenerator<ChatStreamPart> {
    const answer = await this.#modelOf(request).generateContentStream(contentsOf(request), {
      signal,
    });
    // The SDK collects the whole answer a second time; when the stream breaks, that promise breaks unheard.
    answer.response.catch(() => undefined);
    let usage: UsageMetadata | undefined;
    let reason: GoogleFinishReason | undefined;
    for await (const part of answer.stream) {
      usage = part.usageMetadata ?? usage;
      reason = part.candidates?.[0]?.finishReason ?? reason;
      const text = textOf(part);
      if (text !== '') yield { kind: 'delta', text };
    }
    if (reason === undefined) throw new ProviderError('INTERRUPTED', 'the answer broke off');
    const { model } = request;
    yield { kind: 'end', finishReason: toFinishReason(reason), usage: toUsage(usage), model };
  }

  protected async embed(request: EmbeddingRequest, signal: AbortSignal): Promise<EmbeddingAnswer> {
    const model = this.#model({ model: request.model });
    const { embeddings } = await model.batchEmbedContents(
      {
        requests: request.texts.map((text) => ({
          content: { role: 'user', parts: [{ text }] },
        })),
      },
      { signal },
    );
    // This API does not tell what it used.
    const prompt = request.texts.reduce((sum, text) => sum + estimateTokens(text), 0);
    return {
      embeddings: embeddings.map(({ values }) => values),
      model: request.model,
      usage: { prompt, cachedPrompt: 0, cacheWrite: 0, completion: 0 },
    };
  }

  /** The SDK cannot list models, so this one call is made by hand. */
  protected async probe(signal: AbortSignal): Promise<void> {
    const response = await fetch(`${this.#baseUrl}/v1beta/models?pageSize=1`, {
      headers: { 'x-goog-api-key': this.#apiKey },
      redirect: 'error',
      signal,
    });
    await response.body?.cancel();
    if (!response.ok)
      throw new ProviderError(kindOfStatus(response.status), `HTTP ${response.status}`);
  }

  protected classify(error: unknown): ProviderError | null {
    if (error instanceof GoogleGenerativeAIFetchError) return classifyAnswer(error);
    if (error instanceof GoogleGenerativeAIResponseError)
      return new ProviderError('MALFORMED_ANSWER', error.message);
    // Everything else that the SDK throws is about the connection.
    return error instanceof GoogleGenerativeAIError
      ? new ProviderError('CONNECTION_FAILED', 'the connection failed')
      : transportFailure(error);
  }

  #modelOf({ model, maxTokens, temperature, messages }: ChatRequest): GenerativeModel {
    const system = messages.filter(({ role }) => role === 'SYSTEM').map(({ content }) => content);
    return this.#model({
      model,
      ...(system.length > 0 && { systemInstruction: system.join('\n\n') }),
      generationConfig: {
        maxOutputTokens: maxTokens,
        ...(temperature !== null && { temperature }),
      },
    });
  }

  #model(parameters: ModelParams): GenerativeModel {
    return this.#client.getGenerativeModel(parameters, { baseUrl: this.#baseUrl });
  }
}

const contentsOf = ({ messages }: ChatRequest) => ({
  contents: messages
    .filter(({ role }) => role !== 'SYSTEM')
    .map(({ role, content }) => ({
      role: role === 'ASSISTANT' ? 'model' : 'user',
      parts: [{ text: content }],
    })),
});

/** The SDK's own `text()` throws for a filtered answer; what was written before counts. */
const textOf = ({ candidates }: GenerateContentResponse): string =>
  (candidates?.[0]?.content.parts ?? []).map((part) => part.text ?? '').join('');

const classifyAnswer = (error: GoogleGenerativeAIFetchError): ProviderError => {
  const details = (error.errorDetails ?? []) as Record<string, unknown>[];
  // A key that is not known is answered with 400 here.
  if (details.some(({ reason }) => reason === 'API_KEY_INVALID'))
    return new ProviderError('KEY_REFUSED', 'API key not valid');
  const kind = error.status === undefined ? 'SERVER_ERROR' : kindOfStatus(error.status);
  const delay = details.map(({ retryDelay }) => retryDelay).find((value) => value !== undefined);
  const seconds = typeof delay === 'string' ? Number.parseFloat(delay) : Number.NaN;
  return new ProviderError(kind, error.message, Number.isNaN(seconds) ? null : seconds * 1_000);
};

const toFinishReason = (reason: GoogleFinishReason | undefined): FinishReason => {
  if (reason === GoogleFinishReason.STOP) return 'STOP';
  if (reason === GoogleFinishReason.MAX_TOKENS) return 'LENGTH';
  return reason === GoogleFinishReason.OTHER ? 'OTHER' : 'FILTERED';
};

/** Thinking is billed as output, but the SDK's type does not know it. */
const toUsage = (
  usage: (UsageMetadata & { thoughtsTokenCount?: number }) | undefined,
): TokenUsage => {
  if (!usage) throw new ProviderError('MALFORMED_ANSWER', 'the answer does not tell its usage');
  return {
    prompt: usage.promptTokenCount,
    cachedPrompt: usage.cachedContentTokenCount ?? 0,
    cacheWrite: 0,
    completion:
      ((usage.candidatesTokenCount as number | undefined) ?? 0) + (usage.thoughtsTokenCount ?? 0),
  };
};
