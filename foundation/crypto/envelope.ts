import { createHash } from 'node:crypto';
import type { RandomSource } from '../ids/id-generator.js';
import { systemRandom } from '../ids/id-generator.js';
import { openAesGcm, sealAesGcm, SealBrokenError } from './aes-gcm.js';

const version = 'v1';
const keyBytes = 32;

/**
 * Encryption at rest. Every value has a data key of its own, which is sealed with the platform's key, so that a new
 * platform key only wraps data keys anew. Text form: `v1.<key id>.<wrapped data key>.<sealed value>`.
 */
export type Envelope = {
  /** Names the platform's key that seals; the second part of every text it seals. */
  newestKeyId: string;
  /** @param context what the value is and where it belongs, such as `signing_keys.private_jwk:<kid>`. */
  seal(plaintext: Uint8Array, context: string): string;
  /** @throws {SealBrokenError} when the text was changed, moved to another context, or its key is not known. */
  open(sealed: string, context: string): Buffer;
  /** The same value under the newest platform key. */
  rewrap(sealed: string, context: string): string;
};

/** @param keys 32 bytes each; the first seals, all of them open. */
export const createEnvelope = (
  keys: readonly [Uint8Array, ...Uint8Array[]],
  random: RandomSource = systemRandom,
): Envelope => {
  for (const key of keys)
    if (key.length !== keyBytes) throw new RangeError('an encryption key must have 32 bytes');
  const byId = new Map(keys.map((key) => [keyIdOf(key), key]));
  const newest = keys[0];

  const wrap = (dataKey: Uint8Array, context: string): string =>
    `${version}.${keyIdOf(newest)}.${sealAesGcm(newest, dataKey, wrapContext(context), random).toString('base64url')}`;

  const unwrap = (sealed: string, context: string): { dataKey: Buffer; value: Buffer } => {
    const [tag, keyId, wrapped, value, ...rest] = sealed.split('.');
    if (tag !== version || !keyId || !wrapped || !value || rest.length > 0)
      throw new SealBrokenError('not a sealed value');
    const key = byId.get(keyId);
    if (!key)
      throw new SealBrokenError(`sealed with an encryption key that is not known: ${keyId}`);
    const dataKey = openAesGcm(key, Buffer.from(wrapped, 'base64url'), wrapContext(context));
    return { dataKey, value: Buffer.from(value, 'base64url') };
  };

  return {
    newestKeyId: keyIdOf(newest),
    seal(plaintext, context) {
      const dataKey = random(keyBytes);
      const value = sealAesGcm(dataKey, plaintext, context, random).toString('base64url');
      return `${wrap(dataKey, context)}.${value}`;
    },
    open(sealed, context) {
      const { dataKey, value } = unwrap(sealed, context);
      return openAesGcm(dataKey, value, context);
    },
    rewrap(sealed, context) {
      const { dataKey, value } = unwrap(sealed, context);
      return `${wrap(dataKey, context)}.${value.toString('base64url')}`;
    },
  };
};

const wrapContext = (context: string): string => `data key of ${context}`;

/** Names a key without telling anything about it. */
const keyIdOf = (key: Uint8Array): string =>
  createHash('sha256').update(key).digest('base64url').slice(0, 10);
