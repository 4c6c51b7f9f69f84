import { mkdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { join, relative } from 'node:path';
import { Refusal } from './refusal.mjs';

const megabyte = 1024 * 1024;
/** The empty database with its write-ahead log, and room to work. */
const neededToRun = 300 * megabyte;
/** node_modules and what npm unpacks meanwhile. */
const neededToInstall = 1200 * megabyte;

/** @throws {Refusal} when the platform could not write its data into `folder`. */
export const assertWritable = (folder) => {
  const probe = join(folder, `.write-probe-${process.pid}`);
  try {
    // The database may run as another user than root and has to pass through.
    mkdirSync(folder, { recursive: true, mode: 0o755 });
    writeFileSync(probe, '');
    rmSync(probe);
  } catch (error) {
    throw new Refusal(
      `The platform cannot write its data to ${folder} (${error.code}): make that folder writable for this user, or name another one in DATA_DIR.`,
    );
  }
};

/** @throws {Refusal} when the disk under `folder` is too full to begin. */
export const assertSpace = (folder, { installs }) => {
  const needed = neededToRun + (installs ? neededToInstall : 0);
  const { bavail, bsize } = statfsSync(folder);
  const free = Number(bavail) * Number(bsize);
  if (free < needed)
    throw new Refusal(
      `The disk of ${relative('', folder) || folder} has ${Math.floor(free / megabyte)} MB left and the platform needs ${needed / megabyte} MB to ${installs ? 'install and ' : ''}start: free some space, or name a folder on another disk in DATA_DIR.`,
    );
};

const canListen = (host, port) =>
  new Promise((resolve) => {
    const server = createServer();
    server.once('error', (error) => resolve(error.code));
    server.listen({ host, port, exclusive: true }, () => server.close(() => resolve(null)));
  });

const accepts = (host, port) =>
  new Promise((resolve) => {
    const socket = connect({ host, port });
    const settle = (answer) => {
      socket.destroy();
      resolve(answer);
    };
    socket.setTimeout(1_000, () => settle(false));
    socket.once('connect', () => settle(true));
    socket.once('error', () => settle(false));
  });

/** Whoever listens on another address of `localhost` would answer in our place, though we could bind the port. */
const someoneAnswers = async (port) =>
  (await Promise.all(['127.0.0.1', '::1'].map((host) => accepts(host, port)))).includes(true);

const portFault = async ({ name, host, port, portVariable }) => {
  if (port === 0) return null;
  const code = await canListen(host, port);
  if (code === 'EACCES')
    return `${port} (${name}, ${portVariable}) is reserved for the administrator`;
  if (code === 'EADDRINUSE' || (await someoneAnswers(port)))
    return `${port} (${name}, ${portVariable}) is taken`;
  return code ? `${port} (${name}, ${portVariable}) cannot be used: ${code}` : null;
};

/**
 * @param ports `{ name, host, port, portVariable }` of every service.
 * @throws {Refusal} naming all ports that cannot be had, at once.
 */
export const assertPortsFree = async (ports) => {
  const doubled = ports.filter(
    ({ port }, at) => port !== 0 && ports.some((other, i) => i < at && other.port === port),
  );
  if (doubled.length > 0)
    throw new Refusal(
      `Two services cannot share a port: ${doubled.map(({ port, portVariable }) => `${portVariable}=${port}`).join(', ')} is already another service's.`,
    );
  const faults = (await Promise.all(ports.map(portFault))).filter(Boolean);
  if (faults.length === 0) return;
  throw new Refusal(
    `${faults.length === 1 ? 'Port' : 'Ports'} ${faults.join(', ')}: stop the program that listens there, or give the variable in brackets a free port (in .env or before the command).`,
  );
};
