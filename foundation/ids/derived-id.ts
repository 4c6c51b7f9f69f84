import { createHash } from 'node:crypto';
import type { IdKind } from './id-generator.js';
import { idPrefixes } from './id-generator.js';

const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';
const length = 26;

/**
 * The id of a thing that must have the same id whoever makes it first, such as a tenant's default account: a hash of
 * what it is, in the form of all other ids. Not ordered by time.
 */
export const derivedId = (kind: IdKind, ...parts: readonly string[]): string => {
  const digest = createHash('sha256')
    .update(JSON.stringify([kind, ...parts]))
    .digest();
  const digits = Array.from(digest.subarray(0, length), (byte) => alphabet.charAt(byte % 32));
  return `${idPrefixes[kind]}_${digits.join('')}`;
};
