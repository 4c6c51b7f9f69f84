import { types } from 'node:util';
import { CircuitBreaker } from '../../../foundation/resilience/circuit-breaker.js';
import type { CircuitState } from '../../../foundation/resilience/circuit-breaker.js';
import type { Clock } from '../../../foundation/time/clock.js';
import { nowOf } from '../../../foundation/time/clock.js';
import { estimatePromptTokens, estimateTokens } from '../costs/token-estimate.js';
import type { MinuteLimits, MinuteWindow } from '../quotas/minute-window.js';
import { currentWindow, waitFor, withRequest } from '../quotas/minute-window.js';
import type {
  AIProvider,
  ChatAnswer,
  ChatRequest,
  ChatStreamPart,
  CompletionRequest,
  EmbeddingAnswer,
  EmbeddingRequest,
  ProviderHealth,
  ProviderMetrics,
  ProviderType,
} from './ai-provider.js';
import { LatencyWindow } from './latency-window.js';
import type { Measured, Performance, Work } from './performance.js';
import { PerformanceMeter } from './performance.js';
import type { FailureKind } from './provider-error.js';
import { ProviderError, treatments } from './provider-error.js';
import { redact } from './redact.js';

export type ProviderOptions = {
  id: string;
  name: string;
  /** Null when the service wants none. */
  apiKey: string | null;
  baseUrl: string;
  /** The provider's own limits, counted by this process; null for none. */
  limits: MinuteLimits | null;
};

const circuitLimits = { failures: 5, cooldownMs: 15_000 };

/**
 * What all providers have in common: the circuit breaker, the provider's own rate limits, health and metrics, errors
 * by class and without secrets. An adapter says how to ask and what its errors mean; it never retries.
 */
export abstract class BaseProvider implements AIProvider {
  abstract readonly type: ProviderType;
  readonly id: string;
  readonly name: string;
  readonly #breaker: CircuitBreaker;
  readonly #latencies = new LatencyWindow();
  readonly #meters: Readonly<Record<Work, PerformanceMeter>>;
  #requests = 0;
  #errors = 0;
  #health: ProviderHealth = { status: 'UNKNOWN', checkedAt: null, latencyMs: null };
  #window: MinuteWindow = { startMs: 0, requests: 0, tokens: 0 };
  /** The provider asked to be left alone until then. */
  #coolUntilMs = 0;

  constructor(
    protected readonly clock: Clock,
    private readonly options: ProviderOptions,
  ) {
    this.id = options.id;
    this.name = options.name;
    this.#breaker = new CircuitBreaker(clock, circuitLimits);
    const meter = (): PerformanceMeter => new PerformanceMeter(clock);
    this.#meters = { ANSWER: meter(), STREAM: meter(), EMBEDDING: meter() };
  }

  protected abstract chat(request: ChatRequest, signal: AbortSignal): Promise<ChatAnswer>;
  protected abstract stream(
    request: ChatRequest,
    signal: AbortSignal,
  ): AsyncIterable<ChatStreamPart>;
  protected abstract embed(
    request: EmbeddingRequest,
    signal: AbortSignal,
  ): Promise<EmbeddingAnswer>;
  /** A request that costs nothing and needs the key. */
  protected abstract probe(signal: AbortSignal): Promise<void>;
  /** The class of an error of the adapter's client; null for what is no failure of the provider's. */
  protected abstract classify(error: unknown): ProviderError | null;

  get health(): ProviderHealth {
    return this.#health;
  }

  get circuit(): CircuitState {
    return this.#breaker.state;
  }

  performance(work: Work): Performance {
    return this.#meters[work].now;
  }

  generateChatCompletion(request: ChatRequest, signal: AbortSignal): Promise<ChatAnswer> {
    const call = { work: 'ANSWER', tokens: chatTokens(request) } as const;
    return this.#call(call, signal, () => this.chat(request, signal));
  }

  generateCompletion(
    { prompt, ...rest }: CompletionRequest,
    signal: AbortSignal,
  ): Promise<ChatAnswer> {
    const messages = [{ role: 'USER', content: prompt } as const];
    return this.generateChatCompletion({ ...rest, messages }, signal);
  }

