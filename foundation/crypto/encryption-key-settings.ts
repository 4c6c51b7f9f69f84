import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { Envelope } from './envelope.js';
import { createEnvelope } from './envelope.js';
import { createLocalKeyWrapper } from './key-wrapper.js';
import type { TenantEnvelope } from './tenant-envelope.js';
import { createTenantEnvelope } from './tenant-envelope.js';

const filePrefix = 'file:';

/** The key itself, or `file:` and where it is, as secret stores mount it. */
const textOf = (value: string, context: z.RefinementCtx): string => {
  if (!value.startsWith(filePrefix)) return value;
  try {
    return readFileSync(value.slice(filePrefix.length), 'utf8').trim();
  } catch {
    context.addIssue({ code: 'custom', message: 'names a file that cannot be read' });
    return z.NEVER;
  }
};

const key = z
  .string()
  .transform(textOf)
  .transform((text) => Buffer.from(text, 'base64'))
  .refine((bytes) => bytes.length === 32, 'must be 32 bytes in base64');

/** For every service that keeps secrets at rest. */
export const encryptionKeySettings = {
  PLATFORM_ENCRYPTION_KEY: {
    schema: key,
    description:
      'Seals secrets at rest (signing keys, provider keys): 32 random bytes in base64, as from `openssl rand -base64 32`, or file:/path of them. Losing it loses those secrets.',
    example: '',
  },
  PLATFORM_ENCRYPTION_KEY_PREVIOUS: {
    schema: key.optional(),
    description:
      'The key before the current one, while values sealed with it remain (`npm run keys:rotate`): 32 bytes in base64, or file:/path.',
    example: '',
  },
};

export const envelopeFrom = (settings: {
  PLATFORM_ENCRYPTION_KEY: Uint8Array;
  PLATFORM_ENCRYPTION_KEY_PREVIOUS?: Uint8Array | undefined;
}): Envelope =>
  createEnvelope([
    settings.PLATFORM_ENCRYPTION_KEY,
    ...(settings.PLATFORM_ENCRYPTION_KEY_PREVIOUS
      ? [settings.PLATFORM_ENCRYPTION_KEY_PREVIOUS]
      : []),
  ]);

/** The envelope of tenants' own keys, which the platform's key wraps. */
export const tenantEnvelopeFrom = (
  settings: Parameters<typeof envelopeFrom>[0],
  deps: Pick<Parameters<typeof createTenantEnvelope>[0], 'platformDb' | 'clock'>,
): TenantEnvelope => {
  const legacy = envelopeFrom(settings);
  return createTenantEnvelope({ ...deps, legacy, wrapper: createLocalKeyWrapper(legacy) });
};
