import { createHash } from 'node:crypto';
import { open, rename } from 'node:fs/promises';
import { Zip, ZipDeflate } from 'fflate';

export type WrittenFile = { name: string; rows: number; bytes: number; sha256: string };

/** A zip archive that is written as it is filled; memory holds one batch, however large the archive. */
export type ZipFile = {
  /** Adds a file of one JSON text per line. */
  addLines(name: string, batches: Batches): Promise<WrittenFile>;
  addText(name: string, text: string): Promise<void>;
  /** Ends the archive and gives it its name: a file of that name is always whole. */
  finish(): Promise<{ bytes: number; sha256: string }>;
  /** Frees the file when something went wrong; harmless after `finish`. */
  abandon(): Promise<void>;
};

type Batches = AsyncIterable<readonly string[]> | Iterable<readonly string[]>;

export const createZipFile = async (path: string): Promise<ZipFile> => {
  const unfinished = `${path}.part`;
  const handle = await open(unfinished, 'w', 0o600);
  const whole = createHash('sha256');
  let pending: Uint8Array[] = [];
  let failure: Error | undefined;
  let size = 0;
  let isClosed = false;
  const zip = new Zip((error, chunk) => {
    if (error) failure = error;
    else pending.push(chunk);
  });

  const flush = async (): Promise<void> => {
    if (failure) throw failure;
    const chunks = pending;
    pending = [];
    for (const chunk of chunks) {
      whole.update(chunk);
      size += chunk.length;
      await handle.write(chunk);
    }
  };
  const close = async (): Promise<void> => {
    if (!isClosed) await handle.close();
    isClosed = true;
  };

  const addLines = async (name: string, batches: Batches): Promise<WrittenFile> => {
    const entry = new ZipDeflate(name, { level: 6 });
    zip.add(entry);
    const hash = createHash('sha256');
    let bytes = 0;
    let rows = 0;
    for await (const batch of batches) {
      const text = Buffer.from(batch.map((line) => `${line}\n`).join(''));
      hash.update(text);
      bytes += text.length;
      rows += batch.length;
      entry.push(text);
      await flush();
    }
    entry.push(new Uint8Array(0), true);
    await flush();
    return { name, rows, bytes, sha256: hash.digest('hex') };
  };

  return {
    addLines,
    async addText(name, text) {
      const entry = new ZipDeflate(name, { level: 6 });
      zip.add(entry);
      entry.push(Buffer.from(text), true);
      await flush();
    },
    async finish() {
      zip.end();
      await flush();
      await handle.sync();
      await close();
      await rename(unfinished, path);
      return { bytes: size, sha256: whole.digest('hex') };
    },
    abandon: close,
  };
};
