import type { ChatMessage } from '../framework/ai-provider.js';

/** UTF-8 bytes per token. English text has about four; three errs on the safe side for reservations. */
const bytesPerToken = 3;
/** Role and separators of one message. */
const tokensPerMessage = 4;

/** Tokens of a text, estimated from above; what is charged is what the provider reports. */
export const estimateTokens = (text: string): number =>
  Math.ceil(Buffer.byteLength(text) / bytesPerToken);

export const estimatePromptTokens = (messages: readonly ChatMessage[]): number =>
  messages.reduce((sum, { content }) => sum + tokensPerMessage + estimateTokens(content), 0);
