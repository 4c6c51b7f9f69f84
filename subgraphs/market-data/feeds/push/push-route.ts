import type { IncomingMessage } from 'node:http';
import { DomainError, toUserError } from '../../../../foundation/errors/domain-error.js';
import type { ErrorCode } from '../../../../foundation/errors/error-codes.js';
import type { HttpRoute } from '../../../../foundation/health/http-endpoints.js';
import { sendJson } from '../../../../foundation/health/http-endpoints.js';
import { readBody } from '../../../../foundation/subgraph/read-body.js';
import type { PushService } from './push-service.js';

const bodyLimitBytes = 8 * 1_024 * 1_024;

const statusByCode: Partial<Record<ErrorCode, number>> = {
  UNAUTHENTICATED: 401,
  IDEMPOTENCY_MISMATCH: 409,
  PAYLOAD_TOO_LARGE: 413,
  SERVICE_UNAVAILABLE: 503,
};

/**
 * `POST /ingest`: quotes and trades as lines of JSON, with `authorization: Bearer <key of the feed>` and an
 * `idempotency-key` of the sender's choice. 200 means that everything accepted is stored for good.
 */
export const pushRoute = (push: PushService): HttpRoute => ({
  method: 'POST',
  path: '/ingest',
  async handle(request, response) {
    try {
      const feed = push.authenticate(bearerOf(request));
      if (!feed)
        throw new DomainError('UNAUTHENTICATED', 'Send `authorization: Bearer <key of the feed>`.');
      const key = idempotencyKeyOf(request);
      const body = (await readBody(request, bodyLimitBytes)).toString();
      sendJson(response, 200, await push.take(feed, { key, body }));
    } catch (error) {
      request.resume();
      if (!(error instanceof DomainError)) throw error;
      sendJson(response, statusByCode[error.code] ?? 400, { errors: [toUserError(error)] });
    }
  },
});

const bearerOf = ({ headers }: IncomingMessage): string | undefined =>
  /^Bearer (\S+)$/.exec(headers.authorization ?? '')?.[1];

const idempotencyKeyOf = ({ headers }: IncomingMessage): string => {
  const key = headers['idempotency-key'];
  if (typeof key === 'string' && /^[\x21-\x7e]{1,128}$/.test(key)) return key;
  throw new DomainError(
    'INVALID_INPUT',
    'Send an `idempotency-key` of 1 to 128 visible ASCII characters.',
    ['idempotency-key'],
  );
};
