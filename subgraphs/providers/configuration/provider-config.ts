import { z } from 'zod';
import { checkInput } from '../../../foundation/errors/check-input.js';
import type { AddressRules } from './base-url.js';
import { addressFault, officialAddresses } from './base-url.js';

const configurableTypes = ['openai', 'anthropic', 'google', 'ollama', 'custom'] as const;

const model = z.string().min(1, 'Name a model.').max(200);

const base = z.strictObject({
  type: z.enum(configurableTypes, `One of ${configurableTypes.join(', ')}.`),
  name: z
    .string()
    .regex(
      /^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/,
      'Give a name of letters, digits, ".", "_", "-", at most 63.',
    ),
  baseUrl: z.url({ protocol: /^https?$/, error: 'Give an http(s) address.' }).optional(),
  apiKey: z.string().min(1).max(1_000).nullable().optional(),
  models: z
    .strictObject({
      chat: model.optional(),
      completion: model.optional(),
      embedding: model.optional(),
    })
    .refine((models) => Object.values(models).some((name) => name !== undefined), {
      error: 'Name a model for at least one of chat, completion, embedding.',
    }),
  rateLimits: z
    .strictObject({
      requestsPerMinute: z.int().min(1).max(1_000_000),
      tokensPerMinute: z.int().min(1).max(1_000_000_000),
    })
    .optional(),
  costTracking: z
    .strictObject({
      enabled: z.boolean().default(true),
      /** US dollars in one calendar month. */
      alertThreshold: z.number().positive().max(1_000_000_000),
    })
    .optional(),
  retryConfig: z
    .strictObject({
      maxRetries: z.int().min(0).max(10).default(2),
      backoffMultiplier: z.number().min(1).max(10).default(2),
      /** Milliseconds before the first retry. */
      initialDelay: z.int().min(0).max(60_000).default(500),
    })
    .prefault({}),
  timeoutMs: z.int().min(100).max(600_000).default(30_000),
});

/** A provider as a tenant describes it, checked. */
export type ProviderConfig = z.output<typeof base> & { baseUrl: string };
/** What is stored in the clear: everything but the key. */
export type OpenProviderConfig = Omit<ProviderConfig, 'apiKey'>;
export type ProviderModels = ProviderConfig['models'];
export type RetryConfig = ProviderConfig['retryConfig'];

const keyReference = /^\$\{([A-Za-z_][A-Za-z0-9_]*)\}$/;

/** The variable that `${NAME}` names; null for a key itself. */
export const variableOf = (apiKey: string): string | null => keyReference.exec(apiKey)?.[1] ?? null;

/**
 * A provider's description, checked as a whole.
 * @throws {InputFaults} naming every fault by its path below `input.config`.
 */
export const checkProviderConfig = (value: unknown, rules: AddressRules): ProviderConfig =>
  checkInput(withRules(rules), value, ['input', 'config']);

const withRules = (rules: AddressRules) =>
  base.transform((config, context): ProviderConfig => {
    const fault = (path: string[], message: string): void => {
      context.addIssue({ code: 'custom', path, message });
    };
    const given = config.baseUrl ?? officialAddresses[config.type];
    if (given === null) fault(['baseUrl'], 'Give the address of the server.');
    const baseUrl = (given ?? '').replace(/\/+$/, '');
    const unusable = given !== null && addressFault(config.type, baseUrl, rules);
    if (unusable) fault(['baseUrl'], unusable);
    else if (given !== null) {
      const faulty = keyFault(config, baseUrl, rules);
      if (faulty !== null) fault(['apiKey'], faulty);
    }
    if (config.type === 'anthropic' && config.models.embedding !== undefined)
      fault(['models', 'embedding'], 'Anthropic offers no embeddings.');
    return { ...config, baseUrl };
  });

const keyFault = (
  { type, apiKey }: z.output<typeof base>,
  baseUrl: string,
  { sharedKeys }: AddressRules,
): string | null => {
  if (!apiKey) return type === 'ollama' || type === 'custom' ? null : 'Give the key.';
  const variable = variableOf(apiKey);
  if (variable === null) return null;
  const origin = sharedKeys.get(variable);
  if (origin === undefined)
    return `This platform shares no key ${variable} with its tenants; give the key itself.`;
  // Else a tenant could have the operator's key sent to a server of their own.
  return origin === new URL(baseUrl).origin ? null : `The key ${variable} is for ${origin} only.`;
};
