import { spawn } from 'node:child_process';
import { join } from 'node:path';

const script = join(import.meta.dirname, '../../../scripts/gateway.mjs');

export type StandaloneProcess = {
  /** Resolves with its address once it listens; rejects when it ends first. */
  listening: Promise<string>;
  exit: Promise<number | null>;
  output(): string;
  /** Resolves with the code it ended with. */
  stop(): Promise<number | null>;
};

/** Starts the gateway as `npm run gateway` does, from `folder` and with nothing else in its environment. */
export const startStandalone = (
  environment: Record<string, string>,
  folder: string,
): StandaloneProcess => {
  const child = spawn(process.execPath, [script], {
    cwd: folder,
    env: { PATH: process.env['PATH'] ?? '', GATEWAY_HOST: '127.0.0.1', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const exit = new Promise<number | null>((resolve) => child.once('close', resolve));
  const listening = new Promise<string>((resolve, reject) => {
    const read = (chunk: Buffer): void => {
      output += chunk.toString();
      const [, url] = /"url":"([^"]+)".*"the gateway listens"/.exec(output) ?? [];
      if (url !== undefined) resolve(url);
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    void exit.then((code) => reject(new Error(`it ended with ${String(code)}: ${output}`)));
  });
  // A process that is meant to be refused is waited for by its exit.
  listening.catch(() => undefined);
  return {
    listening,
    exit,
    output: () => output,
    stop() {
      child.kill('SIGTERM');
      return exit;
    },
  };
};
