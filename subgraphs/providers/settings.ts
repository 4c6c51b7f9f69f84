import { z } from 'zod';
import { integerSetting, loadSettings, portSetting } from '../../foundation/config/settings.js';
import type { SettingsOf } from '../../foundation/config/settings.js';
import { encryptionKeySettings } from '../../foundation/crypto/encryption-key-settings.js';
import { Decimal } from '../../foundation/money/decimal.js';
import { marketDataAddressSettings } from '../../foundation/process/market-data-address-settings.js';
import type { AddressRules } from './configuration/base-url.js';

const listOf = (text: string): string[] =>
  text
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '');

const originOf = (text: string): string | null =>
  URL.canParse(text) ? new URL(text).origin : null;

const privateOrigins = 'http://localhost:11434,http://127.0.0.1:11434';
const sharedKeys = [
  'OPENAI_API_KEY=https://api.openai.com',
  'ANTHROPIC_API_KEY=https://api.anthropic.com',
  'GOOGLE_API_KEY=https://generativelanguage.googleapis.com',
].join(',');

export const providersSettings = {
  ...encryptionKeySettings,
  PROVIDERS_PORT: portSetting(8020, 'Port of ai-orchestrator.'),
  ...marketDataAddressSettings,
  AI_PRIVATE_ORIGINS: {
    schema: z
      .string()
      .default(privateOrigins)
      .transform(listOf)
      .refine((origins) => origins.every((origin) => originOf(origin) === origin), {
        error: 'must be origins such as http://localhost:11434, separated by commas',
      })
      .transform((origins): AddressRules['privateOrigins'] => new Set(origins)),
    description:
      "Origins inside the operator's network that tenants may use as AI providers, separated by commas. All others must be https with a public name.",
    example: privateOrigins,
  },
  AI_SHARED_KEYS: {
    schema: z
      .string()
      .default(sharedKeys)
      .transform((text) => listOf(text).map((pair) => pair.split('=', 2) as [string, string?]))
      .refine((pairs) => pairs.every(([name, origin]) => name !== '' && originOf(origin ?? '')), {
        error: 'must be NAME=origin pairs, separated by commas',
      })
      .transform(
        (pairs): AddressRules['sharedKeys'] =>
          new Map(pairs.map(([name, origin]) => [name, originOf(origin ?? '') ?? ''])),
      ),
    description:
      "Variables whose keys every tenant may use by writing ${NAME} as an apiKey, each with the only origin that it is sent to: NAME=origin, separated by commas. Such calls are at the operator's cost; leave the variables themselves unset to keep the keys to yourself.",
    example: sharedKeys,
  },
  AI_REQUESTS_PER_MINUTE: integerSetting(
    600,
    { min: 1, max: 1_000_000 },
    'AI requests that one tenant may make in a minute, unless it sets less.',
  ),
  AI_TOKENS_PER_MINUTE: integerSetting(
    300_000,
    { min: 1, max: 1_000_000_000 },
    'AI tokens that one tenant may use in a minute, unless it sets less.',
  ),
  AI_MONTHLY_COST_LIMIT_USD: {
    schema: z
      .string()
      .default('100')
      .refine((text) => /^\d+(\.\d+)?$/.test(text), 'is an amount')
      .transform((text) => new Decimal(text)),
    description: 'What the AI calls of one tenant may cost in a month, unless it sets less.',
    example: '100',
  },
  AI_REQUEST_TIMEOUT_MS: integerSetting(
    9_000,
    { min: 100, max: 600_000 },
    'Time for one AI request in all, retries included. Keep it below GATEWAY_SUBGRAPH_TIMEOUT_MS.',
  ),
  AI_STREAM_TIMEOUT_MS: integerSetting(
    120_000,
    { min: 100, max: 3_600_000 },
    'Time for one streamed answer in all.',
  ),
};

export type ProvidersSettings = SettingsOf<typeof providersSettings>;

type Environment = Readonly<Record<string, string | undefined>>;

/** The keys behind the names of AI_SHARED_KEYS, as far as the operator has set them. */
export const sharedKeysFrom = (
  settings: ProvidersSettings,
  environment: Environment,
): ReadonlyMap<string, string> =>
  new Map(
    [...settings.AI_SHARED_KEYS.keys()].flatMap((name) => {
      const key = environment[name];
      return key ? [[name, key] as const] : [];
    }),
  );

/** Settings and shared keys of an environment. */
export const providersOptionsFrom = (environment: Environment) => {
  const settings = loadSettings(providersSettings, environment);
  return { settings, sharedKeys: sharedKeysFrom(settings, environment) };
};
