import { z } from 'zod';
import type { Envelope } from './envelope.js';
import { createEnvelope } from './envelope.js';

const key = z
  .string()
  .transform((text) => Buffer.from(text, 'base64'))
  .refine((bytes) => bytes.length === 32, 'must be 32 bytes in base64');

/** For every service that keeps secrets at rest. */
export const encryptionKeySettings = {
  PLATFORM_ENCRYPTION_KEY: {
    schema: key,
    description:
      'Seals secrets at rest (signing keys, provider keys): 32 random bytes in base64, as from `openssl rand -base64 32`. Losing it loses those secrets.',
    example: '',
  },
  PLATFORM_ENCRYPTION_KEY_PREVIOUS: {
    schema: key.optional(),
    description:
      'The key before the current one, while values sealed with it remain: 32 bytes in base64.',
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
