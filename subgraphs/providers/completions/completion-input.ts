import { z } from 'zod';
import { checkInput } from '../../../foundation/errors/check-input.js';
import type { ChatMessage } from '../framework/ai-provider.js';

/** Tokens that an answer may have at most where the caller does not say; no call is unbounded. */
const defaultMaxTokens = 1_024;
const longestText = 1_000_000;

const options = {
  /** Null: the provider's own model. */
  model: z
    .string()
    .min(1)
    .max(200)
    .nullish()
    .transform((model) => model ?? null),
  maxTokens: z
    .int()
    .min(1, 'Give at least 1.')
    .max(65_536, 'Give at most 65536.')
    .nullish()
    .transform((maxTokens) => maxTokens ?? defaultMaxTokens),
  temperature: z
    .number()
    .min(0, 'Give 0 to 2.')
    .max(2, 'Give 0 to 2.')
    .nullish()
    .transform((temperature) => temperature ?? null),
};

const text = z.string().min(1, 'Give a text.').max(longestText, 'The text is too long.');

const chat = z.object({
  ...options,
  messages: z
    .array(z.object({ role: z.enum(['SYSTEM', 'USER', 'ASSISTANT']), content: text }))
    .min(1, 'Give at least one message.')
    .max(1_000, 'Give at most 1000 messages.')
    .refine(
      (messages) => messages.length === 0 || messages.at(-1)?.role === 'USER',
      'The last message must be of the USER.',
    ),
});

const completion = z.object({ ...options, prompt: text });

const embeddings = z.object({
  model: options.model,
  texts: z.array(text).min(1, 'Give at least one text.').max(256, 'Give at most 256 texts.'),
});

/** What a tenant asks for; a completion is a chat of one message. */
export type ChatInput = {
  messages: ChatMessage[];
  model: string | null;
  maxTokens: number;
  temperature: number | null;
};
export type EmbeddingsInput = { texts: string[]; model: string | null };

/** @throws {InputFaults} */
export const checkChatInput = (input: unknown): ChatInput => checkInput(chat, input);

/** @throws {InputFaults} */
export const checkCompletionInput = (input: unknown): ChatInput => {
  const { prompt, ...rest } = checkInput(completion, input);
  return { ...rest, messages: [{ role: 'USER', content: prompt }] };
};

/** @throws {InputFaults} */
export const checkEmbeddingsInput = (input: unknown): EmbeddingsInput =>
  checkInput(embeddings, input);
