import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createWriteStream, renameSync, rmSync } from 'node:fs';
import { finished } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import type { ArchiveHead, FrameKind, Section } from './archive-format.js';
import { frameKinds } from './archive-format.js';

export type ArchiveWriter = {
  /** Writes one table. @returns its number of rows. */
  section(section: Section, rows: AsyncIterable<Buffer>): Promise<number>;
  /** Closes the archive; only now it stands under its name. */
  finish(): Promise<void>;
  /** Leaves nothing behind. */
  abandon(): Promise<void>;
};

const newline = 0x0a;

const countRows = (chunk: Buffer): number => {
  let rows = 0;
  for (let at = chunk.indexOf(newline); at !== -1; at = chunk.indexOf(newline, at + 1)) rows += 1;
  return rows;
};

/** Begins an archive in `file`, readable by its owner alone: it holds everything. */
export const createArchiveWriter = async (
  file: string,
  head: ArchiveHead,
): Promise<ArchiveWriter> => {
  const draft = `${file}.partial`;
  const target = createWriteStream(draft, { mode: 0o600, flush: true });
  const gzip = createGzip({ level: 1 });
  gzip.pipe(target);
  // A disk that is full breaks both; whoever writes next is told.
  let failure: Error | undefined;
  for (const stream of [gzip, target])
    stream.on('error', (error: Error) => {
      failure ??= error;
      gzip.destroy();
    });
  const total = createHash('sha256');
  let sections = 0;

  const put = async (kind: FrameKind, payload: Buffer): Promise<void> => {
    const header = Buffer.alloc(5);
    header.write(kind, 0, 'latin1');
    header.writeUInt32BE(payload.length, 1);
    if (kind !== frameKinds.close) total.update(header).update(payload);
    gzip.write(header);
    if (!gzip.write(payload) && !failure)
      await Promise.race([once(gzip, 'drain'), once(gzip, 'close')]);
    if (failure) throw failure;
  };
  const putJson = (kind: FrameKind, value: unknown) =>
    put(kind, Buffer.from(JSON.stringify(value)));

  await putJson(frameKinds.head, head);
  return {
    async section(section, rows) {
      await putJson(frameKinds.section, section);
      const hash = createHash('sha256');
      let count = 0;
      for await (const chunk of rows) {
        hash.update(chunk);
        count += countRows(chunk);
        await put(frameKinds.rows, chunk);
      }
      await putJson(frameKinds.sum, { rows: count, sha256: hash.digest('hex') });
      sections += 1;
      return count;
    },
    async finish() {
      await putJson(frameKinds.close, { sections, sha256: total.digest('hex') });
      gzip.end();
      await finished(target);
      renameSync(draft, file);
    },
    async abandon() {
      gzip.destroy();
      target.destroy();
      await finished(target).catch(() => undefined);
      rmSync(draft, { force: true });
    },
  };
};
