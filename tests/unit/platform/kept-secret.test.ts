import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { completeEnvironment } from '../../../platform/embedded-environment.js';
import { readOrCreateDemoCredentials } from '../../../platform/demo/demo-credentials.js';
import { readOrCreateSecret } from '../../../platform/kept-secret.js';

describe('a secret that an installation keeps', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'kept-secret-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('is made once and then read, by its owner only', () => {
    const file = path.join(folder, 'secrets', 'a.key');
    expect(readOrCreateSecret(file, () => 'first')).toBe('first');
    expect(readOrCreateSecret(file, () => 'second')).toBe('first');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(statSync(path.dirname(file)).mode & 0o077).toBe(0);
  });

  it('is the same for two that make it at once', () => {
    const file = path.join(folder, 'a.key');
    const seen = readOrCreateSecret(file, () => {
      readOrCreateSecret(file, () => 'the quicker one');
      return 'the slower one';
    });
    expect(seen).toBe('the quicker one');
    expect(readdirSync(folder)).toEqual(['a.key']);
  });

  it('stays what the operator set, and is filled in where nothing was set', () => {
    const given = { INTERNAL_IDENTITY_KEY: 'mine', PLATFORM_ENCRYPTION_KEY: '', LOG_LEVEL: '' };
    const completed = completeEnvironment(given, folder);
    expect(completed['INTERNAL_IDENTITY_KEY']).toBe('mine');
    expect(Buffer.from(completed['PLATFORM_ENCRYPTION_KEY'] ?? '', 'base64')).toHaveLength(32);
    expect(completed).not.toHaveProperty('LOG_LEVEL');
    expect(completeEnvironment(given, folder)).toEqual(completed);
  });

  it('lets no two installations share a demo password', () => {
    const [one, other] = ['one', 'other'].map((name) =>
      readOrCreateDemoCredentials(path.join(folder, name)),
    );
    expect(one?.email).toBe(other?.email);
    expect(one?.password).not.toBe(other?.password);
    expect(one?.password.length).toBeGreaterThanOrEqual(20);
    expect(readOrCreateDemoCredentials(path.join(folder, 'one'))).toEqual(one);
  });
});
