import { existsSync, lstatSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { root } from './paths.mjs';
import { Refusal } from './refusal.mjs';
import { CommandFailure, runCommand } from './run-command.mjs';

const modules = join(root, 'node_modules');

const packagesOf = (file) => JSON.parse(readFileSync(file, 'utf8')).packages;

/**
 * npm leaves a copy of the lock file of what it installed; a package is missing when ours has more than that copy.
 * @param options.dev whether the tools of development count too.
 */
export const isInstalled = ({ dev = false } = {}) => {
  const copy = join(modules, '.package-lock.json');
  if (!existsSync(copy)) return false;
  const installed = packagesOf(copy);
  return Object.entries(packagesOf(join(root, 'package-lock.json'))).every(
    ([path, { version, optional, devOptional, dev: isTool }]) =>
      path === '' ||
      optional ||
      devOptional ||
      (isTool && !dev) ||
      installed[path]?.version === version,
  );
};

/** npm stands beside Node.js; under `npm start` it names itself. */
const npmCommand = () => {
  const beside = join(dirname(process.execPath), '../lib/node_modules/npm/bin/npm-cli.js');
  const script = [process.env.npm_execpath, beside].find(
    (path) => path?.endsWith('npm-cli.js') && existsSync(path),
  );
  if (script) return [process.execPath, script];
  return [process.platform === 'win32' ? 'npm.cmd' : 'npm'];
};

/**
 * Installs exactly what the lock file names, if that is not there yet. No package needs its install script (the
 * embedded database restores its library links itself), so none runs.
 * @param options.dev the tools of development too; the platform runs without them, and is installed sooner.
 * @throws {Refusal} when npm cannot.
 */
export const ensureInstalled = async ({ dev = false, progress, signal }) => {
  if (isInstalled({ dev })) return;
  if (existsSync(modules) && lstatSync(modules).isSymbolicLink())
    throw new Refusal(
      'node_modules is a link to a folder that has other packages than package-lock.json names: install there, or remove the link.',
    );
  progress.phase('Installing packages');
  const [command, ...before] = npmCommand();
  // `npm ci` empties the folder first. Tools are only added to what a running platform, and its PostgreSQL, stand on.
  const verb = isInstalled() ? ['install', '--no-save'] : ['ci'];
  const scope = dev ? '--include=dev' : '--omit=dev';
  try {
    await runCommand(
      command,
      [
        ...before,
        ...verb,
        scope,
        '--ignore-scripts',
        '--prefer-offline',
        '--no-audit',
        '--no-fund',
      ],
      { signal },
    );
  } catch (error) {
    if (!(error instanceof CommandFailure)) throw error;
    throw new Refusal(`npm cannot install the packages: ${error.message}`);
  }
};
