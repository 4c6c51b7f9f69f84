import { createHash, hkdfSync } from 'node:crypto';
import { openAesGcm, sealAesGcm } from '../../../foundation/crypto/aes-gcm.js';
import type { RandomSource } from '../../../foundation/ids/id-generator.js';

const successorContext = 'refresh token successor';

/** 256 random bits; the prefix lets secret scanners recognise a leaked one. */
export const mintRefreshToken = (random: RandomSource): string =>
  `rt_${Buffer.from(random(32)).toString('base64url')}`;

/** What is stored instead of the token. A plain hash is enough: 256 random bits cannot be guessed. */
export const hashRefreshToken = (token: string): string =>
  createHash('sha256').update(token).digest('base64url');

/** The successor, sealed so that only the holder of `token` can read it: the database alone does not give it away. */
export const sealSuccessor = (token: string, successor: string, random: RandomSource): string =>
  sealAesGcm(successorKey(token), Buffer.from(successor), successorContext, random).toString(
    'base64url',
  );

/** @throws {SealBrokenError} when `token` is not the one it was sealed for. */
export const openSuccessor = (token: string, sealed: string): string =>
  openAesGcm(successorKey(token), Buffer.from(sealed, 'base64url'), successorContext).toString();

const successorKey = (token: string): Uint8Array =>
  new Uint8Array(hkdfSync('sha256', token, '', successorContext, 32));
