import { DomainError } from '../../../foundation/errors/domain-error.js';
import type { Clock } from '../../../foundation/time/clock.js';
import { estimatePromptTokens, estimateTokens } from '../costs/token-estimate.js';
import type {
  ChatAnswer,
  ChatRequest,
  ChatStreamPart,
  EmbeddingAnswer,
  EmbeddingRequest,
  FinishReason,
  TokenUsage,
} from '../framework/ai-provider.js';
import { BaseProvider } from '../framework/base-provider.js';
import { ProviderError } from '../framework/provider-error.js';
import type { MarketData } from './market-data.js';
import { marketFeatures } from './market-features.js';
import { mentionedInstruments } from './mentioned-instruments.js';
import { embedByNgrams } from './ngram-embedding.js';
import { describeAbilities, describeInstrument, withDisclaimer } from './write-analysis.js';

export const localModels = { chat: 'local/analyst-v1', embedding: 'local/ngram-v1' };

/** Four hours. */
const candlesRead = 240;

/**
 * The provider that every tenant has without a key. Not a language model, and it says so: it finds the instruments
 * that the last question names and describes how they moved, the same for the same candles.
 */
export class LocalAnalyst extends BaseProvider {
  readonly type = 'local-analyst';

  constructor(
    clock: Clock,
    identity: { id: string; name: string },
    private readonly market: MarketData,
  ) {
    super(clock, { ...identity, apiKey: null, baseUrl: '', limits: null });
  }

  protected async chat(request: ChatRequest): Promise<ChatAnswer> {
    const sentences = await this.#sentencesFor(request);
    const { kept, finishReason } = cut(sentences, request.maxTokens);
    const text = kept.join(' ');
    const usage = usageOf(request, text);
    const ignoredParameters = request.temperature === null ? [] : ['temperature'];
    return { text, model: request.model, finishReason, usage, ignoredParameters };
  }

  protected async *stream(request: ChatRequest): AsyncGenerator<ChatStreamPart> {
    const { kept, finishReason } = cut(await this.#sentencesFor(request), request.maxTokens);
    for (const [index, sentence] of kept.entries())
      yield { kind: 'delta', text: index === 0 ? sentence : ` ${sentence}` };
    const usage = usageOf(request, kept.join(' '));
    yield { kind: 'end', finishReason, usage, model: request.model };
  }

  protected embed({ model, texts }: EmbeddingRequest): Promise<EmbeddingAnswer> {
    const prompt = texts.reduce((sum, text) => sum + estimateTokens(text), 0);
    const usage = { prompt, cachedPrompt: 0, cacheWrite: 0, completion: 0 };
    return Promise.resolve({ embeddings: texts.map(embedByNgrams), model, usage });
  }

  protected async probe(): Promise<void> {
    await this.market.instruments();
  }

  protected classify(error: unknown): ProviderError | null {
    return error instanceof DomainError
      ? new ProviderError('CONNECTION_FAILED', 'market data is not available')
      : null;
  }

  async #sentencesFor({ messages }: ChatRequest): Promise<string[]> {
    const question = messages.findLast(({ role }) => role === 'USER')?.content ?? '';
    const instruments = await this.market.instruments();
    const mentioned = mentionedInstruments(question, instruments);
    if (mentioned.length === 0)
      return withDisclaimer(describeAbilities(instruments.map(({ symbol }) => symbol)));
    const sentences: string[] = [];
    for (const { symbol } of mentioned) {
      const candles = await this.market.lastMinutes(symbol, candlesRead);
      sentences.push(...describeInstrument(symbol, marketFeatures(candles), candles.length));
    }
    return withDisclaimer(sentences);
  }
}

/** Whole sentences only: as many as the caller takes. */
const cut = (
  sentences: readonly string[],
  maxTokens: number,
): { kept: string[]; finishReason: FinishReason } => {
  const kept: string[] = [];
  let tokens = 0;
  for (const sentence of sentences) {
    tokens += estimateTokens(sentence);
    if (tokens > maxTokens) return { kept, finishReason: 'LENGTH' };
    kept.push(sentence);
  }
  return { kept, finishReason: 'STOP' };
};

const usageOf = ({ messages }: ChatRequest, text: string): TokenUsage => ({
  prompt: estimatePromptTokens(messages),
  cachedPrompt: 0,
  cacheWrite: 0,
  completion: estimateTokens(text),
});
