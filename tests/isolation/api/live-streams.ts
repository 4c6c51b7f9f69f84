import WebSocket from 'ws';
import type { Operation } from './operation-of.js';

type Message = { type: string; id?: string; payload?: unknown };

/** One socket of a tenant's client that runs many subscriptions at once and keeps every byte that arrives. */
export type LiveStreams = {
  /** Everything that came, as it came. */
  received(): string;
  subscribe(id: string, operation: Operation): void;
  /** How a stream has gone so far: the codes that ended it, `open`, or `told` once it had an event. */
  outcomeOf(id: string): string;
  close(): Promise<void>;
};

const outcomeIn = (messages: readonly Message[]): string => {
  const error = messages.find(({ type }) => type === 'error');
  if (error) {
    const codes = (error.payload as { extensions?: { code?: string } }[]).map(
      ({ extensions }) => extensions?.code ?? 'NONE',
    );
    return `refused ${codes.join()}`;
  }
  const next = messages.find(({ type }) => type === 'next');
  const { errors } = (next?.payload ?? {}) as { errors?: { extensions?: { code?: string } }[] };
  if (errors) return `refused ${errors.map(({ extensions }) => extensions?.code ?? 'NONE').join()}`;
  return next ? 'told' : 'open';
};

export const openLiveStreams = async (url: string, accessToken: string): Promise<LiveStreams> => {
  const socket = new WebSocket(url, 'graphql-transport-ws');
  const texts: string[] = [];
  const messages: Message[] = [];
  const send = (message: Message) => socket.send(JSON.stringify(message));
  await new Promise<void>((resolve, reject) => {
    socket.on('error', reject);
    socket.on('open', () =>
      send({ type: 'connection_init', payload: { authorization: `Bearer ${accessToken}` } }),
    );
    socket.on('message', (data: Buffer) => {
      const text = data.toString();
      const message = JSON.parse(text) as Message;
      texts.push(text);
      messages.push(message);
      if (message.type === 'connection_ack') resolve();
      if (message.type === 'ping') send({ type: 'pong' });
    });
  });
  return {
    received: () => texts.join('\n'),
    subscribe: (id, operation) => send({ type: 'subscribe', id, payload: operation }),
    outcomeOf: (id) => outcomeIn(messages.filter((message) => message.id === id)),
    close: () =>
      new Promise((resolve) => {
        socket.once('close', () => resolve());
        socket.close();
      }),
  };
};
