import { createHmac, timingSafeEqual } from 'node:crypto';
import type { RandomSource } from '../../../foundation/ids/id-generator.js';

/** What every authenticator app can do: SHA-1, six digits, thirty seconds (RFC 6238 over RFC 4226). */
const stepMs = 30_000;
const digits = 6;
/** A phone's clock may be this many steps off. */
const tolerance = 1;
const secretBytes = 20;

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** RFC 4648 base 32 without padding, as apps take it. */
export const toBase32 = (bytes: Uint8Array): string => {
  let bits = 0;
  let value = 0;
  let text = '';
  for (const byte of bytes) {
    value = (value << 8) | byte;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      text += alphabet.charAt((value >>> bits) & 31);
    }
    value &= (1 << bits) - 1;
  }
  return bits > 0 ? text + alphabet.charAt((value << (5 - bits)) & 31) : text;
};

export const mintTotpSecret = (random: RandomSource): Uint8Array => random(secretBytes);

/** Counts half minutes since 1970. */
export const stepAt = (timeMs: number): number => Math.floor(timeMs / stepMs);

export const codeAt = (secret: Uint8Array, step: number): string => {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const mac = createHmac('sha1', secret).update(counter).digest();
  const offset = (mac.at(-1) ?? 0) & 15;
  const number = mac.readUInt32BE(offset) & 0x7fffffff;
  return String(number % 10 ** digits).padStart(digits, '0');
};

/**
 * The time step whose code this is, within the tolerance and later than the one used last; null when there is none.
 * Every candidate is compared, so that the time tells nothing.
 */
export const matchingStep = (
  secret: Uint8Array,
  code: string,
  at: { nowMs: number; lastStep: number },
): number | null => {
  const given = Buffer.from(code.padEnd(digits).slice(0, digits + 1));
  const current = stepAt(at.nowMs);
  let found: number | null = null;
  for (let step = current - tolerance; step <= current + tolerance; step++) {
    const expected = Buffer.from(codeAt(secret, step));
    const isEqual = given.length === expected.length && timingSafeEqual(given, expected);
    if (isEqual && step > at.lastStep) found = step;
  }
  return found;
};

/** What a QR code for an app says. */
export const otpauthUri = (secret: Uint8Array, account: string): string => {
  const issuer = 'AI Trading Platform';
  const label = `${encodeURIComponent(issuer)}:${encodeURIComponent(account)}`;
  return `otpauth://totp/${label}?secret=${toBase32(secret)}&issuer=${encodeURIComponent(issuer)}&algorithm=SHA1&digits=${digits}&period=30`;
};
