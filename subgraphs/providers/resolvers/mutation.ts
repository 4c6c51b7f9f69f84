import { answering } from '../../../foundation/errors/domain-error.js';
import type { Decimal } from '../../../foundation/money/decimal.js';
import type { Task } from '../framework/ai-provider.js';
import type { RoutedProvider, RoutingStrategy } from '../routing/routing-policy.js';
import type { ProvidersContext } from './providers-context.js';

type Input<TInput> = { input: TInput };
type PolicyInput = { task: Task; strategy: RoutingStrategy; providers: RoutedProvider[] };
type QuotaInput = {
  requestsPerMinute?: number | null;
  tokensPerMinute?: number | null;
  monthlyCostLimit?: Decimal | null;
};

export const mutationResolvers = {
  createProvider: (
    _source: unknown,
    { input }: Input<{ config: unknown }>,
    { providers, ...by }: ProvidersContext,
  ) =>
    answering({ provider: null }, async () => ({
      provider: await providers.create(by, input.config),
    })),

  updateProvider: (
    _source: unknown,
    { input }: Input<{ providerId: string; config: unknown }>,
    { providers, ...by }: ProvidersContext,
  ) =>
    answering({ provider: null }, async () => ({
      provider: await providers.update(by, input.providerId, input.config),
    })),

  deleteProvider: (
    _source: unknown,
    { input }: Input<{ providerId: string }>,
    { providers, ...by }: ProvidersContext,
  ) =>
    answering({ providerId: null }, async () => ({
      providerId: await providers.delete(by, input.providerId),
    })),

  setRoutingPolicy: (
    _source: unknown,
    { input: { task, ...policy } }: Input<PolicyInput>,
    { routing, ...by }: ProvidersContext,
  ) =>
    answering({ routingPolicy: null }, async () => ({
      routingPolicy: await routing.set(by, task, policy),
    })),

  setAIQuota: (
    _source: unknown,
    { input }: Input<QuotaInput>,
    { quota, ...by }: ProvidersContext,
  ) =>
    answering({ quota: null }, async () => ({
      quota: await quota.setLimits(by, {
        requestsPerMinute: input.requestsPerMinute ?? null,
        tokensPerMinute: input.tokensPerMinute ?? null,
        monthlyCostLimit: input.monthlyCostLimit ?? null,
      }),
    })),

  generateChatCompletion: (
    _source: unknown,
    { input }: Input<unknown>,
    { completions, viewer }: ProvidersContext,
  ) =>
    answering({ completion: null }, async () => ({
      completion: await completions.chat(viewer, input),
    })),

  generateCompletion: (
    _source: unknown,
    { input }: Input<unknown>,
    { completions, viewer }: ProvidersContext,
  ) =>
    answering({ completion: null }, async () => ({
      completion: await completions.complete(viewer, input),
    })),

  generateEmbeddings: (
    _source: unknown,
    { input }: Input<unknown>,
    { completions, viewer }: ProvidersContext,
  ) =>
    answering({ embeddings: null, model: null, provider: null, usage: null }, () =>
      completions.embed(viewer, input),
    ),
};
