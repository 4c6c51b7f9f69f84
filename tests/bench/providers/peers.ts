import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Child } from '../gateway/child-process.js';
import { startChild } from '../gateway/child-process.js';

const folder = join(import.meta.dirname, '../../../.cache/bench-peers/portkey');

const manifest = {
  private: true,
  dependencies: { '@portkey-ai/gateway': '1.15.2' },
  // With a newer one every stream of this gateway is answered by HTTP 500.
  overrides: { '@hono/node-server': '1.13.5' },
};

/** Installed by the benchmark beside the repository's own packages, never among them; false when it cannot be had. */
export const installPortkey = (): boolean => {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest));
  if (existsSync(join(folder, 'node_modules/@portkey-ai/gateway/package.json'))) return true;
  console.log('Installing @portkey-ai/gateway for comparison (once) …');
  const flags = ['--no-audit', '--no-fund', '--silent', '--ignore-scripts'];
  const { status } = spawnSync('npm', ['install', ...flags], { cwd: folder, stdio: 'inherit' });
  if (status !== 0) console.log('It cannot be installed here and is left out.');
  return status === 0;
};

const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });

export const startPortkey = async (): Promise<{ child: Child; url: string }> => {
  const port = await freePort();
  const program = join(folder, 'node_modules/@portkey-ai/gateway/build/start-server.js');
  const child = startChild(process.execPath, [program, `--port=${port}`, '--headless']);
  const url = `http://127.0.0.1:${port}`;
  for (;;) {
    if (await fetch(url).catch(() => null)) return { child, url };
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
};
