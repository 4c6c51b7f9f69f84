import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import Stripe from 'stripe';

export const fakeStripeKey = 'sk_test_fake';
export const fakeWebhookSecret = 'whsec_fake';

type Json = Record<string, unknown>;
type Intent = {
  id: string;
  object: 'payment_intent';
  amount: number;
  amount_received: number;
  currency: string;
  status: string;
  payment_method: string | null;
  metadata: Record<string, string>;
  last_payment_error: { message: string } | null;
};
type Refund = {
  id: string;
  object: 'refund';
  amount: number;
  currency: string;
  status: string;
  failure_reason: string | null;
  payment_intent: string;
  metadata: Record<string, string>;
};
type Answer = { status: number; body: Json };

/** The next request whose path ends so is never answered: it is lost before it takes effect, or its answer is. */
type Fault = { pathEnd: string; when: 'before' | 'after' };

const cardError = (message: string): Answer => ({
  status: 402,
  body: { error: { type: 'card_error', code: 'card_declined', message } },
});
const invalid = (message: string, status = 400): Answer => ({
  status,
  body: { error: { type: 'invalid_request_error', message } },
});

/**
 * Stripe as its protocol is documented, as far as this platform speaks it: intents that are confirmed in a second step,
 * idempotency keys that replay an answer or refuse another body, declined cards, refunds, signed webhooks.
 */
export class FakeStripe {
  readonly intents = new Map<string, Intent>();
  readonly refunds = new Map<string, Refund>();
  /** Status that new refunds have. */
  refundStatus = 'succeeded';
  readonly #replays = new Map<string, { request: string; answer: Answer }>();
  readonly #faults: Fault[] = [];
  readonly #server: Server;
  #count = 0;

  constructor() {
    this.#server = createServer((request, response) => void this.#serve(request, response));
  }

  async listen(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  close(): Promise<void> {
    this.#server.closeAllConnections();
    return new Promise((resolve) => this.#server.close(() => resolve()));
  }

  loseNext(fault: Fault): void {
    this.#faults.push(fault);
  }

  /** How much money has really come, in the smallest unit. */
  get received(): number {
    return [...this.intents.values()].reduce((sum, intent) => sum + intent.amount_received, 0);
  }

  /** A webhook as Stripe sends it. */
  webhook(
    event: { id: string; type: string; object: object },
    options: { atMs: number; secret?: string },
  ): { body: string; signature: string } {
    const body = JSON.stringify({
      id: event.id,
      object: 'event',
      type: event.type,
      created: Math.floor(options.atMs / 1_000),
      data: { object: event.object },
    });
    const signature = new Stripe(fakeStripeKey).webhooks.generateTestHeaderString({
      payload: body,
      secret: options.secret ?? fakeWebhookSecret,
      timestamp: Math.floor(options.atMs / 1_000),
    });
    return { body, signature };
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
    const text = Buffer.concat(chunks).toString();
    const url = new URL(request.url ?? '/', 'http://stripe');
    const index = this.#faults.findIndex(({ pathEnd }) => url.pathname.endsWith(pathEnd));
    const [fault] = index === -1 ? [] : this.#faults.splice(index, 1);
    if (fault?.when === 'before') return;
    const answer =
      request.headers.authorization === `Bearer ${fakeStripeKey}`
        ? this.#answer(request, url, text)
        : invalid('Invalid API Key provided', 401);
    if (fault) return;
    response.writeHead(answer.status, { 'content-type': 'application/json' });
    response.end(JSON.stringify(answer.body));
  }

  #answer(request: IncomingMessage, url: URL, text: string): Answer {
    const key = request.headers['idempotency-key'];
    if (request.method !== 'POST' || typeof key !== 'string')
      return this.#route(url, text, request);
    const asked = `${url.pathname} ${text}`;
    const replay = this.#replays.get(key);
    if (replay && replay.request !== asked)
      return {
        status: 400,
        body: { error: { type: 'idempotency_error', message: 'Keys are for the same request.' } },
      };
    const answer = replay?.answer ?? this.#route(url, text, request);
    this.#replays.set(key, { request: asked, answer: structuredClone(answer) });
    return answer;
  }

  #route(url: URL, text: string, { method }: IncomingMessage): Answer {
    const form = new URLSearchParams(text);
    const [, , kind, id, step] = url.pathname.split('/');
    if (kind === 'refunds')
      return method === 'POST' ? this.#refund(form) : this.#listRefunds(url.searchParams);
    if (kind !== 'payment_intents') return invalid('Unrecognized request URL', 404);
    if (id === undefined) return this.#createIntent(form);
    const intent = this.intents.get(id);
    if (!intent) return invalid(`No such payment_intent: ${id}`, 404);
    if (step === 'confirm') return this.#confirm(intent);
    if (step === 'cancel') return this.#cancel(intent);
    return { status: 200, body: intent };
  }

