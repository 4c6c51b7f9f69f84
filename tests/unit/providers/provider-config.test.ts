import { describe, expect, it } from '@jest/globals';
import { InputFaults } from '../../../foundation/errors/domain-error.js';
import { checkProviderConfig } from '../../../subgraphs/providers/configuration/provider-config.js';
import { providerTemplates } from '../../../subgraphs/providers/configuration/provider-templates.js';
import { providersOptionsFrom } from '../../../subgraphs/providers/settings.js';

const { settings } = providersOptionsFrom({
  PLATFORM_ENCRYPTION_KEY: Buffer.alloc(32, 1).toString('base64'),
});
const rules = {
  privateOrigins: settings.AI_PRIVATE_ORIGINS,
  sharedKeys: settings.AI_SHARED_KEYS,
};

const valid = {
  type: 'openai',
  name: 'openai-primary',
  baseUrl: 'https://api.openai.com/v1/',
  apiKey: '${OPENAI_API_KEY}',
  models: { chat: 'gpt-5.4-mini' },
};

const faultsOf = (config: unknown): string[] => {
  try {
    checkProviderConfig(config, rules);
    return [];
  } catch (error) {
    if (!(error instanceof InputFaults)) throw error;
    return error.faults.map(({ inputPath }) => (inputPath ?? []).join('.'));
  }
};

describe('the description of a provider', () => {
  it.each(providerTemplates.map((template) => [template.type, template] as const))(
    'is usable as the template for %s has it',
    (_type, { config }) => {
      expect(faultsOf(config)).toEqual([]);
    },
  );

  it('fills in what is left out', () => {
    const { type, name, apiKey, models } = valid;
    expect(checkProviderConfig({ type, name, apiKey, models }, rules)).toMatchObject({
      baseUrl: 'https://api.openai.com/v1',
      retryConfig: { maxRetries: 2, backoffMultiplier: 2, initialDelay: 500 },
      timeoutMs: 30_000,
    });
  });

  it('names every fault at once', () => {
    const config = {
      type: 'openai',
      name: 'two words',
      apiKey: '',
      models: { chat: '', speech: 'whisper' },
      rateLimits: { requestsPerMinute: 0, tokensPerMinute: 1.5 },
      retryConfig: { maxRetries: -1 },
      timeoutMs: 'long',
    };
    expect(faultsOf(config).sort()).toEqual([
      'input.config.apiKey',
      'input.config.models',
      'input.config.models.chat',
      'input.config.name',
      'input.config.rateLimits.requestsPerMinute',
      'input.config.rateLimits.tokensPerMinute',
      'input.config.retryConfig.maxRetries',
      'input.config.timeoutMs',
    ]);
  });

  it.each([
    ['an unknown type', { ...valid, type: 'palm' }, 'type'],
    ['no model', { ...valid, models: {} }, 'models'],
    ['no key where one is needed', { ...valid, apiKey: null }, 'apiKey'],
    [
      'embeddings of Anthropic',
      { ...valid, type: 'anthropic', baseUrl: undefined, apiKey: 'k', models: { embedding: 'm' } },
      'models.embedding',
    ],
    [
      'a custom server without an address',
      { ...valid, type: 'custom', baseUrl: undefined },
      'baseUrl',
    ],
    ['a variable that is not shared', { ...valid, apiKey: '${PLATFORM_ENCRYPTION_KEY}' }, 'apiKey'],
    [
      "the operator's key for another server",
      { ...valid, baseUrl: 'https://evil.example.com/v1' },
      'apiKey',
    ],
    [
      'an address of the inner network',
      { ...valid, baseUrl: 'http://169.254.169.254/latest' },
      'baseUrl',
    ],
    ['an inner address by https', { ...valid, baseUrl: 'https://10.0.0.5/v1' }, 'baseUrl'],
    ['an inner IPv6 address', { ...valid, baseUrl: 'https://[::1]/v1' }, 'baseUrl'],
    ['a name of the inner network', { ...valid, baseUrl: 'https://vault.internal/v1' }, 'baseUrl'],
    ['this very machine', { ...valid, baseUrl: 'http://localhost:8008/graphql' }, 'baseUrl'],
    [
      'an address with a password',
      { ...valid, baseUrl: 'https://me:pw@api.openai.com/v1' },
      'baseUrl',
    ],
    [
      "another address for Google's SDK",
      { ...valid, type: 'google', baseUrl: 'https://proxy.example.com', apiKey: 'k' },
      'baseUrl',
    ],
    ['another protocol', { ...valid, baseUrl: 'file:///etc/passwd' }, 'baseUrl'],
    ['something that is no description', 'openai', ''],
  ])('refuses %s', (_what, config, path) => {
    expect(faultsOf(config)).toEqual([['input', 'config', path].filter(Boolean).join('.')]);
  });
});
