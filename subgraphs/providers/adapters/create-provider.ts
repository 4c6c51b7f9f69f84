import type { Clock } from '../../../foundation/time/clock.js';
import type { AIProvider, ProviderType } from '../framework/ai-provider.js';
import type { ProviderOptions } from '../framework/base-provider.js';
import { AnthropicProvider } from './anthropic-provider.js';
import { GoogleProvider } from './google-provider.js';
import { OllamaProvider } from './ollama-provider.js';
import { OpenAIProvider } from './openai-provider.js';

/** The types that a tenant can configure; the local analyst is there without. */
export type ConfigurableType = Exclude<ProviderType, 'local-analyst'>;

export const createProvider = (
  clock: Clock,
  type: ConfigurableType,
  options: ProviderOptions,
): AIProvider => {
  switch (type) {
    case 'openai':
    case 'custom':
      return new OpenAIProvider(clock, options, type);
    case 'anthropic':
      return new AnthropicProvider(clock, options);
    case 'google':
      return new GoogleProvider(clock, options);
    case 'ollama':
      return new OllamaProvider(clock, options);
  }
};
