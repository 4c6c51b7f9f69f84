import { afterAll, afterEach, describe, expect, it } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync, cpSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo, Server } from 'node:net';
import path from 'node:path';
import { databasePid, hermetic, makeDataDir, runToEnd } from './platform-process.js';

const root = path.join(import.meta.dirname, '../../..');

const occupyPort = (host: string): Promise<Server> =>
  new Promise((resolve) => {
    const server = createServer();
    server.listen(0, host, () => resolve(server));
  });

const portOf = (server: Server): string => String((server.address() as AddressInfo).port);

describe('a start that cannot succeed', () => {
  const folder = makeDataDir();
  const settings = { DATA_DIR: path.join(folder, 'data') };
  const occupied: Server[] = [];

  afterEach(() => {
    for (const server of occupied.splice(0)) server.close();
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('names every port that is taken, its service and the variable that moves it', async () => {
    occupied.push(await occupyPort('127.0.0.1'), await occupyPort('0.0.0.0'));
    const [api, trading] = occupied.map(portOf) as [string, string];
    const { code, output } = await runToEnd('start.mjs', {
      ...settings,
      GATEWAY_PORT: api,
      TRADING_PORT: trading,
    });
    expect(output.trim()).toBe(
      `Ports ${trading} (trading-engine, TRADING_PORT) is taken, ${api} (api-gateway, GATEWAY_PORT) is taken: ` +
        'stop the program that listens there, or give the variable in brackets a free port (in .env or before the command).',
    );
    expect(code).toBe(1);
  });

  it('sees who else answers on localhost, though the port could be bound', async () => {
    occupied.push(await occupyPort('::1'));
    const [port] = occupied.map(portOf) as [string];
    const { code, output } = await runToEnd('start.mjs', { ...settings, GATEWAY_PORT: port });
    expect(output).toContain(`Port ${port} (api-gateway, GATEWAY_PORT) is taken`);
    expect(code).toBe(1);
  });

  it.each([
    ['a word', 'abc', 'GATEWAY_PORT must be a port (0 to 65535), not "abc".'],
    ['a number too large', '70000', 'GATEWAY_PORT must be a port (0 to 65535), not "70000".'],
  ])('refuses %s as a port', async (_what, GATEWAY_PORT, sentence) => {
    const { code, output } = await runToEnd('start.mjs', { ...settings, GATEWAY_PORT });
    expect(output.trim()).toBe(sentence);
    expect(code).toBe(1);
  });

  it('refuses two services on one port', async () => {
    const shared = { HUB_PORT: '45001', TRADING_PORT: '45001' };
    const { code, output } = await runToEnd('start.mjs', { ...settings, ...shared });
    expect(output).toContain('Two services cannot share a port: TRADING_PORT=45001');
    expect(code).toBe(1);
  });

  it('says which folder cannot be written', async () => {
    const file = path.join(folder, 'in-the-way');
    writeFileSync(file, '');
    const { code, output } = await runToEnd('start.mjs', { DATA_DIR: path.join(file, 'data') });
    expect(output.trim()).toBe(
      `The platform cannot write its data to ${path.join(file, 'data')} (ENOTDIR): ` +
        'make that folder writable for this user, or name another one in DATA_DIR.',
    );
    expect(code).toBe(1);
  });

  it('names every setting that cannot be used, before anything is started', async () => {
    const { code, output } = await runToEnd('start.mjs', {
      ...settings,
      LOG_LEVEL: 'loud',
      GATEWAY_MAX_DEPTH: '0',
    });
    expect(output).toContain('  - LOG_LEVEL: ');
    expect(output).toContain('  - GATEWAY_MAX_DEPTH: ');
    expect(output).not.toContain('    at ');
    expect(code).toBe(1);
    expect(databasePid(settings.DATA_DIR)).toBeNull();
  });

  it('says that the database of DATABASE_URL cannot be reached, without its password', async () => {
    occupied.push(await occupyPort('127.0.0.1'));
    const [port] = occupied.map(portOf) as [string];
    occupied.splice(0)[0]?.close();
    const { code, output } = await runToEnd('start.mjs', {
      ...settings,
      DATABASE_URL: `postgresql://me:topsecret@127.0.0.1:${port}/platform`,
    });
    expect(output).toContain(`The database of DATABASE_URL (127.0.0.1:${port}/platform as me)`);
    expect(output).toContain('ECONNREFUSED');
    expect(output).not.toContain('topsecret');
    expect(output).not.toContain('    at ');
    expect(code).toBe(1);
  });

  it('explains itself to whoever mistypes', async () => {
    const { code, output } = await runToEnd('start.mjs', settings, ['--fast']);
    expect(output).toContain("Unknown option '--fast'");
    expect(output).toContain('npm start');
    expect(code).toBe(2);
  });

  it('needs no more than its version check to refuse an old Node.js', () => {
    const check = `import('./scripts/lifecycle/node-version.mjs').then(({ nodeVersionFault }) =>
      ['20.18.3', '18.20.0', '20.19.0', '22.1.0'].map(nodeVersionFault)).then(JSON.stringify).then(console.log)`;
    const { stdout } = spawnSync(process.execPath, ['-e', check], { cwd: root, encoding: 'utf8' });
    const advice = 'install a current one from https://nodejs.org and try again.';
    expect(JSON.parse(stdout)).toEqual([
      `The platform needs Node.js 20.19 or newer, and this is 20.18.3: ${advice}`,
      `The platform needs Node.js 20.19 or newer, and this is 18.20.0: ${advice}`,
      null,
      null,
    ]);
  });
});

describe('a start in a clone without its packages', () => {
  const folder = makeDataDir();
  const clone = path.join(folder, 'clone');
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const startIn = (npm: string) =>
    spawnSync(process.execPath, [path.join(clone, 'scripts/start.mjs')], {
      cwd: folder,
      encoding: 'utf8',
      env: { ...hermetic, npm_execpath: npm },
    });

  const makeClone = () => {
    rmSync(clone, { recursive: true, force: true });
    mkdirSync(clone);
    for (const part of ['scripts', 'platform/services.json', 'package.json', 'package-lock.json'])
      cpSync(path.join(root, part), path.join(clone, part), { recursive: true });
  };

  it('tells the end of what npm said when npm cannot install, and leaves nothing running', () => {
    makeClone();
    const npm = path.join(folder, 'npm-cli.js');
    writeFileSync(npm, 'console.error("npm error no network"); process.exit(1);');
    const { status, stdout, stderr } = startIn(npm);
    expect(stdout).toMatch(/Installing packages … failed/);
    expect(stderr).toContain(
      'npm cannot install the packages: it ended with 1:\nnpm error no network',
    );
    expect(status).toBe(1);
    expect(readdirSync(path.join(clone, '.data'))).toEqual([]);
  });

  it('reads .env, wherever it is started from', () => {
    makeClone();
    writeFileSync(path.join(folder, 'in-the-way'), '');
    writeFileSync(path.join(clone, '.env'), 'DATA_DIR=../in-the-way/data\n');
    const { status, stderr } = startIn(path.join(folder, 'npm-cli.js'));
    expect(stderr).toContain(`cannot write its data to ${path.join(folder, 'in-the-way/data')}`);
    expect(status).toBe(1);
  });

  it('does not install through a link into packages that others use', () => {
    makeClone();
    const others = path.join(folder, 'others');
    mkdirSync(others);
    symlinkSync(others, path.join(clone, 'node_modules'));
    const { status, stderr } = startIn(path.join(folder, 'npm-cli.js'));
    expect(stderr).toContain('node_modules is a link');
    expect(status).toBe(1);
  });
});
