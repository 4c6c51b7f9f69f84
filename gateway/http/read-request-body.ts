import type { IncomingMessage } from 'node:http';
import { DomainError } from '../../foundation/errors/domain-error.js';

/**
 * The text of a request body. Unlike a plain read it leaves the connection open when the body is too long, so that
 * the refusal can still be sent.
 * @throws {DomainError} PAYLOAD_TOO_LARGE; BAD_REQUEST when the client hung up half-way.
 */
export const readRequestBody = (request: IncomingMessage, limitBytes: number): Promise<string> =>
  new Promise((resolve, reject) => {
    const tooLarge = () => {
      request.removeListener('data', onData).pause();
      reject(new DomainError('PAYLOAD_TOO_LARGE', `The body exceeds ${limitBytes} bytes.`));
    };
    const chunks: Buffer[] = [];
    let length = 0;
    const onData = (chunk: Buffer): void => {
      length += chunk.length;
      if (length > limitBytes) tooLarge();
      else chunks.push(chunk);
    };

    if (Number(request.headers['content-length']) > limitBytes) {
      tooLarge();
      return;
    }
    request.on('data', onData);
    request.once('end', () => resolve(Buffer.concat(chunks, length).toString('utf8')));
    request.once('error', () => reject(new DomainError('BAD_REQUEST', 'The body ended early.')));
  });
