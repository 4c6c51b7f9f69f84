import { describe, expect, it } from '@jest/globals';
import { isPublicAddress } from '../../../subgraphs/notifications/webhooks/public-address.js';
import { parseWebhookUrl } from '../../../subgraphs/notifications/webhooks/webhook-url.js';

describe('isPublicAddress', () => {
  it.each(['8.8.8.8', '1.1.1.1', '172.32.0.1', '2606:4700:4700::1111', '::ffff:8.8.8.8'])(
    'takes %s for public',
    (address) => expect(isPublicAddress(address)).toBe(true),
  );

  it.each([
    '127.0.0.1',
    '127.255.255.254',
    '0.0.0.0',
    '10.0.0.1',
    '172.16.0.1',
    '172.31.255.255',
    '192.168.1.1',
    '169.254.169.254',
    '100.64.0.1',
    '224.0.0.1',
    '255.255.255.255',
    '::1',
    '::',
    'fe80::1',
    'fd00::1',
    '::ffff:127.0.0.1',
    '::ffff:169.254.169.254',
    'not an address',
  ])('takes %s for internal', (address) => expect(isPublicAddress(address)).toBe(false));
});

describe('parseWebhookUrl', () => {
  it('keeps a public https address in normal form', () => {
    expect(parseWebhookUrl('https://Hooks.Acme.example/trading', false)).toBe(
      'https://hooks.acme.example/trading',
    );
  });

  it.each([
    '',
    'hooks.acme.example',
    'http://hooks.acme.example/',
    'ftp://hooks.acme.example/',
    'https://user:secret@hooks.acme.example/',
    'https://localhost/',
    'https://api.localhost/',
    'https://intranet/',
    'https://127.0.0.1/',
    'https://2130706433/',
    'https://0x7f.1/',
    'https://[::1]/',
    'https://[::ffff:10.0.0.1]/',
    'https://169.254.169.254/latest/meta-data',
    `https://hooks.acme.example/${'x'.repeat(2_048)}`,
  ])('refuses %j', (text) => {
    expect(() => parseWebhookUrl(text, false)).toThrow(
      expect.objectContaining({ code: 'INVALID_INPUT', inputPath: ['input', 'url'] }),
    );
  });
});
