import type { ProviderType } from '../framework/ai-provider.js';

/** Models that answer a request with a temperature by an error. */
const withoutTemperature: Partial<Record<ProviderType, RegExp>> = {
  // Reasoning models take the default only.
  openai: /^(o\d|gpt-[5-9])/,
  // Gone for all models with the API version that the SDK speaks.
  anthropic: /./,
};

/** The temperature to send, and what was left out because the model does not take it. */
export const temperatureFor = (
  type: ProviderType,
  model: string,
  temperature: number | null,
): { temperature: number | null; ignoredParameters: string[] } =>
  temperature !== null && withoutTemperature[type]?.test(model)
    ? { temperature: null, ignoredParameters: ['temperature'] }
    : { temperature, ignoredParameters: [] };
