import type { CircuitState } from '../../../foundation/resilience/circuit-breaker.js';
import type { Performance, Work } from './performance.js';

export const providerTypes = [
  'openai',
  'anthropic',
  'google',
  'ollama',
  'custom',
  'local-analyst',
] as const;
export type ProviderType = (typeof providerTypes)[number];

export const tasks = ['CHAT', 'COMPLETION', 'EMBEDDING'] as const;
export type Task = (typeof tasks)[number];

export type ChatMessage = { role: 'SYSTEM' | 'USER' | 'ASSISTANT'; content: string };

export type ChatRequest = {
  model: string;
  messages: readonly ChatMessage[];
  /** Tokens that the answer may have at most; every call is bounded. */
  maxTokens: number;
  /** 0 to 2; null leaves it to the model. */
  temperature: number | null;
};

export type CompletionRequest = Omit<ChatRequest, 'messages'> & { prompt: string };
export type EmbeddingRequest = { model: string; texts: readonly string[] };

/**
 * What a call used, in tokens, whatever the provider calls it: `prompt` is the whole input, cached parts included
 * (Anthropic counts them apart, the others within), `completion` all that is billed as output, reasoning included.
 */
export type TokenUsage = {
  prompt: number;
  /** The part of `prompt` that was read from the provider's cache. */
  cachedPrompt: number;
  /** The part of `prompt` that was written to the provider's cache. */
  cacheWrite: number;
  completion: number;
};

export const finishReasons = ['STOP', 'LENGTH', 'FILTERED', 'OTHER'] as const;
export type FinishReason = (typeof finishReasons)[number];

export type ChatAnswer = {
  text: string;
  /** As the provider names it, which may be more exact than what was asked for. */
  model: string;
  finishReason: FinishReason;
  usage: TokenUsage;
  /** Parameters that this model does not take and that were left out, such as temperature. */
  ignoredParameters: readonly string[];
};

/** Text as it comes; exactly one `end` closes a stream that was not cut. */
export type ChatStreamPart =
  | { kind: 'delta'; text: string }
  | { kind: 'end'; finishReason: FinishReason; usage: TokenUsage; model: string };

export type EmbeddingAnswer = {
  /** One vector per text, in order. */
  embeddings: number[][];
  model: string;
  usage: TokenUsage;
};

export type HealthStatus = 'UNKNOWN' | 'HEALTHY' | 'UNHEALTHY';
export type ProviderHealth = {
  status: HealthStatus;
  checkedAt: Date | null;
  latencyMs: number | null;
};

/** Since this provider was loaded into this process. Latencies are of the last 1,000 calls that succeeded. */
export type ProviderMetrics = {
  requests: number;
  errors: number;
  p50LatencyMs: number | null;
  p95LatencyMs: number | null;
};

/** One tenant's access to one AI service. Failed calls throw a ProviderError; `signal` ends a call early. */
export type AIProvider = {
  readonly id: string;
  readonly name: string;
  readonly type: ProviderType;
  generateCompletion(request: CompletionRequest, signal: AbortSignal): Promise<ChatAnswer>;
  generateChatCompletion(request: ChatRequest, signal: AbortSignal): Promise<ChatAnswer>;
  streamChatCompletion(request: ChatRequest, signal: AbortSignal): AsyncIterable<ChatStreamPart>;
  generateEmbedding(request: EmbeddingRequest, signal: AbortSignal): Promise<EmbeddingAnswer>;
  /** Asks the service something that costs nothing; never a completion. */
  healthCheck(signal: AbortSignal): Promise<ProviderHealth>;
  readonly health: ProviderHealth;
  readonly circuit: CircuitState;
  getMetrics(): ProviderMetrics;
  /** How it has done lately at one kind of work, for routing. */
  performance(work: Work): Performance;
};
