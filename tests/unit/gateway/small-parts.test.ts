import { describe, expect, it } from '@jest/globals';
import type { IncomingMessage } from 'node:http';
import { loadSettings, SettingsError } from '../../../foundation/config/settings.js';
import { createIdentityKeys } from '../../../foundation/context/identity.js';
import { VirtualClock } from '../../../foundation/time/virtual-clock.js';
import { authorizationOf } from '../../../gateway/authentication/authenticate.js';
import { BoundedMap } from '../../../gateway/caching/bounded-map.js';
import { createIdentityStamp } from '../../../gateway/context/identity-stamp.js';
import { clientAddressOf } from '../../../gateway/http/client-address.js';
import { gatewaySettings } from '../../../gateway/settings.js';
import { Quota } from '../../../gateway/streams/quota.js';
import { scheduleAt } from '../../../gateway/streams/schedule-at.js';
import { failedFields } from '../../../gateway/subgraph-calls/failed-fields.js';

describe('a bounded map', () => {
  it('forgets what was used longest ago', () => {
    const map = new BoundedMap<string, number>(2);
    map.set('a', 1);
    map.set('b', 2);
    map.get('a');
    map.set('c', 3);
    expect([map.get('a'), map.get('b'), map.get('c'), map.size]).toEqual([1, undefined, 3, 2]);
  });

  it('counts by weight, and does not keep what exceeds it alone', () => {
    const map = new BoundedMap<string, number>(10);
    map.set('a', 1, 4);
    map.set('b', 2, 4);
    map.set('b', 3, 6);
    expect([map.get('a'), map.get('b')]).toEqual([1, 3]);
    map.set('c', 4, 5);
    expect([map.get('a'), map.get('b'), map.get('c')]).toEqual([undefined, undefined, 4]);
    map.set('d', 5, 11);
    expect([map.get('c'), map.get('d'), map.size]).toEqual([4, undefined, 1]);
  });
});

describe('an identity stamp', () => {
  it('signs once per subgraph while fresh, and anew before a subgraph would refuse it', () => {
    const clock = new VirtualClock(1_000_000);
    const keys = createIdentityKeys(new Uint8Array(32), clock);
    const stamp = createIdentityStamp(
      keys,
      { viewer: { kind: 'anonymous' }, requestId: 'req_1' },
      clock,
    );
    const first = stamp('market');
    expect(stamp('market')).toBe(first);
    expect(keys.verify(stamp('trading'), 'market')).toBeNull();
    clock.advanceBy(3_600_000);
    expect(keys.verify(first, 'market')).toBeNull();
    expect(keys.verify(stamp('market'), 'market')?.requestId).toBe('req_1');
  });
});

describe('a quota', () => {
  it('is per holder, and a place given back twice is given back once', () => {
    const quota = new Quota(2);
    const first = quota.tryTake('a');
    quota.tryTake('a');
    expect(quota.tryTake('a')).toBeNull();
    expect(quota.tryTake('b')).not.toBeNull();
    first?.();
    first?.();
    expect(quota.openOf('a')).toBe(1);
    expect(quota.tryTake('a')).not.toBeNull();
    expect(quota.tryTake('a')).toBeNull();
  });
});

describe('a timer for an instant', () => {
  it('holds further ahead than the machine can set timers', () => {
    const clock = new VirtualClock();
    const yearMs = 365 * 86_400_000;
    let ranAtMs: number | undefined;
    scheduleAt(clock, yearMs, () => (ranAtMs = clock.nowMs()));
    clock.advanceTo(yearMs - 1);
    expect(ranAtMs).toBeUndefined();
    clock.advanceTo(yearMs);
    expect(ranAtMs).toBe(yearMs);
    const cancel = scheduleAt(clock, yearMs * 3, () => (ranAtMs = -1));
    clock.advanceBy(yearMs);
    cancel();
    clock.advanceBy(yearMs * 3);
    expect(ranAtMs).toBe(yearMs);
  });
});

describe('the address of a client', () => {
  const request = (header?: string) =>
    ({
      socket: { remoteAddress: '10.0.0.1' },
      headers: header === undefined ? {} : { 'x-forwarded-for': header },
    }) as unknown as IncomingMessage;

  it('is the one that the outermost trusted proxy saw', () => {
    expect(clientAddressOf(request('1.1.1.1, 2.2.2.2'), 0)).toBe('10.0.0.1');
    expect(clientAddressOf(request('1.1.1.1, 2.2.2.2'), 1)).toBe('2.2.2.2');
    expect(clientAddressOf(request('0.0.0.0, 1.1.1.1, 2.2.2.2'), 2)).toBe('1.1.1.1');
    expect(clientAddressOf(request('2.2.2.2'), 2)).toBe('2.2.2.2');
    expect(clientAddressOf(request(), 1)).toBe('10.0.0.1');
  });
});

describe('connection parameters', () => {
  it('carry the token whichever way it is spelt, and only as text', () => {
    expect(authorizationOf({ authorization: 'Bearer a' })).toBe('Bearer a');
    expect(authorizationOf({ Authorization: 'Bearer b' })).toBe('Bearer b');
    expect(authorizationOf({ authorization: 7 })).toBeUndefined();
    expect(authorizationOf(undefined)).toBeUndefined();
  });
});

describe('the fields of a failed call', () => {
  it('are its response keys, or those of each entity by its type', () => {
    expect(failedFields('{a: x{y} b __typename}', {})).toEqual([['a'], ['b']]);
    const query =
      'query($representations:[_Any!]!){_entities(representations:$representations){...on A{x y}...on B{z}}}';
    expect(
      failedFields(query, { representations: [{ __typename: 'B' }, { __typename: 'A' }] }),
    ).toEqual([
      ['_entities', 0, 'z'],
      ['_entities', 1, 'x'],
      ['_entities', 1, 'y'],
    ]);
    const many = Array.from({ length: 500 }, () => ({ __typename: 'A' }));
    expect(failedFields(query, { representations: many })).toHaveLength(100);
  });
});

describe('the settings', () => {
  it('have working defaults, and read lists and addresses', () => {
    expect(loadSettings(gatewaySettings, {}).GATEWAY_PORT).toBe(3001);
    const settings = loadSettings(gatewaySettings, {
      GATEWAY_CORS_ORIGINS: 'https://a.example , https://b.example',
      GATEWAY_SUBGRAPH_URLS: 'trading=http://t:9000/graphql, hub=http://h:7000/graphql',
    });
    expect(settings.GATEWAY_CORS_ORIGINS).toEqual(['https://a.example', 'https://b.example']);
    expect(settings.GATEWAY_SUBGRAPH_URLS).toEqual({
      trading: 'http://t:9000/graphql',
      hub: 'http://h:7000/graphql',
    });
  });

  it('name the variable that is wrong', () => {
    const read = () =>
      loadSettings(gatewaySettings, {
        GATEWAY_SUBGRAPH_URLS: 'trading',
        GATEWAY_MAX_DEPTH: 'deep',
      });
    expect(read).toThrow(SettingsError);
    expect(read).toThrow(/GATEWAY_SUBGRAPH_URLS: "trading" is not name=url/);
    expect(read).toThrow(/GATEWAY_MAX_DEPTH/);
  });
});