  #createIntent(form: URLSearchParams): Answer {
    const method = form.get('payment_method');
    if (method === 'pm_unknown') return invalid(`No such PaymentMethod: ${method}`);
    const intent: Intent = {
      id: `pi_${++this.#count}`,
      object: 'payment_intent',
      amount: Number(form.get('amount')),
      amount_received: 0,
      currency: form.get('currency') ?? '',
      status: 'requires_confirmation',
      payment_method: method,
      metadata: metadataOf(form),
      last_payment_error: null,
    };
    this.intents.set(intent.id, intent);
    return { status: 200, body: structuredClone(intent) };
  }

  #confirm(intent: Intent): Answer {
    if (intent.status !== 'requires_confirmation')
      return invalid(`This PaymentIntent is ${intent.status} and cannot be confirmed.`);
    if (intent.payment_method === 'pm_card_chargeDeclined') {
      intent.status = 'requires_payment_method';
      intent.last_payment_error = { message: 'Your card was declined.' };
      return cardError(intent.last_payment_error.message);
    }
    intent.status = intent.payment_method === 'pm_slow' ? 'processing' : 'succeeded';
    if (intent.status === 'succeeded') intent.amount_received = intent.amount;
    return { status: 200, body: structuredClone(intent) };
  }

  #cancel(intent: Intent): Answer {
    if (['succeeded', 'processing', 'canceled'].includes(intent.status))
      return invalid(`This PaymentIntent is ${intent.status} and cannot be canceled.`);
    intent.status = 'canceled';
    return { status: 200, body: structuredClone(intent) };
  }

  #refund(form: URLSearchParams): Answer {
    const intent = this.intents.get(form.get('payment_intent') ?? '');
    const amount = Number(form.get('amount'));
    const refunded = [...this.refunds.values()]
      .filter((one) => one.payment_intent === intent?.id)
      .reduce((sum, one) => sum + one.amount, 0);
    if (!intent || refunded + amount > intent.amount_received)
      return invalid('The refund is greater than what is left of the charge.');
    const refund: Refund = {
      id: `re_${++this.#count}`,
      object: 'refund',
      amount,
      currency: intent.currency,
      status: this.refundStatus,
      failure_reason: null,
      payment_intent: intent.id,
      metadata: metadataOf(form),
    };
    this.refunds.set(refund.id, refund);
    return { status: 200, body: structuredClone(refund) };
  }

  #listRefunds(query: URLSearchParams): Answer {
    const data = [...this.refunds.values()].filter(
      (one) => one.payment_intent === query.get('payment_intent'),
    );
    return { status: 200, body: { object: 'list', url: '/v1/refunds', has_more: false, data } };
  }
}

const metadataOf = (form: URLSearchParams): Record<string, string> => {
  const entries: [string, string][] = [];
  for (const [name, value] of form) {
    const key = /^metadata\[(.+)\]$/.exec(name)?.[1];
    if (key !== undefined) entries.push([key, value]);
  }
  return Object.fromEntries(entries);
};
