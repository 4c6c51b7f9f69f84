import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { cleanUp, makeDataDir, startProcess } from '../lifecycle/platform-process.js';

/** A platform behind an address that stays the same when it is stopped and started again. */
export const startRestartable = async () => {
  const dataDir = makeDataDir();
  let platform = await startProcess(dataDir);
  const sockets = new Set<Socket>();
  const door = createServer((client) => {
    const upstream = connect(Number(new URL(platform.instance.url).port), '127.0.0.1');
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      // A platform that is away refuses; the browser sees its own connection end.
      socket.on('error', () => undefined);
      socket.on('close', () => {
        sockets.delete(socket);
        client.destroy();
        upstream.destroy();
      });
    }
    client.pipe(upstream).pipe(client);
  });
  door.listen(0, '127.0.0.1');
  await once(door, 'listening');
  return {
    url: `http://localhost:${(door.address() as AddressInfo).port}/`,
    async stop(): Promise<void> {
      platform.kill('SIGTERM');
      await platform.exit;
    },
    async start(): Promise<void> {
      platform = await startProcess(dataDir);
    },
    async close(): Promise<void> {
      for (const socket of sockets) socket.destroy();
      door.close();
      await once(door, 'close');
      await cleanUp(dataDir);
    },
  };
};
