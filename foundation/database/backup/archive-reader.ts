import type { Hash } from 'node:crypto';
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import type { z } from 'zod';
import type { ArchiveHead, FrameKind, Section, SectionSum } from './archive-format.js';
import {
  closeSchema,
  formatName,
  formatVersion,
  frameKinds,
  headSchema,
  largestFrameBytes,
  sectionSchema,
  sumSchema,
} from './archive-format.js';
import { BackupError } from './backup-error.js';

type Frame = { kind: FrameKind; payload: Buffer };

const kinds = new Set<string>(Object.values(frameKinds));
const headerBytes = 5;

const damaged = (file: string, reason: string, cause?: unknown): BackupError =>
  new BackupError(`The archive ${file} is damaged (${reason}); nothing was changed.`, { cause });

/** The frames of a file, in order. */
const framesOf = async function* (file: string): AsyncGenerator<Frame> {
  const text = pipeline(createReadStream(file), createGunzip(), () => undefined);
  let rest: Buffer = Buffer.alloc(0);
  try {
    for await (const chunk of text as AsyncIterable<Buffer>) {
      rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
      while (rest.length >= headerBytes) {
        const kind = rest.toString('latin1', 0, 1);
        const length = rest.readUInt32BE(1);
        if (!kinds.has(kind) || length > largestFrameBytes) throw damaged(file, 'a frame is none');
        if (rest.length < headerBytes + length) break;
        yield {
          kind: kind as FrameKind,
          payload: rest.subarray(headerBytes, headerBytes + length),
        };
        rest = rest.subarray(headerBytes + length);
      }
    }
  } catch (error) {
    if (error instanceof BackupError) throw error;
    if ((error as NodeJS.ErrnoException).code === 'ENOENT')
      throw new BackupError(`There is no archive ${file}.`, { cause: error });
    throw damaged(file, (error as Error).message, error);
  }
  if (rest.length > 0) throw damaged(file, 'it ends in the middle of a frame');
};

const parsed = <TSchema extends z.ZodType>(
  file: string,
  schema: TSchema,
  payload: Buffer,
): z.output<TSchema> => {
  try {
    return schema.parse(JSON.parse(payload.toString('utf8')));
  } catch (cause) {
    throw damaged(file, 'a heading is none', cause);
  }
};

const headOf = (file: string, { kind, payload }: Frame): ArchiveHead => {
  const isOurs = kind === frameKinds.head && payload.includes(formatName);
  if (!isOurs) throw new BackupError(`${file} is no backup of this platform.`);
  const { version } = JSON.parse(payload.toString('utf8')) as { version?: unknown };
  if (version !== formatVersion)
    throw new BackupError(
      `The archive ${file} has format ${String(version)}; this release reads format ${formatVersion}. Restore it with the release that made it.`,
    );
  return parsed(file, headSchema, payload);
};

/** Takes the rows of one table. */
export type RowSink = { write(chunk: Buffer): Promise<void>; end(sum: SectionSum): Promise<void> };

type SinkFor = (section: Section, head: ArchiveHead) => RowSink | null | Promise<RowSink | null>;

/** Follows the frames of one archive and holds them to their order and sums. */
class Reading {
  readonly #total = createHash('sha256');
  #head: ArchiveHead | undefined;
  #current: { hash: Hash; sink: RowSink | null } | undefined;
  #sections = 0;
  #closed = false;

  constructor(
    private readonly file: string,
    private readonly sinkFor: SinkFor,
  ) {}

  async take(frame: Frame): Promise<void> {
    const { kind, payload } = frame;
    if (this.#closed) throw damaged(this.file, 'something follows its end');
    if (kind !== frameKinds.close) this.#total.update(headerOf(frame)).update(payload);
    if (!this.#head) this.#head = headOf(this.file, frame);
    else if (this.#current) await this.#takeWithin(this.#current, frame);
    else await this.#takeBetween(this.#head, frame);
  }

  /** @throws {BackupError} when it was not read to its end. */
  head(): ArchiveHead {
    if (!this.#head || !this.#closed) throw damaged(this.file, 'it is cut off');
    return this.#head;
  }

  async #takeBetween(head: ArchiveHead, { kind, payload }: Frame): Promise<void> {
    if (kind === frameKinds.section) {
      const sink = await this.sinkFor(parsed(this.file, sectionSchema, payload), head);
      this.#current = { hash: createHash('sha256'), sink };
    } else if (kind === frameKinds.close) {
      const close = parsed(this.file, closeSchema, payload);
      if (close.sections !== this.#sections || close.sha256 !== this.#total.digest('hex'))
        throw damaged(this.file, 'its sum is another');
      this.#closed = true;
    } else throw damaged(this.file, 'its parts are out of order');
  }

  async #takeWithin(current: { hash: Hash; sink: RowSink | null }, { kind, payload }: Frame) {
    if (kind === frameKinds.rows) {
      current.hash.update(payload);
      await current.sink?.write(payload);
    } else if (kind === frameKinds.sum) {
      const sum = parsed(this.file, sumSchema, payload);
      if (current.hash.digest('hex') !== sum.sha256)
        throw damaged(this.file, 'a table has changed');
      await current.sink?.end(sum);
      this.#current = undefined;
      this.#sections += 1;
    } else throw damaged(this.file, 'its parts are out of order');
  }
}

const headerOf = ({ kind, payload }: Frame): Buffer => {
  const header = Buffer.alloc(headerBytes);
  header.write(kind, 0, 'latin1');
  header.writeUInt32BE(payload.length, 1);
  return header;
};

/**
 * Reads an archive from end to end and checks every sum on the way.
 * @param sinkFor decides what becomes of a table's rows; null passes them over.
 * @throws {BackupError} when it is damaged, cut off or none of ours.
 */
export const readArchive = async (
  file: string,
  sinkFor: SinkFor = () => null,
): Promise<ArchiveHead> => {
  const reading = new Reading(file, sinkFor);
  for await (const frame of framesOf(file)) await reading.take(frame);
  return reading.head();
};
