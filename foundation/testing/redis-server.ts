import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';

export type RedisServer = { url: string; port: number; stop(): Promise<void> };

/** Whether this machine can run a Redis of its own. */
export const hasRedisServer = (): boolean =>
  spawnSync('redis-server', ['--version'], { stdio: 'ignore' }).status === 0;

/** A private, empty Redis on a free loopback port; gone with `stop()`. */
export const startRedisServer = async (port?: number): Promise<RedisServer> => {
  const bound = port ?? (await freePort());
  const server = spawn(
    'redis-server',
    ['--port', String(bound), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  await new Promise<void>((resolve, reject) => {
    server.stdout.on('data', (chunk: Buffer) => {
      if (chunk.toString().includes('Ready to accept connections')) resolve();
    });
    server.once('exit', (code) =>
      reject(new Error(`redis-server exited with ${code ?? 'a signal'}`)),
    );
  });
  return {
    url: `redis://127.0.0.1:${bound}`,
    port: bound,
    async stop() {
      if (server.exitCode !== null) return;
      const exited = once(server, 'exit');
      server.kill('SIGTERM');
      await exited;
    },
  };
};

const freePort = async (): Promise<number> => {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, 'close');
  return port;
};
