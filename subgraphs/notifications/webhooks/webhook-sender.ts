import { isIP } from 'node:net';
import { Webhook } from 'standardwebhooks';
import { Agent, request } from 'undici';
import { isPublicAddress, publicLookup } from './public-address.js';

/** What became of one attempt. A receiver that is GONE wants nothing any more. */
export type SendOutcome =
  | { result: 'DELIVERED' }
  | { result: 'GONE'; error: string }
  | { result: 'FAILED'; error: string; retryAfterSeconds?: number };

export type WebhookMessage = { id: string; time: Date; body: string };

export type WebhookSender = {
  send(url: string, secret: string, message: WebhookMessage): Promise<SendOutcome>;
  close(): Promise<void>;
};

const timeoutMs = 15_000;

/**
 * Sends signed messages by the Standard Webhooks specification: headers `webhook-id`, `webhook-timestamp` and
 * `webhook-signature` (HMAC-SHA256 over `id.timestamp.body`). Redirects are not followed; only 2xx is success.
 */
export const createWebhookSender = (options: { allowInternal: boolean }): WebhookSender => {
  const agent = new Agent({
    connect: { timeout: timeoutMs, ...(options.allowInternal ? {} : { lookup: publicLookup }) },
    headersTimeout: timeoutMs,
    bodyTimeout: timeoutMs,
  });

  return {
    async send(url, secret, message) {
      const host = new URL(url).hostname.replace(/^\[|\]$/g, '');
      // A literal address is never looked up, so it is checked here.
      if (!options.allowInternal && isIP(host) && !isPublicAddress(host))
        return { result: 'FAILED', error: `${host} is an internal address` };
      try {
        const response = await request(url, {
          method: 'POST',
          dispatcher: agent,
          headers: {
            'content-type': 'application/json',
            'webhook-id': message.id,
            'webhook-timestamp': String(Math.floor(message.time.getTime() / 1_000)),
            'webhook-signature': new Webhook(secret).sign(message.id, message.time, message.body),
          },
          body: message.body,
          signal: AbortSignal.timeout(timeoutMs),
        });
        await response.body.dump();
        return outcomeOf(response.statusCode, response.headers['retry-after']);
      } catch (error) {
        return { result: 'FAILED', error: error instanceof Error ? error.message : String(error) };
      }
    },
    close: () => agent.close(),
  };
};

const outcomeOf = (status: number, retryAfter: string | string[] | undefined): SendOutcome => {
  if (status >= 200 && status < 300) return { result: 'DELIVERED' };
  const error = `the receiver answered ${status}`;
  if (status === 410) return { result: 'GONE', error };
  const seconds = Number(retryAfter);
  return Number.isInteger(seconds) && seconds > 0
    ? { result: 'FAILED', error, retryAfterSeconds: Math.min(seconds, 86_400) }
    : { result: 'FAILED', error };
};
