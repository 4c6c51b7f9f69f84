import { describe, expect, it } from '@jest/globals';
import { priceOf } from '../../../subgraphs/providers/costs/price.js';
import type { ProviderType } from '../../../subgraphs/providers/framework/ai-provider.js';

const now = new Date('2026-11-01T12:00:00.000Z');

const price = (
  type: ProviderType,
  model: string,
  usage: [prompt: number, cachedPrompt: number, cacheWrite: number, completion: number],
  baseUrl: string | null = null,
): string | null => {
  const [prompt, cachedPrompt, cacheWrite, completion] = usage;
  const used = { prompt, cachedPrompt, cacheWrite, completion };
  return priceOf({ type, model, baseUrl }, used, now)?.toFixed() ?? null;
};

describe('the price of a call', () => {
  it('counts cached tokens once, at their own price', () => {
    expect(price('openai', 'gpt-5.5', [1_000, 600, 0, 200])).toBe('0.0083');
    expect(price('anthropic', 'claude-3-7-sonnet-20250219', [12_307, 0, 12_304, 550])).toBe(
      '0.054399',
    );
    expect(price('anthropic', 'claude-sonnet-5', [12_307, 0, 12_304, 550])).toBe('0.036266');
    expect(price('google', 'gemini-3.5-flash', [1_000, 400, 0, 180])).toBe('0.00258');
  });

  it('is unknown, not nothing, for a model that no price list has', () => {
    expect(price('openai', 'model-of-tomorrow', [1_000, 0, 0, 100])).toBeNull();
    expect(price('ollama', 'llama3.2:3b', [1_000, 0, 0, 100], 'http://localhost:11434')).toBeNull();
    expect(price('custom', 'my-model', [1, 0, 0, 1], 'https://models.example.com/v1')).toBeNull();
  });

  it('is found by the address of a known seller', () => {
    const groq = 'https://api.groq.com/openai/v1';
    expect(price('custom', 'llama-3.3-70b-versatile', [1_000_000, 0, 0, 0], groq)).toBe('0.59');
  });

  it('is nothing for the local analyst', () => {
    expect(price('local-analyst', 'local/analyst-v1', [1_000, 0, 0, 100])).toBe('0');
  });
});
