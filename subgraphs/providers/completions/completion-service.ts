import { requireTenant } from '../../../foundation/context/require-tenant.js';
import type { Viewer } from '../../../foundation/context/viewer.js';
import type { Clock } from '../../../foundation/time/clock.js';
import { estimatePromptTokens, estimateTokens } from '../costs/token-estimate.js';
import type { ChatAnswer, EmbeddingAnswer, Task } from '../framework/ai-provider.js';
import type { Work } from '../framework/performance.js';
import type { Attempt } from '../routing/call-in-order.js';
import type { Candidate, Errand } from '../routing/router.js';
import type { AICalls, PricedUsage } from './ai-calls.js';
import type { ChatInput } from './completion-input.js';
import { checkChatInput, checkCompletionInput, checkEmbeddingsInput } from './completion-input.js';
import type { CompletionChunk } from './completion-stream.js';
import { CompletionStream } from './completion-stream.js';

export type Completion = Omit<ChatAnswer, 'usage'> & {
  provider: Candidate;
  usage: PricedUsage;
  /** From the request's arrival to the answer, retries included. */
  latencyMs: number;
  attempts: Attempt[];
};

export type Embeddings = {
  embeddings: number[][];
  model: string;
  provider: Candidate;
  usage: PricedUsage;
};

export type CompletionService = {
  chat(viewer: Viewer, input: unknown): Promise<Completion>;
  complete(viewer: Viewer, input: unknown): Promise<Completion>;
  embed(viewer: Viewer, input: unknown): Promise<Embeddings>;
  /** Opens nothing before the first chunk is asked for; `return` ends the call to the provider at once. */
  stream(viewer: Viewer, input: unknown): AsyncIterableIterator<CompletionChunk>;
};

export const createCompletionService = (deps: {
  calls: AICalls;
  clock: Clock;
  requestTimeoutMs: number;
  streamTimeoutMs: number;
}): CompletionService => {
  const { calls, clock } = deps;

  const answer = async (viewer: Viewer, task: Task, input: ChatInput): Promise<Completion> => {
    const startedAtMs = clock.nowMs();
    const { answer, callee, attempts, usage, cost } = await calls.run(
      requireTenant(viewer),
      errandOf(task, 'ANSWER', input),
      deps.requestTimeoutMs,
      ({ api, model }, signal) => api.generateChatCompletion({ ...input, model }, signal),
    );
    const latencyMs = clock.nowMs() - startedAtMs;
    return { ...answer, provider: callee, usage: { usage, cost }, latencyMs, attempts };
  };

  return {
    chat: async (viewer, input) => answer(viewer, 'CHAT', checkChatInput(input)),
    complete: async (viewer, input) => answer(viewer, 'COMPLETION', checkCompletionInput(input)),

    async embed(viewer, input) {
      const { texts, model } = checkEmbeddingsInput(input);
      const prompt = texts.reduce((sum, text) => sum + estimateTokens(text), 0);
      const estimate = { prompt, cachedPrompt: 0, cacheWrite: 0, completion: 0 };
      const { answer, callee, usage, cost } = await calls.run<EmbeddingAnswer>(
        requireTenant(viewer),
        { task: 'EMBEDDING', work: 'EMBEDDING', model, estimate },
        deps.requestTimeoutMs,
        (candidate, signal) =>
          candidate.api.generateEmbedding({ model: candidate.model, texts }, signal),
      );
      return { ...answer, provider: callee, usage: { usage, cost } };
    },

    stream(viewer, input) {
      const tenantId = requireTenant(viewer);
      const request = checkChatInput(input);
      const errand = errandOf('CHAT', 'STREAM', request);
      const { streamTimeoutMs: timeoutMs } = deps;
      return new CompletionStream(calls, { tenantId, request, errand, timeoutMs }, clock);
    },
  };
};

const errandOf = (task: Task, work: Work, { messages, model, maxTokens }: ChatInput): Errand => ({
  task,
  work,
  model,
  estimate: {
    prompt: estimatePromptTokens(messages),
    cachedPrompt: 0,
    cacheWrite: 0,
    completion: maxTokens,
  },
});
