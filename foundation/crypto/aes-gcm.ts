import { createCipheriv, createDecipheriv } from 'node:crypto';
import type { RandomSource } from '../ids/id-generator.js';
import { systemRandom } from '../ids/id-generator.js';

const ivBytes = 12;
const tagBytes = 16;

/** A sealed value was changed, is not ours, or is opened with the wrong key or context. */
export class SealBrokenError extends Error {
  override readonly name = 'SealBrokenError';
}

/**
 * AES-256-GCM: `iv (12 bytes) | tag (16 bytes) | ciphertext`.
 * @param key 32 bytes; at most 2^32 values may be sealed with one key, as the iv is random (NIST SP 800-38D, 8.3).
 * @param context what the value is and where it belongs; it must be the same to open it.
 */
export const sealAesGcm = (
  key: Uint8Array,
  plaintext: Uint8Array,
  context: string,
  random: RandomSource = systemRandom,
): Buffer => {
  const iv = random(ivBytes);
  const cipher = createCipheriv('aes-256-gcm', key, iv, { authTagLength: tagBytes });
  cipher.setAAD(Buffer.from(context));
  const ciphertext = Buffer.concat([cipher.update(plaintext), cipher.final()]);
  return Buffer.concat([iv, cipher.getAuthTag(), ciphertext]);
};

/** @throws {SealBrokenError} */
export const openAesGcm = (key: Uint8Array, sealed: Uint8Array, context: string): Buffer => {
  if (sealed.length < ivBytes + tagBytes)
    throw new SealBrokenError('the sealed value is too short');
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, ivBytes), {
    authTagLength: tagBytes,
  });
  decipher.setAAD(Buffer.from(context));
  decipher.setAuthTag(sealed.subarray(ivBytes, ivBytes + tagBytes));
  try {
    return Buffer.concat([decipher.update(sealed.subarray(ivBytes + tagBytes)), decipher.final()]);
  } catch {
    throw new SealBrokenError('the sealed value does not open with this key and context');
  }
};
