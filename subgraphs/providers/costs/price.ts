import { calcPrice } from '@pydantic/genai-prices';
import type { Usage } from '@pydantic/genai-prices';
import { Decimal, zero } from '../../../foundation/money/decimal.js';
import type { ProviderType, TokenUsage } from '../framework/ai-provider.js';

/** Where a model is sold; its name alone does not tell its price. */
export type PricedModel = { type: ProviderType; baseUrl: string | null; model: string };

const priceListNames: Partial<Record<ProviderType, string>> = {
  openai: 'openai',
  anthropic: 'anthropic',
  google: 'google',
};

/**
 * What the usage costs at the published price of the model, in US dollars; null when no price is known, which is not
 * the same as free. Only what runs in this process costs nothing.
 */
export const priceOf = (
  { type, baseUrl, model }: PricedModel,
  usage: TokenUsage,
  time: Date,
): Decimal | null => {
  if (type === 'local-analyst') return zero;
  const providerId = priceListNames[type];
  if (providerId === undefined && baseUrl === null) return null;
  const seller = providerId === undefined ? { providerApiUrl: baseUrl ?? '' } : { providerId };
  const price = calcPrice(toListUsage(usage), model, { ...seller, timestamp: time });
  // The price list adds floats; twelve places are far below any price and above their noise.
  return price && new Decimal(price.total_price).toDecimalPlaces(12);
};

const toListUsage = (usage: TokenUsage): Usage => ({
  input_tokens: usage.prompt,
  output_tokens: usage.completion,
  ...(usage.cachedPrompt > 0 && { cache_read_tokens: usage.cachedPrompt }),
  ...(usage.cacheWrite > 0 && { cache_write_tokens: usage.cacheWrite }),
});
