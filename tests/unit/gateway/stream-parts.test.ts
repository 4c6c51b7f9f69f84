import { describe, expect, it } from '@jest/globals';
import { parse, print } from 'graphql';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { WebSocket, WebSocketServer } from 'ws';
import { systemClock } from '../../../foundation/time/clock.js';
import { VirtualClock } from '../../../foundation/time/virtual-clock.js';
import {
  deliveryKeyOf,
  eventTimeOf,
  withDeliveryFields,
} from '../../../gateway/streams/delivery-fields.js';
import { nextFrame, nextPrefix } from '../../../gateway/streams/message-frame.js';
import { Pacer } from '../../../gateway/streams/pacer.js';
import { SharedEvent } from '../../../gateway/streams/shared-event.js';
import { SocketWriter } from '../../../gateway/streams/socket-writer.js';
import { createStreamCursors } from '../../../gateway/streams/stream-cursor.js';
import { buildDeliveryIndex } from '../../../gateway/supergraph/delivery-index.js';
import type { Delivery } from '../../../gateway/supergraph/delivery-index.js';

const delivery: Delivery = {
  isDeclared: true,
  scope: 'PUBLIC',
  mode: 'LATEST_BY_KEY',
  key: ['symbol'],
  keep: 1,
  eventTime: 'time',
  staleAfterMs: null,
};
const eventOf = (data: Record<string, unknown>) =>
  SharedEvent.of({ data }, { gatewayTime: 'now' }, { key: null, conflated: 0 });

describe('the fields that a delivery needs', () => {
  it('are asked of the owning subgraph at the root field only', () => {
    expect(
      withDeliveryFields('subscription($s:[ID!]){p:prices(s:$s){bid i{prices{a}}}}', delivery),
    ).toBe(
      print(
        parse(
          'subscription($s:[ID!]){p:prices(s:$s){bid i{prices{a}} _deliveryKey0: symbol _deliveryTime: time}}',
        ),
      ),
    );
    const plain = 'subscription{orders{id}}';
    expect(withDeliveryFields(plain, { ...delivery, key: [], eventTime: null })).toBe(plain);
  });

  it('never let an event be replaced that lacks one, or that brings errors', () => {
    const keyOf = (p: unknown, errors?: []) =>
      deliveryKeyOf({ data: { p }, ...(errors && { errors }) }, delivery);
    expect(keyOf({ _deliveryKey0: 'EURUSD' })).toBe('EURUSD');
    expect(keyOf({ _deliveryKey0: 7 })).toBe('7');
    expect(keyOf({ _deliveryKey0: null })).toBeNull();
    expect(keyOf({ bid: '1' })).toBeNull();
    expect(keyOf(null)).toBeNull();
    expect(keyOf({ _deliveryKey0: 'A' }, [])).toBeNull();
    expect(deliveryKeyOf({ data: null }, delivery)).toBeNull();
    const two = { ...delivery, key: ['a', 'b'] };
    const of = (a: string, b: string) =>
      deliveryKeyOf({ data: { p: { _deliveryKey0: a, _deliveryKey1: b } } }, two);
    expect(of('x,', 'y')).not.toBe(of('x', ',y'));
    expect(eventTimeOf({ data: { p: { _deliveryTime: 'then' } } })).toBe('then');
    expect(eventTimeOf({ data: { p: {} } })).toBeNull();
  });
});

describe('what the schema says of delivery', () => {
  const index = (body: string) =>
    buildDeliveryIndex(
      parse(
        `schema @link(url: "https://specs.ai-trading-platform.dev/delivery/v1.0", import: [{ name: "@delivery", as: "@flow" }]) { query: Query }\n${body}`,
      ),
    );

  it('comes down to the narrowest and the most careful of several declarations', () => {
    const delivered = index(`type Subscription {
      a: Int @flow(scope: PUBLIC, mode: LATEST_BY_KEY, key: "x  y", keep: 3, staleAfterMs: 9) @flow(scope: TENANT)
      b: Int @flow(scope: PUBLIC, mode: LATEST_BY_KEY, key: "x") @flow(scope: PUBLIC, mode: LOSSLESS)
      c: Int @delivery(scope: PUBLIC)
      d: Int @flow(mode: LOSSLESS, eventTime: "at", staleAfterMs: 9)
    }`);
    expect(delivered.ofSubscription('a')).toMatchObject({
      scope: 'TENANT',
      key: ['x', 'y'],
      keep: 3,
    });
    expect(delivered.ofSubscription('b')).toMatchObject({
      scope: 'PUBLIC',
      mode: 'LOSSLESS',
      key: [],
    });
    expect(delivered.ofSubscription('c')).toMatchObject({ isDeclared: false, scope: 'USER' });
    expect(delivered.ofSubscription('d')).toMatchObject({
      scope: 'USER',
      eventTime: 'at',
      staleAfterMs: null,
    });
    expect(() => index('type Subscription { a: Int @flow(mode: LATEST_BY_KEY) }')).toThrow(
      'Subscription.a is LATEST_BY_KEY and names no key',
    );
  });

  it('counts for a field that one subgraph answers, or that is a key', () => {
    const declared =
      index(`type T @join__type(graph: A, key: "id") @join__type(graph: B, key: "k { x }") {
      id: ID! @flow(scope: PUBLIC)
      k: K @flow(scope: PUBLIC)
      x: Int @flow(scope: PUBLIC)
      own: Int @join__field(graph: A) @flow(scope: PUBLIC)
      needed: Int @join__field(graph: A) @join__field(graph: B, external: true) @flow(scope: TENANT)
      both: Int @join__field(graph: A) @join__field(graph: B) @flow(scope: PUBLIC)
      silent: Int @join__field(graph: A)
    }`);
    const fields = ['id', 'k', 'x', 'own', 'needed', 'both', 'silent', 'absent'];
    expect(fields.map((field) => declared.scopeOf('T', field))).toEqual([
      'PUBLIC',
      'PUBLIC',
      'USER',
      'PUBLIC',
      'TENANT',
      'USER',
      'USER',
      'USER',
    ]);
  });
});