  generateEmbedding(request: EmbeddingRequest, signal: AbortSignal): Promise<EmbeddingAnswer> {
    const tokens = request.texts.reduce((sum, text) => sum + estimateTokens(text), 0);
    return this.#call({ work: 'EMBEDDING', tokens }, signal, async () => {
      const answer = await this.embed(request, signal);
      if (answer.embeddings.length !== request.texts.length)
        throw new ProviderError('MALFORMED_ANSWER', 'the answer lacks vectors');
      return answer;
    });
  }

  async *streamChatCompletion(
    request: ChatRequest,
    signal: AbortSignal,
  ): AsyncGenerator<ChatStreamPart, void, void> {
    const call = this.#begin({ work: 'STREAM', tokens: chatTokens(request) }, signal);
    let isStarted = false;
    try {
      for await (const part of this.stream(request, signal)) {
        isStarted = true;
        call.measured.answered();
        yield part;
        if (part.kind !== 'end') continue;
        call.succeeded();
        return;
      }
      throw new ProviderError('INTERRUPTED', 'the answer broke off');
    } catch (error) {
      const failure = call.failed(error, signal);
      if (isStarted && failure instanceof ProviderError && failure.kind === 'CONNECTION_FAILED')
        throw new ProviderError('INTERRUPTED', failure.message);
      throw failure;
    } finally {
      call.abandoned();
    }
  }

  async healthCheck(signal: AbortSignal): Promise<ProviderHealth> {
    const startedAtMs = this.clock.nowMs();
    try {
      await this.probe(signal);
      this.#note('HEALTHY', startedAtMs);
    } catch (error) {
      if (!(this.#failureOf(error, signal) instanceof ProviderError)) throw error;
      this.#note('UNHEALTHY', startedAtMs);
    }
    return this.#health;
  }

  getMetrics(): ProviderMetrics {
    return {
      requests: this.#requests,
      errors: this.#errors,
      p50LatencyMs: this.#latencies.percentile(0.5),
      p95LatencyMs: this.#latencies.percentile(0.95),
    };
  }

  async #call<TAnswer>(
    what: { work: Work; tokens: number },
    signal: AbortSignal,
    ask: () => Promise<TAnswer>,
  ): Promise<TAnswer> {
    const call = this.#begin(what, signal);
    try {
      const answer = await ask();
      call.succeeded();
      return answer;
    } catch (error) {
      throw call.failed(error, signal);
    }
  }

  /** Leave to make one call, or a ProviderError that says why not now. */
  #begin({ work, tokens }: { work: Work; tokens: number }, signal: AbortSignal) {
    // Google's SDK does not notice a signal that was aborted before.
    if (signal.aborted) throw this.#failureOf(signal.reason, signal);
    const startedAtMs = this.clock.nowMs();
    this.#assertWithinLimits(tokens, startedAtMs);
    const pass = this.#breaker.tryPass();
    if (!pass) throw new ProviderError('CIRCUIT_OPEN', 'left alone for a while after failures');
    this.#window = withRequest(this.#window, tokens);
    this.#requests++;
    const measured = this.#meters[work].begin();
    return {
      measured,
      succeeded: (): void => {
        pass.succeeded();
        measured.answered();
        this.#latencies.add(this.clock.nowMs() - startedAtMs);
        this.#note('HEALTHY', startedAtMs);
      },
      failed: (error: unknown, signal: AbortSignal): Error => {
        const failure = this.#failureOf(error, signal);
        const kind = failure instanceof ProviderError ? failure.kind : null;
        if (kind !== 'CANCELED') this.#errors++;
        noteFailure(measured, kind);
        if (kind !== null && treatments[kind].countsAgainst) {
          pass.failed();
          this.#note('UNHEALTHY', startedAtMs);
        } else pass.abandoned();
        if (kind === 'KEY_REFUSED') this.#note('UNHEALTHY', startedAtMs);
        return failure;
      },
      abandoned: (): void => {
        pass.abandoned();
        measured.abandoned();
      },
    };
  }

  #assertWithinLimits(tokens: number, nowMs: number): void {
    const { limits } = this.options;
    this.#window = currentWindow(this.#window, nowMs);
    const waitMs = Math.max(
      this.#coolUntilMs - nowMs,
      (limits && waitFor(this.#window, limits, tokens, nowMs)) ?? 0,
    );
    if (waitMs > 0)
      throw new ProviderError('RATE_LIMITED', 'its limits are used up for now', waitMs);
  }

  #failureOf(error: unknown, signal: AbortSignal): Error {
    const aborted: unknown = signal.reason;
    const failure = aborted instanceof ProviderError ? aborted : this.#classified(error);
    if (!(failure instanceof ProviderError)) return failure;
    if (failure.retryAfterMs !== null)
      this.#coolUntilMs = Math.max(this.#coolUntilMs, this.clock.nowMs() + failure.retryAfterMs);
    const message = redact(failure.message, this.options.apiKey);
    return new ProviderError(failure.kind, message, failure.retryAfterMs);
  }

  #classified(error: unknown): Error {
    if (error instanceof ProviderError) return error;
    return this.classify(error) ?? (types.isNativeError(error) ? error : new Error(String(error)));
  }

  #note(status: 'HEALTHY' | 'UNHEALTHY', startedAtMs: number): void {
    const checkedAt = nowOf(this.clock);
    this.#health = { status, checkedAt, latencyMs: checkedAt.getTime() - startedAtMs };
  }
}

/** Neither a caller who leaves nor a request at fault says how well a provider does. */
const noteFailure = (measured: Measured, kind: FailureKind | null): void => {
  if (kind === null || kind === 'CANCELED' || kind === 'INVALID_REQUEST') measured.abandoned();
  else measured.failed();
};

const chatTokens = ({ messages, maxTokens }: ChatRequest): number =>
  estimatePromptTokens(messages) + maxTokens;
