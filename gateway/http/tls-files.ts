import { readFileSync, unwatchFile, watchFile } from 'node:fs';
import type { Stats } from 'node:fs';
import type { Server } from 'node:https';
import path from 'node:path';
import { createSecureContext } from 'node:tls';
import type { Logger } from '../../foundation/logging/logger.js';
import { StartupError } from '../../foundation/process/startup-error.js';
import type { GatewaySettings } from '../settings.js';

/** A certificate chain and its key, each in PEM, as whoever renews them writes them. */
export type TlsFiles = { certFile: string; keyFile: string };

/** How often the files are looked at: by number, for a renewal may replace a link or a whole folder. */
const lookEveryMs = 2_000;

/** @throws {StartupError} when only one of the two is set. */
export const tlsFilesOf = ({
  GATEWAY_TLS_CERT_FILE: certFile,
  GATEWAY_TLS_KEY_FILE: keyFile,
}: GatewaySettings): TlsFiles | null => {
  if (certFile === undefined && keyFile === undefined) return null;
  if (certFile === undefined || keyFile === undefined)
    throw new StartupError(
      'GATEWAY_TLS_CERT_FILE and GATEWAY_TLS_KEY_FILE belong together: set both, or neither.',
    );
  return { certFile: path.resolve(certFile), keyFile: path.resolve(keyFile) };
};

/** @throws {StartupError} naming the files, when they cannot be read or do not belong together. */
export const readTls = ({ certFile, keyFile }: TlsFiles): { cert: Buffer; key: Buffer } => {
  try {
    const pair = { cert: readFileSync(certFile), key: readFileSync(keyFile) };
    createSecureContext(pair);
    return pair;
  } catch (error) {
    throw new StartupError(
      `TLS cannot be served with ${certFile} and ${keyFile}: ${(error as Error).message}.`,
    );
  }
};

/**
 * Takes renewed files on without a restart: connections from then on use them. What cannot be used, such as a
 * certificate whose key is yet to be written, is left and looked at again when either file changes.
 * @returns stops watching.
 */
export const followTls = (server: Server, files: TlsFiles, logger: Logger): (() => void) => {
  const renew = (now: Stats, before: Stats): void => {
    if (now.mtimeMs === before.mtimeMs && now.ino === before.ino) return;
    try {
      server.setSecureContext(readTls(files));
      logger.info(files, 'the renewed certificate is served');
    } catch (error) {
      logger.error({ err: error }, 'the renewed certificate cannot be served; the one before is');
    }
  };
  const watched = [files.certFile, files.keyFile];
  for (const file of watched) watchFile(file, { interval: lookEveryMs, persistent: false }, renew);
  return () => {
    for (const file of watched) unwatchFile(file, renew);
  };
};
