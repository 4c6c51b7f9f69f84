import { spawn } from 'node:child_process';

/** Credentials that a child process takes on; absent when it runs as whoever we are. */
export type RunAs = { uid: number; gid: number };

export type CommandResult = { exitCode: number | null; output: string };

/**
 * The environment of PostgreSQL's programs: nothing of ours reaches them, so that no locale, time zone or library path
 * of a shell changes the database. Windows programs do not start without theirs.
 */
export const databaseEnvironment =
  process.platform === 'win32' ? {} : { env: { LC_ALL: 'C', TZ: 'UTC' } };

/** Runs a program to its end and collects what it printed. Never rejects: a program that cannot start has no exit code. */
export const runCommand = (
  program: string,
  args: readonly string[],
  runAs?: RunAs,
): Promise<CommandResult> =>
  new Promise((resolve) => {
    const child = spawn(program, args, {
      ...runAs,
      ...databaseEnvironment,
      cwd: process.platform === 'win32' ? process.cwd() : '/',
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    const collect = (chunk: Buffer): void => {
      output += chunk.toString();
    };
    child.stdout.on('data', collect);
    child.stderr.on('data', collect);
    child.once('error', (error) => resolve({ exitCode: null, output: error.message }));
    child.once('close', (exitCode) => resolve({ exitCode, output }));
  });
