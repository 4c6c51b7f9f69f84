import { createHash } from 'node:crypto';
import type { RandomSource } from '../../../foundation/ids/id-generator.js';
import { toBase32 } from './totp.js';

const howMany = 10;
/** 80 random bits each: a plain hash keeps them safe. */
const codeBytes = 10;

/** Such as `ABCD-EFGH-IJKL-MNOP`. */
export const mintRecoveryCodes = (random: RandomSource): string[] =>
  Array.from({ length: howMany }, () =>
    (toBase32(random(codeBytes)).match(/.{4}/g) ?? []).join('-'),
  );

/** Spelled in any way that people type it. */
export const hashRecoveryCode = (code: string): string =>
  createHash('sha256')
    .update(code.toUpperCase().replace(/[^A-Z2-7]/g, ''))
    .digest('base64url');

export const looksLikeRecoveryCode = (code: string): boolean =>
  /^[A-Z2-7]{16}$/.test(code.toUpperCase().replace(/[\s-]/g, ''));
