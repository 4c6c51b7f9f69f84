import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { stringifyDocument } from '@urql/core';
import type { SessionStore } from '../session/session-store.js';
import { LiveConnection } from './connection.js';

export type StreamRefusal = { code: string; message: string };

export type StreamListener<TData> = {
  onData: (data: TData) => void;
  /** The stream has ended by itself and will not come back by itself. */
  onEnd?: (refusal: StreamRefusal | null) => void;
  /** Events are missing and nobody will send them: read again what they would have changed. */
  onGap?: () => void;
};

type StreamFacts = { cursor?: string; gap?: { reason: string } };

const comeBackAfterMs = 1_000;
/** Nothing that trying again would change. */
const final = new Set([
  'FORBIDDEN',
  'NOT_FOUND',
  'INVALID_INPUT',
  'BAD_USER_INPUT',
  'GRAPHQL_VALIDATION_FAILED',
  'TENANT_SUSPENDED',
  'QUOTA_EXCEEDED',
]);

/** Subscriptions over one connection; all but those that end by nature come back until they are let go. */
export class LiveStreams {
  readonly connection: LiveConnection;
  #lastId = 0;
  #nextId = '';

  constructor(sessions: SessionStore) {
    this.connection = new LiveConnection(sessions, () => this.#nextId);
  }

  /**
   * @param options.endless false: a stream that completes has said everything.
   * @returns lets the stream go.
   */
  open<TData, TVariables extends Record<string, unknown>>(
    document: TypedDocumentNode<TData, TVariables>,
    variables: TVariables,
    listener: StreamListener<TData>,
    options: { endless: boolean } = { endless: true },
  ): () => void {
    const { client, cursors } = this.connection;
    const query = stringifyDocument(document);
    const id = String(++this.#lastId);
    let isWanted = true;
    let release: () => void = () => undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;

    const ended = (refusal: StreamRefusal | null): void => {
      if (!isWanted) return;
      if ((refusal && final.has(refusal.code)) || !options.endless) {
        listener.onEnd?.(refusal);
        return;
      }
      if (refusal?.code.startsWith('STREAM_CURSOR')) {
        cursors.delete(id);
        listener.onGap?.();
      }
      timer = setTimeout(start, comeBackAfterMs);
    };

    const start = (): void => {
      let refusal: StreamRefusal | null = null;
      this.#nextId = id;
      const after = cursors.get(id);
      const extensions = after === undefined ? {} : { extensions: { stream: { after } } };
      release = client.subscribe<TData>(
        { query, variables, ...extensions },
        {
          next: (event) => {
            const { cursor, gap } = factsOf(event);
            if (cursor !== undefined) cursors.set(id, cursor);
            if (gap) listener.onGap?.();
            if (event.data) listener.onData(event.data);
            if (event.errors && !event.data) refusal = refusalOf(event.errors);
          },
          error: (error) => ended(refusalOf(error)),
          complete: () => ended(refusal),
        },
      );
    };

    start();
    return () => {
      isWanted = false;
      clearTimeout(timer);
      cursors.delete(id);
      release();
    };
  }
}

const factsOf = ({ extensions }: { extensions?: unknown }): StreamFacts =>
  (extensions as { stream?: StreamFacts } | undefined)?.stream ?? {};

const refusalOf = (error: unknown): StreamRefusal => {
  const [first] = (Array.isArray(error) ? error : []) as {
    message?: string;
    extensions?: { code?: string };
  }[];
  return {
    code: first?.extensions?.code ?? 'CONNECTION_LOST',
    message: first?.message ?? 'The connection was lost.',
  };
};
