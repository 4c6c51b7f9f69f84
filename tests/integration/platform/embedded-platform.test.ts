import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createTestDatabase } from '../../../foundation/testing/test-database.js';
import type { TestDatabase } from '../../../foundation/testing/test-database.js';
import { startPlatform } from '../../../platform/embedded-platform.js';
import type { PlatformOptions, RunningPlatform } from '../../../platform/embedded-platform.js';
import { call, signIn } from '../../e2e/lifecycle/public-api.js';

describe('the platform in one process', () => {
  let database: TestDatabase;
  let dataDir: string;
  let platform: RunningPlatform;
  const phases: string[] = [];
  /** It belongs to the database: who shares the one shares the other. */
  const encryptionKey = Buffer.alloc(32, 7).toString('base64');

  const optionsFor = (folder: string): PlatformOptions => ({
    dataDir: folder,
    ports: 'ephemeral',
    env: { DATABASE_URL: database.url, PLATFORM_ENCRYPTION_KEY: encryptionKey },
    feeds: [],
  });

  beforeAll(async () => {
    database = await createTestDatabase();
    dataDir = mkdtempSync(path.join(os.tmpdir(), 'platform-'));
    platform = await startPlatform({
      ...optionsFor(dataDir),
      onProgress: (phase) => phases.push(phase),
    });
  });
  afterAll(async () => {
    await platform.close();
    await database.drop();
    rmSync(dataDir, { recursive: true, force: true });
  });

  const signInToDemo = async (): Promise<{ accessToken: string }> => {
    const { demo } = platform;
    if (!demo?.password) throw new Error('there is no demo sign-in');
    return signIn(platform.url, { email: demo.email, password: demo.password });
  };

  it('uses the database it is given and no other', () => {
    expect(platform.database).toEqual({ url: database.url, folder: null });
    expect(phases).toEqual([
      'Bringing the database up to date',
      'Starting the services',
      'Starting the gateway',
      'Preparing the demo tenant',
    ]);
  });

  it('has strategies of the demo tenant running', async () => {
    const session = await signInToDemo();
    await expect(
      call(platform.url, '{ strategies { name status instruments { symbol } } }', { session }),
    ).resolves.toEqual({
      strategies: [
        { name: 'Bitcoin EMA cross', status: 'RUNNING', instruments: [{ symbol: 'BTCUSDT' }] },
        { name: 'Euro EMA cross', status: 'RUNNING', instruments: [{ symbol: 'EURUSD' }] },
      ],
    });
  });

  it('has every service in the registry', async () => {
    const session = await signInToDemo();
    const up = async (): Promise<string[]> => {
      const { services } = await call<{ services: { name: string; status: string }[] }>(
        platform.url,
        '{ services { name status } }',
        { session },
      );
      return services.filter(({ status }) => status === 'UP').map(({ name }) => name);
    };
    let seen = await up();
    // Registrations are on their way when the platform is ready.
    while (seen.length < Object.keys(platform.ports).length) seen = await up();
    expect(seen.sort()).toEqual(Object.keys(platform.ports).sort());
  });

  it('runs without a sign-in of its own where another installation made the demo tenant', async () => {
    const other = mkdtempSync(path.join(os.tmpdir(), 'platform-'));
    const second = await startPlatform(optionsFor(other));
    try {
      expect(second.demo).toEqual({ email: 'demo@trading.example', password: null });
    } finally {
      await second.close();
      rmSync(other, { recursive: true, force: true });
    }
  });

  it('tells in one sentence that the encryption key is not that of the database', async () => {
    const other = mkdtempSync(path.join(os.tmpdir(), 'platform-'));
    const { DATABASE_URL } = optionsFor(other).env;
    await expect(
      startPlatform({ ...optionsFor(other), env: { DATABASE_URL } }),
    ).rejects.toMatchObject({
      name: 'StartupError',
      message: expect.stringContaining('PLATFORM_ENCRYPTION_KEY does not open') as unknown,
    });
    rmSync(other, { recursive: true, force: true });
  });

  it('leaves nothing open when the start is given up half-way', async () => {
    const other = mkdtempSync(path.join(os.tmpdir(), 'platform-'));
    const controller = new AbortController();
    await expect(
      startPlatform({
        ...optionsFor(other),
        signal: controller.signal,
        onProgress: (phase) => phase === 'Starting the gateway' && controller.abort(),
      }),
    ).rejects.toThrow();
    const log = readFileSync(path.join(other, 'logs/platform.log'), 'utf8');
    expect(log).toContain('"part":"services","msg":"closed"');
    expect(log).toContain('"part":"database","msg":"closed"');
    rmSync(other, { recursive: true, force: true });
  });
});
