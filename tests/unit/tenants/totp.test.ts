import { describe, expect, it } from '@jest/globals';
import {
  hashRecoveryCode,
  looksLikeRecoveryCode,
  mintRecoveryCodes,
} from '../../../subgraphs/tenants/second-factor/recovery-code.js';
import {
  codeAt,
  matchingStep,
  otpauthUri,
  stepAt,
  toBase32,
} from '../../../subgraphs/tenants/second-factor/totp.js';
import { seededBytes } from '../../../foundation/testing/seeded-bytes.js';

const secret = Buffer.from('12345678901234567890');

describe('codeAt', () => {
  // RFC 6238, appendix B, SHA-1, the last six of eight digits.
  it.each([
    [59, '287082'],
    [1_111_111_109, '081804'],
    [1_111_111_111, '050471'],
    [1_234_567_890, '005924'],
    [2_000_000_000, '279037'],
    [20_000_000_000, '353130'],
  ])('is what the RFC says after %i seconds', (seconds, code) => {
    expect(codeAt(secret, stepAt(seconds * 1_000))).toBe(code);
  });
});

describe('matchingStep', () => {
  const nowMs = 1_111_111_111_000;
  const current = stepAt(nowMs);

  it('accepts the step before and after, and none beyond', () => {
    const accepted = [-2, -1, 0, 1, 2].filter(
      (offset) =>
        matchingStep(secret, codeAt(secret, current + offset), { nowMs, lastStep: 0 }) ===
        current + offset,
    );

    expect(accepted).toEqual([-1, 0, 1]);
  });

  it('accepts no step that was used, nor one before it', () => {
    for (const offset of [-1, 0])
      expect(
        matchingStep(secret, codeAt(secret, current + offset), { nowMs, lastStep: current }),
      ).toBeNull();
    expect(matchingStep(secret, codeAt(secret, current + 1), { nowMs, lastStep: current })).toBe(
      current + 1,
    );
  });

  it.each(['', '1', '05047', '0504711', '05047１', '      ', 'abcdef'])('refuses %j', (code) => {
    expect(matchingStep(secret, code, { nowMs, lastStep: 0 })).toBeNull();
  });
});

describe('toBase32', () => {
  // RFC 4648, section 10, without padding.
  it.each([
    ['', ''],
    ['f', 'MY'],
    ['fo', 'MZXQ'],
    ['foo', 'MZXW6'],
    ['foob', 'MZXW6YQ'],
    ['fooba', 'MZXW6YTB'],
    ['foobar', 'MZXW6YTBOI'],
  ])('writes %j as %j', (text, base32) => {
    expect(toBase32(Buffer.from(text))).toBe(base32);
  });

  it('stands in the address that apps read', () => {
    expect(otpauthUri(secret, 'a+b@x.example')).toBe(
      'otpauth://totp/AI%20Trading%20Platform:a%2Bb%40x.example?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=AI%20Trading%20Platform&algorithm=SHA1&digits=6&period=30',
    );
  });
});

describe('recovery codes', () => {
  it('are ten different ones, known in any spelling', () => {
    const codes = mintRecoveryCodes(seededBytes(7));

    expect(new Set(codes).size).toBe(10);
    for (const code of codes) {
      expect(code).toMatch(/^([A-Z2-7]{4}-){3}[A-Z2-7]{4}$/);
      expect(looksLikeRecoveryCode(code.toLowerCase())).toBe(true);
      expect(hashRecoveryCode(code.toLowerCase().replaceAll('-', ' '))).toBe(
        hashRecoveryCode(code),
      );
    }
    expect(looksLikeRecoveryCode('123456')).toBe(false);
  });
});
