import type { Envelope } from './envelope.js';

/**
 * Wraps data keys with a key that never leaves where it is kept: this process's settings, or a key service. Asynchronous
 * for the latter.
 */
export type KeyWrapper = {
  /** Names the key that `wrap` uses now, without telling anything about it. */
  currentKeyId(): Promise<string>;
  /** @param context what the key is for; it must be the same to unwrap it. */
  wrap(dataKey: Uint8Array, context: string): Promise<{ wrapped: string; keyId: string }>;
  /** @throws {SealBrokenError} when it was changed, moved, or its wrapping key is not known. */
  unwrap(wrapped: string, context: string): Promise<Buffer>;
};

/** Wraps with the keys of the settings: the newest wraps, all of them unwrap. */
export const createLocalKeyWrapper = (envelope: Envelope): KeyWrapper => ({
  currentKeyId: () => Promise.resolve(envelope.newestKeyId),
  wrap: (dataKey, context) =>
    Promise.resolve({ wrapped: envelope.seal(dataKey, context), keyId: envelope.newestKeyId }),
  unwrap: async (wrapped, context) => Promise.resolve(envelope.open(wrapped, context)),
});
