// Nothing secret, private to one machine, or pointing at one package registry goes into a committed file.
import { execFileSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { faultsIn } from './secrets/committed-text.js';

const root = join(import.meta.dirname, '..');
const largestTextBytes = 5_000_000;

const committed = execFileSync(
  'git',
  ['ls-files', '-z', '--cached', '--others', '--exclude-standard'],
  {
    cwd: root,
    encoding: 'utf8',
  },
)
  .split('\0')
  .filter((path) => path !== '');

const faults = committed.flatMap((path) => {
  const file = join(root, path);
  const stats = statSync(file, { throwIfNoEntry: false });
  if (!stats?.isFile() || stats.size > largestTextBytes) return [];
  const text = readFileSync(file, 'latin1');
  return text.includes('\0') ? [] : faultsIn(path, text);
});

if (faults.length > 0) {
  console.error(
    `${faults.join('\n')}\n\nTake it out; a secret that was ever committed must be replaced.`,
  );
  process.exit(1);
}
console.log(`${committed.length} files hold no secret and no registry address.`);
