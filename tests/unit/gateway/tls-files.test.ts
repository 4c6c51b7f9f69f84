import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { loadSettings } from '../../../foundation/config/settings.js';
import { readTls, tlsFilesOf } from '../../../gateway/http/tls-files.js';
import { gatewaySettings } from '../../../gateway/settings.js';
import { selfSignedCertificate } from '../../support/self-signed-certificate.js';

const folder = mkdtempSync(path.join(os.tmpdir(), 'tls-files-'));
afterAll(() => rmSync(folder, { recursive: true }));

const fileOf = (name: string, content: string): string => {
  const file = path.join(folder, name);
  writeFileSync(file, content);
  return file;
};
const filesOf = (environment: Record<string, string>) =>
  tlsFilesOf(loadSettings(gatewaySettings, environment));

describe('the files of TLS', () => {
  it('are both set, or neither', () => {
    expect(filesOf({})).toBeNull();
    for (const one of ['GATEWAY_TLS_CERT_FILE', 'GATEWAY_TLS_KEY_FILE'])
      expect(() => filesOf({ [one]: 'a.pem' })).toThrow(
        'GATEWAY_TLS_CERT_FILE and GATEWAY_TLS_KEY_FILE belong together: set both, or neither.',
      );
  });

  it('are refused by name when they are missing, no PEM, or not of each other', () => {
    const [one, other] = [selfSignedCertificate(1), selfSignedCertificate(2)];
    const certFile = fileOf('cert.pem', one.cert);
    const readWith = (keyFile: string) => () => readTls({ certFile, keyFile });
    for (const keyFile of [
      path.join(folder, 'absent.pem'),
      fileOf('garbage.pem', 'garbage'),
      fileOf('other.pem', other.key),
    ])
      expect(readWith(keyFile)).toThrow(`TLS cannot be served with ${certFile} and ${keyFile}: `);
    expect(readWith(fileOf('key.pem', one.key))()).toMatchObject({ cert: Buffer.from(one.cert) });
  });
});
