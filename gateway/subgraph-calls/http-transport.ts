import { Pool } from 'undici';
import type { Dispatcher } from 'undici';
import { identityHeader } from '../../foundation/subgraph/graphql-route.js';
import { readAnswer } from './read-answer.js';
import type { SubgraphAnswer } from './read-answer.js';
import { bodyOf } from './subgraph-request.js';
import type { SubgraphTransport } from './subgraph-transport.js';

/** GraphQL over HTTP on kept-alive connections, each call vouched for by a signed identity. */
export const createHttpTransport = (options: {
  name: string;
  url: string;
  connections: number;
  connectTimeoutMs: number;
}): SubgraphTransport => {
  const { origin, pathname } = new URL(options.url);
  const pool = new Pool(origin, {
    connections: options.connections,
    // The call window is the one clock that counts; undici's own timers would add two more per call.
    headersTimeout: 0,
    bodyTimeout: 0,
    connectTimeout: options.connectTimeoutMs,
  });

  return {
    send(request, window) {
      const { context } = request;
      const call = {
        method: 'POST' as const,
        path: pathname,
        headers: [
          'content-type',
          'application/json',
          'accept',
          'application/json',
          identityHeader,
          context.identityFor(options.name),
          'x-request-id',
          context.requestId,
          'x-request-deadline',
          String(window.remainingMs()),
        ],
        body: bodyOf(request),
      };
      return new Promise((resolve, reject) => {
        pool.dispatch(call, new AnswerHandler(window.signal, resolve, reject));
      });
    },
    close: () => pool.close(),
  };
};

/** Receives one answer. Undici's lowest interface: no stream and no promise per call but the one that counts. */
class AnswerHandler implements Dispatcher.DispatchHandler {
  #status = 0;
  readonly #chunks: Buffer[] = [];
  #abort: (() => void) | undefined;

  constructor(
    private readonly signal: AbortSignal,
    private readonly resolve: (answer: SubgraphAnswer) => void,
    private readonly reject: (error: unknown) => void,
  ) {}

  onRequestStart(controller: Dispatcher.DispatchController): void {
    const abort = () => {
      controller.abort(this.signal.reason as Error);
    };
    if (this.signal.aborted) {
      abort();
      return;
    }
    this.#abort = abort;
    this.signal.addEventListener('abort', abort, { once: true });
  }

  onResponseStart(_controller: Dispatcher.DispatchController, status: number): void {
    this.#status = status;
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#chunks.push(chunk);
  }

  onResponseEnd(): void {
    this.#release();
    const [first] = this.#chunks;
    const body = this.#chunks.length === 1 && first ? first : Buffer.concat(this.#chunks);
    try {
      this.resolve(readAnswer(this.#status, body.toString('utf8')));
    } catch (error) {
      this.reject(error);
    }
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    this.#release();
    this.reject(error);
  }

  #release(): void {
    if (this.#abort) this.signal.removeEventListener('abort', this.#abort);
  }
}
