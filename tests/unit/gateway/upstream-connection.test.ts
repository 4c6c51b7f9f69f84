import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { buildSchema } from 'graphql';
import { useServer } from 'graphql-ws/use/ws';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { WebSocketServer } from 'ws';
import { systemClock } from '../../../foundation/time/clock.js';
import { VirtualClock } from '../../../foundation/time/virtual-clock.js';
import { UpstreamConnections } from '../../../gateway/streams/upstream-connections.js';
import type { UpstreamEnd } from '../../../gateway/streams/upstream-connection.js';
import { EventSource } from '../../federation/gateway/fixture/event-source.js';
import { until } from '../../federation/gateway/fixture/test-platform.js';

const schema = buildSchema('type Query { a: Int } type Subscription { ticks: Int }');
let server: WebSocketServer;
let source: EventSource<{ ticks: number }>;
let upstreams: UpstreamConnections;
let seen: unknown[];

beforeEach(async () => {
  source = new EventSource();
  seen = [];
  server = new WebSocketServer({ port: 0, host: '127.0.0.1', path: '/graphql' });
  useServer(
    {
      schema,
      roots: { subscription: { ticks: () => source.listen() } },
      onSubscribe: (_context, _id, { extensions }) => {
        seen.push(extensions);
      },
    },
    server,
  );
  await once(server, 'listening');
  upstreams = new UpstreamConnections(systemClock);
});
afterEach(async () => {
  await upstreams.close();
  for (const client of server.clients) client.terminate();
  await new Promise((resolve) => server.close(resolve));
});

const url = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`;

const open = (at = url()) => {
  const events: unknown[] = [];
  const ends: UpstreamEnd[] = [];
  const close = upstreams.open(
    { name: 'market', url: at },
    {
      query: 'subscription { ticks }',
      variables: {},
      operationName: null,
      extensions: { identity: 'signed' },
    },
    { event: ({ data }) => events.push(data?.['ticks']), end: (end) => ends.push(end) },
  );
  return { events, ends, close };
};

describe('upstream connections', () => {
  it('carry all streams of a subgraph over one socket, each with its own identity', async () => {
    const streams = [open(), open(), open()];
    await until(() => source.listeners === 3, 'all run');
    expect(server.clients.size).toBe(1);
    expect(seen).toEqual(Array.from({ length: 3 }, () => ({ identity: 'signed' })));
    source.emit({ ticks: 1 });
    await until(() => streams.every(({ events }) => events.length === 1), 'all have heard');
    streams[0]?.close();
    await until(() => source.listeners === 2, 'one has ended');
    expect(streams.map(({ ends }) => ends)).toEqual([[], [], []]);
  });

  it('say whether the connection was never made, or was lost, or the stream is complete', async () => {
    const unreachable = open('http://127.0.0.1:1/graphql');
    await until(() => unreachable.ends.length > 0, 'it fails');
    expect(unreachable.ends).toEqual([{ kind: 'unreachable' }]);

    const complete = open();
    await until(() => source.listeners === 1, 'it runs');
    source.complete();
    await until(() => complete.ends.length > 0, 'it completes');
    expect(complete.ends).toEqual([{ kind: 'completed' }]);

    const lost = open();
    await until(() => source.listeners === 1, 'it runs');
    for (const client of server.clients) client.terminate();
    await until(() => lost.ends.length > 0, 'it is lost');
    expect(lost.ends).toEqual([{ kind: 'lost' }]);
  });

  it('do not start a stream again by themselves, not even after a normal closure', async () => {
    const stream = open();
    await until(() => source.listeners === 1, 'it runs');
    for (const client of server.clients) client.close(1000, 'bye');
    await until(() => stream.ends.length > 0, 'it ends');
    expect(stream.ends).toEqual([{ kind: 'lost' }]);
    await until(() => source.listeners === 0 && server.clients.size === 0, 'nobody is left');
    expect(seen).toHaveLength(1);
    const again = open();
    await until(() => source.listeners === 1, 'a new one can be opened');
    again.close();
  });

  it('close once idle, and a stream that begins at that very moment is not lost', async () => {
    const clock = new VirtualClock();
    upstreams = new UpstreamConnections(clock);
    const first = open();
    await until(() => source.listeners === 1, 'it runs');
    first.close();
    await until(() => source.listeners === 0, 'it has ended');
    clock.advanceBy(1_000);
    const second = open();
    await until(() => source.listeners === 1, 'the next runs');
    source.emit({ ticks: 5 });
    await until(() => second.events.length > 0, 'it has heard');
    expect(second.ends).toEqual([]);
    await until(() => server.clients.size === 1, 'the idle connection is gone');
  });
});
