import { spawn } from 'node:child_process';
import { root } from './paths.mjs';

/** A program's end: its exit code and what it printed. */
export class CommandFailure extends Error {
  name = 'CommandFailure';
  constructor(code, output) {
    super(`it ended with ${code}:\n${output.trim().split('\n').slice(-20).join('\n')}`);
  }
}

/**
 * Runs a program in the repository, silently; what it printed is told only when it fails.
 * @param options.signal ends it.
 * @throws {CommandFailure}
 */
export const runCommand = (command, args, { signal, environment } = {}) =>
  new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: root,
      signal,
      env: { ...process.env, ...environment },
      // npm is a command file on Windows, which only a shell can run.
      shell: command.endsWith('.cmd'),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    child.stdout.on('data', (chunk) => (output += chunk));
    child.stderr.on('data', (chunk) => (output += chunk));
    child.once('error', reject);
    child.once('close', (code) => {
      if (code === 0) resolve(output);
      else reject(new CommandFailure(code, output));
    });
  });
