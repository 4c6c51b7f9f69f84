import { describe, expect, it } from '@jest/globals';
import { SealBrokenError } from '../../../foundation/crypto/aes-gcm.js';
import { encryptionKeySettings } from '../../../foundation/crypto/encryption-key-settings.js';
import { createEnvelope } from '../../../foundation/crypto/envelope.js';
import { loadSettings, SettingsError } from '../../../foundation/config/settings.js';

const oldKey = Buffer.alloc(32, 1);
const newKey = Buffer.alloc(32, 2);
const secret = Buffer.from('sk-live-secret');

describe('createEnvelope', () => {
  const envelope = createEnvelope([oldKey]);

  it('opens what it sealed, and seals the same value differently each time', () => {
    const first = envelope.seal(secret, 'keys:1');
    const second = envelope.seal(secret, 'keys:1');

    expect(envelope.open(first, 'keys:1')).toEqual(secret);
    expect(first).not.toEqual(second);
    expect(first).not.toContain(secret.toString('base64url'));
  });

  it('refuses a value that was moved to another context', () => {
    const sealed = envelope.seal(secret, 'keys:1');

    expect(() => envelope.open(sealed, 'keys:2')).toThrow(SealBrokenError);
  });

  it('refuses a value with any part changed, cut or added', () => {
    const sealed = envelope.seal(secret, 'keys:1');
    const parts = sealed.split('.');
    const flipped = (part: string) => (part.startsWith('A') ? 'B' : 'A') + part.slice(1);
    const forgeries = [
      ...parts.map((part, index) => parts.with(index, flipped(part)).join('.')),
      parts.slice(0, 3).join('.'),
      `${sealed}.AAAA`,
      'v1.a.b.c',
      '',
    ];

    for (const forgery of forgeries)
      expect(() => envelope.open(forgery, 'keys:1')).toThrow(SealBrokenError);
  });

  it('wraps anew for a new platform key without touching the value', () => {
    const sealed = envelope.seal(secret, 'keys:1');
    const both = createEnvelope([newKey, oldKey]);
    const rewrapped = both.rewrap(sealed, 'keys:1');

    expect(both.open(sealed, 'keys:1')).toEqual(secret);
    expect(createEnvelope([newKey]).open(rewrapped, 'keys:1')).toEqual(secret);
    expect(() => createEnvelope([newKey]).open(sealed, 'keys:1')).toThrow(SealBrokenError);
    expect(rewrapped.split('.').at(-1)).toBe(sealed.split('.').at(-1));
  });

  it('refuses a key that has not 32 bytes', () => {
    expect(() => createEnvelope([Buffer.alloc(16)])).toThrow(RangeError);
  });
});

describe('encryptionKeySettings', () => {
  it('reads base64 and names the variable that is missing or too short', () => {
    const settings = loadSettings(encryptionKeySettings, {
      PLATFORM_ENCRYPTION_KEY: oldKey.toString('base64'),
    });

    expect(settings.PLATFORM_ENCRYPTION_KEY).toEqual(oldKey);
    expect(() => loadSettings(encryptionKeySettings, {})).toThrow(SettingsError);
    expect(() =>
      loadSettings(encryptionKeySettings, { PLATFORM_ENCRYPTION_KEY: 'c2hvcnQ=' }),
    ).toThrow('must be 32 bytes in base64');
  });
});
