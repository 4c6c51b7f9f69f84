import { afterAll, describe, expect, it, jest } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import {
  cleanUp,
  databasePid,
  isRunning,
  makeDataDir,
  runToEnd,
  startProcess,
  startUntil,
} from './platform-process.js';
import type { PlatformProcess } from './platform-process.js';
import { call, signIn, signUp } from './public-api.js';

// A start takes seconds, on a machine that is busy with other tests many.
jest.setTimeout(120_000);

const owner = {
  tenantName: 'Lasting Capital',
  email: 'owner@lasting.example',
  password: 'correct horse battery staple 9',
};

/** The commands that the banner tells the user to type next. */
const advisedCommands = (output: string): string =>
  output.slice(output.indexOf('TOKEN=$('), output.indexOf('  Data    ')).replaceAll('\n    ', '\n');

describe('a platform that is started, stopped and killed', () => {
  const dataDir = makeDataDir();
  const settings = { DATA_DIR: dataDir };
  let platform: PlatformProcess;
  let tenantId: string;

  afterAll(() => cleanUp(dataDir));

  it('tells what to type next, and that works as printed', async () => {
    platform = await startProcess(dataDir);
    const answer = execFileSync('sh', ['-c', advisedCommands(platform.output())], {
      encoding: 'utf8',
    });
    expect(JSON.parse(answer)).toMatchObject({
      data: { accounts: [{ name: 'Paper account', performance: expect.anything() }] },
    });
  });

  it('keeps what it is told in files that only their owner reads', () => {
    for (const file of ['demo-credentials.json', 'platform.json', 'secrets/encryption.key'])
      expect(statSync(path.join(dataDir, file)).mode & 0o077).toBe(0);
  });

  it('answers for every service on its own port', async () => {
    const answers = await Promise.all(
      Object.entries(platform.instance.ports).map(async ([name, port]) => {
        const { status } = await fetch(`http://127.0.0.1:${port}/readyz`);
        return [name, status];
      }),
    );
    expect(Object.fromEntries(answers)).toEqual(
      Object.fromEntries(Object.keys(platform.instance.ports).map((name) => [name, 200])),
    );
  });

  it('refuses a second start on the same data, and says who runs', async () => {
    const { code, output } = await runToEnd('start.mjs', settings);
    expect(output.trim()).toMatch(
      new RegExp(
        `^The platform is already running at ${platform.instance.url} \\(process ${platform.instance.pid},`,
      ),
    );
    expect(code).toBe(1);
  });

  it('refuses to delete the data of a running platform', async () => {
    const { code, output } = await runToEnd('reset.mjs', settings, ['--yes']);
    expect(output).toContain('stop it first with `npm run stop`');
    expect(code).toBe(1);
  });

  it('ends with 0 on Ctrl-C and leaves no process', async () => {
    await signUp(platform.instance.url, owner);
    const session = await signIn(platform.instance.url, owner);
    const { viewer } = await call<{ viewer: { tenant: { id: string } } }>(
      platform.instance.url,
      '{ viewer { tenant { id } } }',
      { session },
    );
    tenantId = viewer.tenant.id;
    const database = databasePid(dataDir)!;
    platform.kill('SIGINT');
    expect(await platform.exit).toMatchObject({ code: 0 });
    expect(databasePid(dataDir)).toBeNull();
    expect(isRunning(database)).toBe(false);
    expect(existsSync(path.join(dataDir, 'platform.json'))).toBe(false);
  });

  it('finds its data at the next start', async () => {
    platform = await startProcess(dataDir);
    const session = await signIn(platform.instance.url, owner);
    await expect(
      call(platform.instance.url, '{ viewer { tenant { id } } }', { session }),
    ).resolves.toEqual({ viewer: { tenant: { id: tenantId } } });
  });

  it('takes over the database of a platform that was killed', async () => {
    const database = databasePid(dataDir);
    platform.kill('SIGKILL');
    await platform.exit;
    platform = await startProcess(dataDir);
    expect(databasePid(dataDir)).toBe(database);
    await expect(signIn(platform.instance.url, owner)).resolves.toBeDefined();
  });

  it('recovers when the database was killed with it', async () => {
    process.kill(databasePid(dataDir)!, 'SIGKILL');
    platform.kill('SIGKILL');
    await platform.exit;
    platform = await startProcess(dataDir);
    await expect(signIn(platform.instance.url, owner)).resolves.toBeDefined();
  });

  it('brings back a database that is killed under it', async () => {
    process.kill(databasePid(dataDir)!, 'SIGKILL');
    const signedIn = async (): Promise<boolean> =>
      signIn(platform.instance.url, owner).then(
        () => true,
        () => false,
      );
    while (!(await signedIn())) await delay(100);
  });

  it('stops from another terminal', async () => {
    expect(await runToEnd('stop.mjs', settings)).toMatchObject({ code: 0 });
    expect(await platform.exit).toMatchObject({ code: 0 });
    expect(databasePid(dataDir)).toBeNull();
    expect(await runToEnd('stop.mjs', settings)).toMatchObject({
      code: 0,
      output: `No platform is running on ${dataDir}.\n`,
    });
  });

  it('lets one of two starts at once have the data', async () => {
    const starts = [startProcess(dataDir), startProcess(dataDir)];
    const outcomes = await Promise.allSettled(starts);
    const started = outcomes.filter((outcome) => outcome.status === 'fulfilled');
    const refused = outcomes.filter((outcome) => outcome.status === 'rejected');
    expect([started.length, refused.length]).toEqual([1, 1]);
    expect(String(refused[0]?.reason)).toContain('The platform is already running');
    platform = started[0]!.value;
  });

  it('tells which process hangs, and leaves it to its owner to end it', async () => {
    const { pid } = platform.instance;
    platform.kill('SIGSTOP');
    const [start, stop] = await Promise.all(
      ['start.mjs', 'stop.mjs'].map((script) => runToEnd(script, settings)),
    );
    platform.kill('SIGCONT');
    expect(start?.output).toContain(`does not answer: end process ${pid}, then start again.`);
    expect(stop?.output).toContain(`does not answer: end process ${pid}; the next start recovers.`);
    expect([start?.code, stop?.code]).toEqual([1, 1]);
  });

  it('ends with 0 on SIGTERM', async () => {
    platform.kill('SIGTERM');
    expect(await platform.exit).toMatchObject({ code: 0 });
    expect(databasePid(dataDir)).toBeNull();
  });

  it('leaves nothing behind when it is stopped before it is ready', async () => {
    const { exit, kill } = await startUntil('Starting the services', dataDir);
    kill('SIGINT');
    expect(await exit).toMatchObject({
      code: 0,
      output: expect.stringContaining('Stopped before it was ready.') as unknown,
    });
    expect(databasePid(dataDir)).toBeNull();
    expect(existsSync(path.join(dataDir, 'platform.json'))).toBe(false);
  });

  it('deletes its data only for somebody who confirms it', async () => {
    expect(await runToEnd('reset.mjs', settings)).toMatchObject({
      code: 1,
      output: expect.stringContaining('npm run reset -- --yes') as unknown,
    });
    expect(existsSync(path.join(dataDir, 'postgres'))).toBe(true);
    expect(await runToEnd('reset.mjs', settings, ['--yes'])).toMatchObject({ code: 0 });
    expect(existsSync(dataDir)).toBe(false);
  });
});
