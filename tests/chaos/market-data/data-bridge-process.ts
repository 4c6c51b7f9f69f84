import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../../..');

export type DataBridgeProcess = {
  url: string;
  /** Without a chance to finish anything. */
  kill(): Promise<void>;
  stop(): Promise<void>;
};

/** data-bridge as a process of its own, once it listens. */
export const startDataBridge = async (
  environment: Record<string, string>,
): Promise<DataBridgeProcess> => {
  const child = spawn(
    process.execPath,
    [join(root, 'scripts/run-ts.mjs'), join(root, 'subgraphs/market-data/main.ts')],
    {
      cwd: root,
      env: {
        PATH: process.env['PATH'] ?? '',
        ...{ MARKET_DATA_PORT: '0', SERVICE_HOST: '127.0.0.1', HUB_URL: 'http://127.0.0.1:1' },
        INTERNAL_IDENTITY_KEY: Buffer.alloc(32, 7).toString('base64'),
        ...environment,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  const ended = once(child, 'close');
  let output = '';
  const url = await new Promise<string>((resolve, reject) => {
    const read = (chunk: Buffer): void => {
      output += chunk.toString();
      const [, address] = /"url":"([^"]+)"[^\n]*"the service listens"/.exec(output) ?? [];
      if (address !== undefined) resolve(address);
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    void ended.then(() => reject(new Error(`data-bridge ended: ${output}`)));
  });
  const end = async (signal: 'SIGKILL' | 'SIGTERM'): Promise<void> => {
    child.kill(signal);
    await ended;
  };
  return { url, kill: () => end('SIGKILL'), stop: () => end('SIGTERM') };
};
