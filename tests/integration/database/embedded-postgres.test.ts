import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { withConnection } from '../../../foundation/database/connection.js';
import { chooseDatabaseUser } from '../../../foundation/database/embedded/operating-system-user.js';
import type { EmbeddedPostgres } from '../../../foundation/database/embedded-postgres.js';
import {
  removeEmbeddedPostgres,
  startEmbeddedPostgres,
  stopEmbeddedPostgres,
} from '../../../foundation/database/embedded-postgres.js';

const asRoot = process.getuid?.() === 0 ? it : it.skip;

let scratch: string;
let dataDir: string;
let systemDir: string;

beforeEach(() => {
  scratch = mkdtempSync(path.join(os.tmpdir(), 'embedded-postgres-'));
  chmodSync(scratch, 0o755);
  dataDir = path.join(scratch, 'data');
  systemDir = path.join(scratch, 'system');
});

afterEach(async () => {
  await removeEmbeddedPostgres({ dataDir, systemDir });
  rmSync(scratch, { recursive: true, force: true });
});

const start = (options: Partial<Parameters<typeof startEmbeddedPostgres>[0]> = {}) =>
  startEmbeddedPostgres({ dataDir, systemDir, durable: false, ...options });

const ask = async (server: EmbeddedPostgres, sql: string): Promise<Record<string, unknown>> =>
  withConnection(server.url, async (client) => {
    const { rows } = await client.query<Record<string, unknown>>(sql);
    return rows[0] ?? {};
  });

const serverPid = (): number =>
  Number(readFileSync(path.join(dataDir, 'cluster/postmaster.pid'), 'utf8').split('\n')[0]);

describe('a first start', () => {
  it('creates a UTC database whose owner may create roles but is no superuser', async () => {
    const server = await start();
    expect(server.adopted).toBe(false);
    expect(await ask(server, 'SHOW timezone')).toEqual({ TimeZone: 'UTC' });
    expect(
      await ask(
        server,
        'SELECT rolsuper, rolcreaterole, rolcreatedb FROM pg_roles WHERE rolname = current_user',
      ),
    ).toEqual({ rolsuper: false, rolcreaterole: true, rolcreatedb: false });
    expect(await ask(server, 'SHOW server_encoding')).toEqual({ server_encoding: 'UTF8' });
  });

  it('keeps the password for its own eyes', async () => {
    await start();
    expect(statSync(path.join(dataDir, 'password')).mode & 0o777).toBe(0o600);
  });

  it('clears away what a killed first start left, and nothing of one that is still at work', async () => {
    mkdirSync(path.join(dataDir, 'cluster.init-999999999-1a2b'), { recursive: true });
    mkdirSync(path.join(dataDir, `cluster.init-${process.ppid}-1a2b`));
    await start();
    expect(existsSync(path.join(dataDir, 'cluster.init-999999999-1a2b'))).toBe(false);
    expect(existsSync(path.join(dataDir, `cluster.init-${process.ppid}-1a2b`))).toBe(true);
  });

  it('may happen twice at once within a process: both get the same server', async () => {
    const [one, other] = await Promise.all([start(), start()]);
    expect(one.url).toBe(other.url);
    expect([one.adopted, other.adopted].sort()).toEqual([false, true]);
  });

  it('may happen in two processes at once: both get the same server', async () => {
    const fixture = path.join(import.meta.dirname, 'fixtures/start-and-wait.ts');
    const parents = [1, 2].map(() =>
      spawn(process.execPath, ['scripts/run-ts.mjs', fixture, dataDir], {
        stdio: ['ignore', 'pipe', 'inherit'],
      }),
    );
    const ports = await Promise.all(
      parents.map(async (parent) => String((await once(parent.stdout, 'data'))[0]).trim()),
    );
    expect(ports[0]).toBe(ports[1]);
    for (const parent of parents) {
      parent.kill('SIGKILL');
      await once(parent, 'exit');
    }
  });
});