describe('a cursor', () => {
  const cursors = createStreamCursors(new Uint8Array(32).fill(1));

  it('opens with the same key and binding only', () => {
    const cursor = cursors.seal('17-0/2', 'orders of ten_1');
    expect(cursors.open(cursor, 'orders of ten_1')).toBe('17-0/2');
    expect(cursors.open(cursor, 'orders of ten_2')).toBeNull();
    expect(
      createStreamCursors(new Uint8Array(32).fill(2)).open(cursor, 'orders of ten_1'),
    ).toBeNull();
    for (const other of ['', '.', cursor.slice(0, -1), `${cursor}.`, `A${cursor}`])
      expect([other, cursors.open(other, 'orders of ten_1')]).toEqual([
        other,
        other === `${cursor}.` ? '17-0/2' : null,
      ]);
  });
});

describe('one event for many readers', () => {
  it('is the same bytes for readers that are level, and its own for who missed something', () => {
    const event = eventOf({ a: 'ü' });
    const plain = { conflated: 0, gap: null };
    expect(event.bytesFor(3, plain)).toBe(event.bytesFor(3, plain));
    expect(
      JSON.parse(event.bytesFor(4, { conflated: 2, gap: { reason: 'UPSTREAM_LOST' } }).toString()),
    ).toEqual({
      data: { a: 'ü' },
      extensions: {
        stream: { gatewayTime: 'now', sequence: 4, conflated: 2, gap: { reason: 'UPSTREAM_LOST' } },
      },
    });
    const stale = event.asStale({ silentForMs: 5 }).bytesFor(1, plain).toString();
    expect(JSON.parse(stale)).toMatchObject({
      extensions: { stream: { stale: { silentForMs: 5 } } },
    });
  });

  it('reaches a WebSocket client whole, at every length that frames know, with and without our own frames', async () => {
    const server = new WebSocketServer({ port: 0, host: '127.0.0.1', perMessageDeflate: false });
    await once(server, 'listening');
    const client = new WebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`);
    const [accepted] = (await once(server, 'connection')) as [WebSocket];
    const hidden = new Proxy(accepted, {
      get: (target, name) => {
        const value: unknown = name === '_socket' ? undefined : Reflect.get(target, name, target);
        return typeof value === 'function' ? (value.bind(target) as unknown) : value;
      },
    });
    const received: string[] = [];
    client.on('message', (data: Buffer) => received.push(data.toString()));
    const sent: string[] = [];
    for (const socket of [accepted, hidden]) {
      const writer = new SocketWriter(socket, {
        clock: systemClock,
        congestedBytes: 1_000_000,
        stallMs: 1_000,
        onStall: () => undefined,
      });
      const outlet = writer.outlet('id "1"');
      for (const length of [0, 1, 60, 125, 126, 127, 65_000, 65_535, 65_536, 70_000]) {
        const payload = Buffer.from(JSON.stringify('ü'.repeat(length / 2)));
        outlet.write(eventOf({}), payload);
        sent.push(`{"id":"id \\"1\\"","type":"next","payload":${payload.toString()}}`);
      }
      writer.close();
    }
    accepted.close();
    await once(client, 'close');
    expect(received).toEqual(sent);
    server.close();
  });

  it('has a header of the least length', () => {
    const lengths = [100, 125, 126, 65_535, 65_536].map((length) => {
      const prefix = nextPrefix('1');
      const payload = Buffer.alloc(length - prefix.length - 1);
      return nextFrame(prefix, payload).length - length;
    });
    expect(lengths).toEqual([2, 2, 4, 4, 10]);
  });
});

describe('a pace', () => {
  it('is kept evenly, late timers or not, and idle time is not saved up', () => {
    const clock = new VirtualClock(0);
    const pacer = new Pacer(clock, 10);
    const sentAt: number[] = [];
    for (let now = 0; now < 1_000; now += 30) {
      clock.advanceTo(now);
      if (pacer.waitMs > 0) continue;
      pacer.take();
      sentAt.push(now);
    }
    expect(sentAt.length).toBe(10);
    clock.advanceBy(10_000);
    pacer.take();
    expect(pacer.waitMs).toBeGreaterThan(0);
  });
});
