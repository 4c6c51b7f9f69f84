import { readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { GraphQLFormattedError } from 'graphql';
import { print } from 'graphql';
import { createClient } from 'graphql-ws';
import { Agent, request } from 'undici';
import WebSocket from 'ws';
import {
  readOperations,
  readPending,
  servedOperations,
} from '../../../scripts/contract/contract-operations.mjs';

export type Answer = { data: unknown; errors: readonly GraphQLFormattedError[] };

const folder = path.join(import.meta.dirname, '../../contract');
const served = servedOperations(readOperations(folder), readPending(folder));
const examples = JSON.parse(readFileSync(path.join(folder, 'variables.json'), 'utf8')) as Record<
  string,
  Record<string, unknown>
>;

export const servedNames = served.map(({ name }) => name);

const textOf = (name: string): string => {
  const operation = served.find((each) => each.name === name);
  if (!operation) throw new Error(`The contract has no operation ${name} that is served.`);
  return print(operation.document);
};

/** Puts what earlier answers told in the place of `<accountId>` and the like. */
const filled = (value: unknown, fact: (name: string) => string): unknown =>
  JSON.parse(JSON.stringify(value), (_, part: unknown) => {
    const [, name] = typeof part === 'string' ? (/^<(\w+)>$/.exec(part) ?? []) : [];
    return name === undefined ? part : fact(name);
  });

/** A client that sends the operations of the contract as they stand there, with their example variables. */
export class ContractClient {
  /** Which operations it has sent. */
  readonly sent = new Set<string>();
  /** How many calls the gateway has answered to somebody who was signed in. */
  signedInCalls = 0;
  readonly #facts = new Map<string, string>();
  readonly #agent = new Agent();
  #accessToken: string | undefined;

  constructor(private readonly urls: { http: string; ws: string }) {}

  signedInWith(accessToken: string): void {
    this.#accessToken = accessToken;
  }

  /** What it is signed in with. */
  get bearer(): string {
    return this.#accessToken ?? '';
  }

  learn(fact: string, value: string): void {
    this.#facts.set(fact, value);
  }

  fact(name: string): string {
    const known = this.#facts.get(name);
    if (known === undefined) throw new Error(`Nothing has told <${name}> yet.`);
    return known;
  }

  /** @param change what differs from the example: fields of its `input`, or variables where it has none. */
  async send(name: string, change: Record<string, unknown> = {}): Promise<Answer> {
    this.sent.add(name);
    return this.#post({ query: textOf(name), variables: this.#variables(name, change) });
  }

  /** Sends an operation that the contract does not have. */
  ask(query: string, variables: Record<string, unknown> = {}): Promise<Answer> {
    return this.#post({ query, variables });
  }

  close(): Promise<void> {
    return this.#agent.close();
  }

  /** The first event of a subscription; `provoke` is repeated until it comes. */
  async firstEvent(
    name: string,
    {
      provoke = () => Promise.resolve(),
      change = {},
    }: {
      provoke?: (attempt: number) => Promise<unknown>;
      change?: Record<string, unknown>;
    } = {},
  ): Promise<Answer> {
    this.sent.add(name);
    const client = createClient({
      url: this.urls.ws,
      webSocketImpl: WebSocket,
      connectionParams: { authorization: `Bearer ${this.#accessToken ?? ''}` },
      retryAttempts: 0,
    });
    const events = client.iterate({
      query: textOf(name),
      variables: this.#variables(name, change),
    });
    const first = events.next();
    // There is no telling when a stream stands, only that what happens afterwards arrives.
    let arrived: Awaited<typeof first> | undefined;
    for (let attempt = 1; !arrived; attempt++) {
      await provoke(attempt);
      arrived = await Promise.race([first, delay(50, undefined)]);
    }
    const { value } = arrived as { value: Partial<Answer> };
    await events.return?.();
    await client.dispose();
    return { data: value.data, errors: value.errors ?? [] };
  }

  async #post(body: { query: string; variables?: Record<string, unknown> }): Promise<Answer> {
    const { body: response } = await request(this.urls.http, {
      dispatcher: this.#agent,
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(this.#accessToken && { authorization: `Bearer ${this.#accessToken}` }),
      },
      body: JSON.stringify(body),
    });
    const { data, errors = [] } = (await response.json()) as Partial<Answer>;
    const isStranger = errors.some(({ extensions }) => extensions?.['code'] === 'UNAUTHENTICATED');
    if (this.#accessToken !== undefined && !isStranger) this.signedInCalls++;
    return { data, errors };
  }

  #variables(name: string, change: Record<string, unknown>): Record<string, unknown> {
    this.#facts.set('now', new Date().toISOString());
    const example = filled(examples[name] ?? {}, (fact) => this.fact(fact)) as Record<
      string,
      unknown
    >;
    return 'input' in example
      ? { ...example, input: { ...(example['input'] as object), ...change } }
      : { ...example, ...change };
  }
}
