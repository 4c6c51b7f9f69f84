import { createHash } from 'node:crypto';
import { DomainError } from '../../../foundation/errors/domain-error.js';

const longestKey = 255;

/** @throws {DomainError} INVALID_INPUT unless the key has 1 to 255 characters. */
export const checkIdempotencyKey = (key: string): void => {
  if (key.trim() === '' || key.length > longestKey)
    throw new DomainError('INVALID_INPUT', `The key must have 1 to ${longestKey} characters.`, [
      'input',
      'idempotencyKey',
    ]);
};

/** What a command asks for, told apart from any other: SHA-256, in hexadecimal. */
export const requestHash = (...parts: readonly (string | null)[]): string =>
  createHash('sha256').update(JSON.stringify(parts)).digest('hex');

/** @throws {DomainError} IDEMPOTENCY_MISMATCH when the key was used for something else. */
export const assertSameRequest = (known: { requestHash: string }, hash: string): void => {
  if (known.requestHash !== hash)
    throw new DomainError('IDEMPOTENCY_MISMATCH', 'The key was used for another request.', [
      'input',
      'idempotencyKey',
    ]);
};
