import type { IncomingMessage } from 'node:http';
import { DomainError } from '../errors/domain-error.js';

/**
 * The whole request body.
 * @param limitBytes more than this is refused without reading on.
 * @throws {DomainError} PAYLOAD_TOO_LARGE.
 */
export const readBody = async (request: IncomingMessage, limitBytes: number): Promise<Buffer> => {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > limitBytes)
      throw new DomainError('PAYLOAD_TOO_LARGE', `The body exceeds ${limitBytes} bytes.`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, length);
};
