import type { IncomingMessage } from 'node:http';
import type { IdGenerator } from '../../foundation/ids/id-generator.js';

/** Short enough and plain enough to stand in logs, headers and error messages. */
const acceptable = /^[\w.:-]{8,64}$/;

/** The id that the client gave its request, so that it can follow it through our logs, or a new one. */
export const requestIdOf = (request: IncomingMessage, ids: IdGenerator): string => {
  const given = request.headers['x-request-id'];
  return typeof given === 'string' && acceptable.test(given) ? given : ids('request');
};
