import { setTimeout as delay } from 'node:timers/promises';
import { Agent, request } from 'undici';
import { errorCatalogue } from '../../foundation/errors/error-codes.js';

type Answer = {
  data?: unknown;
  errors?: { message: string; extensions?: { code?: string; retryAfterMs?: number } }[];
};

const shortestPauseMs = 100;
const patienceMs = 150_000;

const isRetryable = (code: string | undefined): boolean =>
  Object.entries(errorCatalogue).some(([name, { retryable }]) => name === code && retryable);

/** No answer, or one that says to try again. */
class Unanswered extends Error {
  override readonly name = 'Unanswered';

  constructor(
    message: string,
    readonly retryAfterMs = 0,
  ) {
    super(message);
  }
}

/**
 * A client as the documentation asks for: what was not answered, or answered with a code that the catalogue calls
 * retryable, it sends again as it was, with the same keys. Everything else is an answer.
 */
export class PatientClient {
  readonly #agent = new Agent();
  #isClosed = false;

  constructor(private readonly url: string) {}

  /** @param onAttempt told before each attempt: one that is not answered may have taken effect all the same. */
  async call<TData>(
    query: string,
    options: { token?: string; variables?: object; onAttempt?: () => void } = {},
  ): Promise<TData> {
    const deadline = performance.now() + patienceMs;
    for (;;) {
      options.onAttempt?.();
      try {
        return (await this.#attempt(query, options)) as TData;
      } catch (error) {
        if (!(error instanceof Unanswered) || this.#isClosed) throw error;
        if (performance.now() > deadline) throw error;
        await delay(Math.max(shortestPauseMs, error.retryAfterMs));
      }
    }
  }

  /** Gives up what has not been answered. */
  close(): Promise<void> {
    this.#isClosed = true;
    return this.#agent.destroy();
  }

  async #attempt(query: string, options: { token?: string; variables?: object }): Promise<unknown> {
    const { data, errors = [] } = await this.#post(query, options);
    const [first] = errors;
    if (!first) return data;
    const text = JSON.stringify(errors);
    if (!errors.every(({ extensions }) => isRetryable(extensions?.code)))
      throw new Error(`${query.trim().slice(0, 60)}… was refused: ${text}`);
    throw new Unanswered(text, first.extensions?.retryAfterMs);
  }

  async #post(
    query: string,
    { token, variables }: { token?: string; variables?: object },
  ): Promise<Answer> {
    try {
      const { body } = await request(this.url, {
        dispatcher: this.#agent,
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          ...(token !== undefined && { authorization: `Bearer ${token}` }),
        },
        body: JSON.stringify({ query, variables }),
      });
      return JSON.parse(await body.text()) as Answer;
    } catch (error) {
      throw new Unanswered(String(error));
    }
  }
}
