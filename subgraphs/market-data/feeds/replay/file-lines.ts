import { createReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';
import { RecordingError } from './recording-error.js';
import { ZippedFile } from './zipped-file.js';

/** Longer than any line of prices: what has no line end by then is no text file. */
const longestPriceLine = 4_096;

/**
 * The lines of a text file, plain, gzipped or alone in a zip archive, as they are read: the file is never held whole.
 * Yields them in groups; a line break at the end of the file begins no further line.
 * @throws {RecordingError} when the file is missing, empty, or no such archive.
 */
export async function* linesOf(
  path: string,
  longestLine = longestPriceLine,
): AsyncGenerator<string[]> {
  let rest = '';
  let isEmpty = true;
  const decoder = new TextDecoder();
  for await (const bytes of expandedBytesOf(path)) {
    const lines = (rest + decoder.decode(bytes, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    if (rest.length > longestLine)
      throw new RecordingError(`${path} is not a text file with lines of quotes.`);
    if (lines.length === 0) continue;
    isEmpty = false;
    yield lines.map(withoutReturn);
  }
  if (rest !== '') yield [withoutReturn(rest)];
  else if (isEmpty) throw new RecordingError(`${path} is empty.`);
}

const withoutReturn = (line: string): string => (line.endsWith('\r') ? line.slice(0, -1) : line);

async function* expandedBytesOf(path: string): AsyncGenerator<Uint8Array> {
  const chunks = bytesOf(path);
  const first = await chunks.next();
  if (first.done) return;
  if (startsWith(first.value, 0x50, 0x4b)) yield* unzipped(path, first.value, chunks);
  else if (startsWith(first.value, 0x1f, 0x8b)) {
    await chunks.return(undefined);
    yield* gunzipped(path);
  } else {
    yield first.value;
    yield* chunks;
  }
}

const startsWith = (bytes: Uint8Array, first: number, second: number): boolean =>
  bytes[0] === first && bytes[1] === second;

async function* bytesOf(path: string): AsyncGenerator<Uint8Array, undefined> {
  try {
    for await (const chunk of createReadStream(path)) yield chunk as Uint8Array;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') throw new RecordingError(`There is no file ${path}.`);
    if (code === 'EISDIR') throw new RecordingError(`${path} is a folder, not a file.`);
    if (code === 'EACCES') throw new RecordingError(`${path} may not be read.`);
    throw error;
  }
}

async function* unzipped(
  path: string,
  first: Uint8Array,
  chunks: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  const file = new ZippedFile(path);
  yield* file.expand(first);
  for await (const chunk of chunks) yield* file.expand(chunk);
  yield* file.end();
}

async function* gunzipped(path: string): AsyncGenerator<Uint8Array> {
  try {
    for await (const chunk of createReadStream(path).pipe(createGunzip()))
      yield chunk as Uint8Array;
  } catch (error) {
    throw new RecordingError(`${path} is a damaged gzip file: ${(error as Error).message}.`);
  }
}