describe('a later start', () => {
  it('finds its data again after a stop, which may be asked for twice', async () => {
    const first = await start({ durable: true });
    await ask(first, 'CREATE TABLE kept AS SELECT 42 AS answer');
    await first.stop();
    await first.stop();
    expect(await ask(await start(), 'SELECT answer FROM kept')).toEqual({ answer: 42 });
  });

  it('adopts the server of a parent that was killed', async () => {
    const fixture = path.join(import.meta.dirname, 'fixtures/start-and-wait.ts');
    const parent = spawn(process.execPath, ['scripts/run-ts.mjs', fixture, dataDir], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const port = Number((await once(parent.stdout, 'data'))[0]);
    parent.kill('SIGKILL');
    await once(parent, 'exit');

    const server = await start();
    expect(server).toMatchObject({ adopted: true, port });
    await server.stop();
    expect(await stopEmbeddedPostgres({ dataDir, systemDir })).toBe(false);
  });

  it('recovers everything acknowledged when the server itself was killed', async () => {
    const first = await start({ durable: true });
    await ask(first, 'CREATE TABLE kept AS SELECT 42 AS answer');
    process.kill(serverPid(), 'SIGKILL');

    const second = await start({ durable: true });
    expect(second.adopted).toBe(false);
    expect(await ask(second, 'SELECT answer FROM kept')).toEqual({ answer: 42 });
  });

  it('is not misled by a stale pid file whose process id now belongs to another program of the same user', async () => {
    const first = await start();
    await first.stop();
    const runAs = await chooseDatabaseUser(path.join(dataDir, 'cluster'));
    const stranger = spawn('sleep', ['60'], { ...runAs, stdio: 'ignore' });
    await once(stranger, 'spawn');
    const pidFile = path.join(dataDir, 'cluster/postmaster.pid');
    writeFileSync(pidFile, `${stranger.pid}\n${dataDir}/cluster\n1\n5432\n\n127.0.0.1\n\nready\n`);

    const second = await start();
    expect(second.adopted).toBe(false);
    expect(await ask(second, 'SELECT 1 AS one')).toEqual({ one: 1 });
    stranger.kill();
    await once(stranger, 'exit');
  });
});

describe('what stands in the way is said in one sentence', () => {
  it('a port that is taken', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    await expect(start({ port })).rejects.toThrow(
      `The database's port ${port} is taken: stop what uses it, or choose another.`,
    );
    other.close();
  });

  it('a folder that cannot be made', async () => {
    writeFileSync(path.join(scratch, 'file'), '');
    const inFile = path.join(scratch, 'file/data');
    await expect(startEmbeddedPostgres({ dataDir: inFile })).rejects.toThrow(
      `The database folder ${inFile} cannot be created or written (ENOTDIR)`,
    );
  });

  it('data of another major version', async () => {
    mkdirSync(path.join(dataDir, 'cluster'), { recursive: true });
    writeFileSync(path.join(dataDir, 'cluster/PG_VERSION'), '17\n');
    await expect(start()).rejects.toThrow(/was made by PostgreSQL 17, but this release brings/);
  });

  it('a password file that is gone', async () => {
    mkdirSync(path.join(dataDir, 'cluster'), { recursive: true });
    await expect(start()).rejects.toThrow(/^The password of the database in .* is gone/);
  });

  it('a parameter that the server refuses', async () => {
    await expect(start({ parameters: { shared_buffers: 'plenty' } })).rejects.toThrow(
      /^The database does not start: .*shared_buffers/,
    );
  });
});

describe('started by root', () => {
  asRoot('the server runs as another user', async () => {
    await start();
    expect(statSync(`/proc/${serverPid()}`).uid).not.toBe(0);
  });

  asRoot(
    'data in a folder closed to that user is kept where it can reach, and removed with it',
    async () => {
      chmodSync(scratch, 0o700);
      systemDir = mkdtempSync(path.join(os.tmpdir(), 'embedded-postgres-system-'));
      const first = await start({ durable: true });
      await ask(first, 'CREATE TABLE kept AS SELECT 42 AS answer');
      await first.stop();
      expect(await ask(await start(), 'SELECT answer FROM kept')).toEqual({ answer: 42 });

      const relocated = readFileSync(path.join(dataDir, 'relocated-to'), 'utf8').trim();
      expect(existsSync(path.join(relocated, 'cluster'))).toBe(true);
      await stopEmbeddedPostgres({ dataDir, systemDir });
      rmSync(systemDir, { recursive: true });
      expect(await ask(await start(), `SELECT to_regclass('kept') AS kept`)).toEqual({
        kept: null,
      });
      await removeEmbeddedPostgres({ dataDir, systemDir });
      expect(existsSync(relocated)).toBe(false);
      rmSync(systemDir, { recursive: true });
    },
  );
});
