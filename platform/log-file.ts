import { closeSync, fstatSync, mkdirSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { DestinationStream } from 'pino';

export type LogFile = DestinationStream & { path: string; close(): void };

/**
 * JSON lines in `<folder>/<name>.log`, of at most `maxBytes`; then it becomes `<name>.1.log`, that one `<name>.2.log`
 * and so on, and what would be the file after `kept` is deleted. A full disk costs log lines, never the platform.
 */
export const openLogFile = (options: {
  folder: string;
  name: string;
  maxBytes?: number;
  kept?: number;
}): LogFile => {
  const { folder, name, maxBytes = 10_000_000, kept = 4 } = options;
  const path = join(folder, `${name}.log`);
  const older = (age: number): string => (age === 0 ? path : join(folder, `${name}.${age}.log`));
  mkdirSync(folder, { recursive: true });
  let descriptor: number | null = null;
  let size = 0;
  let lost = 0;

  const open = (): number => {
    const opened = openSync(path, 'a', 0o600);
    size = fstatSync(opened).size;
    return opened;
  };

  const close = (): void => {
    if (descriptor !== null) closeSync(descriptor);
    descriptor = null;
  };

  const rotate = (): void => {
    close();
    rmSync(older(kept), { force: true });
    for (let age = kept - 1; age >= 0; age--) moveIfPresent(older(age), older(age + 1));
  };

  const append = (text: string): void => {
    descriptor ??= open();
    if (size > 0 && size + text.length > maxBytes) rotate();
    descriptor ??= open();
    size += writeSync(descriptor, text);
  };

  return {
    path,
    write(line) {
      try {
        if (lost > 0)
          append(`${JSON.stringify({ level: 40, msg: `${lost} log lines were lost` })}\n`);
        lost = 0;
        append(line);
      } catch {
        lost += 1;
      }
    },
    close,
  };
};

const moveIfPresent = (from: string, to: string): void => {
  try {
    renameSync(from, to);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
};
