import { DomainError } from '../../../foundation/errors/domain-error.js';
import type { Clock } from '../../../foundation/time/clock.js';
import { estimatePromptTokens, estimateTokens } from '../costs/token-estimate.js';
import type { ChatStreamPart, FinishReason, TokenUsage } from '../framework/ai-provider.js';
import { ProviderError } from '../framework/provider-error.js';
import type { Candidate, Errand } from '../routing/router.js';
import type { AICalls, Answered, OpenErrand, PricedUsage } from './ai-calls.js';
import type { ChatInput } from './completion-input.js';

/** A piece of an answer; reason and usage come with the last one, whose text is empty. */
export type CompletionChunk = {
  delta: string;
  finishReason: FinishReason | null;
  usage: PricedUsage | null;
};

type StreamRequest = {
  tenantId: string;
  request: ChatInput;
  errand: Errand;
  timeoutMs: number;
};

/** A stream whose first part has come, so that no other provider may take over any more. */
type StartedStream = { first: ChatStreamPart; rest: AsyncIterator<ChatStreamPart> };

/**
 * A streamed answer. Until its first part another provider may take over; after it a failure ends the stream with an
 * error, for a text is never continued by another model. However it ends, it is charged for what was produced.
 */
export class CompletionStream implements AsyncIterableIterator<CompletionChunk> {
  readonly #abort = new AbortController();
  readonly #chunks: AsyncGenerator<CompletionChunk, undefined>;

  constructor(
    private readonly calls: AICalls,
    private readonly stream: StreamRequest,
    private readonly clock: Clock,
  ) {
    this.#chunks = this.#run();
  }

  next(): Promise<IteratorResult<CompletionChunk>> {
    return this.#chunks.next();
  }

  /** A generator's own `return` would wait for the provider's next word. */
  return(): Promise<IteratorResult<CompletionChunk>> {
    this.#abort.abort(new ProviderError('CANCELED', 'the caller has gone'));
    return this.#chunks.return(undefined).catch((error: unknown) => {
      if (error instanceof ProviderError && error.kind === 'CANCELED')
        return { done: true, value: undefined };
      throw error;
    });
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async *#run(): AsyncGenerator<CompletionChunk, undefined> {
    const { tenantId, errand, timeoutMs } = this.stream;
    const limit = { timeoutMs, signal: this.#abort.signal };
    const open = await this.calls.open(tenantId, errand, limit);
    try {
      const answered = await this.#start(open);
      yield* this.#pass(open, answered);
    } finally {
      open.deadline.close();
    }
    return undefined;
  }

  async #start(open: OpenErrand): Promise<Answered<StartedStream>> {
    const { request } = this.stream;
    try {
      return await this.calls.ask(open, async ({ api, model }, signal) => {
        const rest = api
          .streamChatCompletion({ ...request, model }, signal)
          [Symbol.asyncIterator]();
        const first = await rest.next();
        if (first.done) throw new ProviderError('INTERRUPTED', 'the answer was empty');
        return { first: first.value, rest };
      });
    } catch (error) {
      await this.calls.release(open);
      throw error;
    }
  }

  async *#pass(
    open: OpenErrand,
    { answer, callee, attempts }: Answered<StartedStream>,
  ): AsyncGenerator<CompletionChunk> {
    const produced = { text: '', isSettled: false };
    const settle = (model: string, usage: TokenUsage): Promise<PricedUsage> => {
      produced.isSettled = true;
      return this.calls.settle(open, callee, { model, usage });
    };
    try {
      for await (const part of this.#rejoin(answer, callee.timeoutMs)) {
        if (part.kind === 'delta') {
          produced.text += part.text;
          yield { delta: part.text, finishReason: null, usage: null };
          continue;
        }
        const usage = await settle(part.model, part.usage);
        yield { delta: '', finishReason: part.finishReason, usage };
      }
    } catch (error) {
      if (!(error instanceof ProviderError) || error.kind === 'CANCELED') throw error;
      throw brokenOff(callee, error, attempts);
    } finally {
      if (!produced.isSettled) await settle(callee.model, this.#usageOf(produced.text));
    }
  }

  async *#rejoin(
    { first, rest }: StartedStream,
    silenceMs: number,
  ): AsyncGenerator<ChatStreamPart> {
    try {
      yield first;
      for (;;) {
        const next = await this.#within(silenceMs, rest.next());
        if (next.done) return;
        yield next.value;
      }
    } finally {
      await rest.return?.();
    }
  }

  /** Ends the call when nothing comes for as long as a whole answer may take; a slow reader's pauses do not count. */
  async #within<TValue>(silenceMs: number, value: Promise<TValue>): Promise<TValue> {
    const cancel = this.clock.schedule(silenceMs, () => {
      this.#abort.abort(new ProviderError('TIMED_OUT', `nothing came for ${silenceMs} ms`));
    });
    try {
      return await value;
    } finally {
      cancel();
    }
  }

  /** A stream that breaks off tells no usage. */
  #usageOf(text: string): TokenUsage {
    return {
      prompt: estimatePromptTokens(this.stream.request.messages),
      cachedPrompt: 0,
      cacheWrite: 0,
      completion: estimateTokens(text),
    };
  }
}

const brokenOff = (
  { name }: Candidate,
  { kind }: ProviderError,
  attempts: readonly unknown[],
): DomainError =>
  new DomainError(
    kind === 'TIMED_OUT' ? 'DEADLINE_EXCEEDED' : 'SERVICE_UNAVAILABLE',
    `The answer of ${name} broke off: ${kind}.`,
    undefined,
    { attempts },
  );
