import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { commentFaults } from './comments/comment-faults.js';

const root = join(import.meta.dirname, '..');

const sources = execFileSync(
  'git',
  [
    'ls-files',
    '--cached',
    '--others',
    '--exclude-standard',
    '--',
    '*.ts',
    '*.tsx',
    '*.js',
    '*.mjs',
    '*.cjs',
  ],
  { cwd: root, encoding: 'utf8' },
)
  .split('\n')
  .filter((path) => path !== '' && !path.includes('__generated__') && existsSync(join(root, path)));

const faults = sources.flatMap((path) =>
  commentFaults(path, readFileSync(join(root, path), 'utf8')).map(
    ({ line, message }) => `${path}:${line} ${message}`,
  ),
);

if (faults.length > 0) {
  console.error(
    `${faults.join('\n')}\n\nSay why, an invariant, a unit or a trap; the code says the rest.`,
  );
  process.exitCode = 1;
} else {
  console.log(`The comments of ${sources.length} files are short and say no code.`);
}
