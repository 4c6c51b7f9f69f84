import { chmodSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

const errorCodeOf = (error: unknown): string | undefined => (error as NodeJS.ErrnoException).code;

/**
 * The text of a file that only its owner may read, made by `create` at the first call. Linking is atomic: of two
 * first calls at once, one text holds, and a killed one leaves no half file.
 */
export const readOrCreateSecret = (file: string, create: () => string): string => {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (errorCodeOf(error) !== 'ENOENT') throw error;
  }
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, create(), { mode: 0o600 });
  chmodSync(draft, 0o600);
  try {
    linkSync(draft, file);
  } catch (error) {
    if (errorCodeOf(error) !== 'EEXIST') throw error;
  } finally {
    rmSync(draft, { force: true });
  }
  return readFileSync(file, 'utf8');
};
