import { createHash } from 'node:crypto';

/** Tells one PLATFORM_ENCRYPTION_KEY from another without giving anything of it away: a key is 256 random bits. */
export const encryptionKeyMark = (key: string): string =>
  createHash('sha256').update('backup-key-mark\0').update(key).digest('hex').slice(0, 16);
