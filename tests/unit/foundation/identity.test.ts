import { describe, expect, it } from '@jest/globals';
import { createIdentityKeys } from '../../../foundation/context/identity.js';
import type { RequestIdentity } from '../../../foundation/context/viewer.js';
import { VirtualClock } from '../../../foundation/time/virtual-clock.js';

const identity: RequestIdentity = {
  requestId: 'req_1',
  viewer: {
    kind: 'user',
    tenantId: 'ten_1',
    userId: 'usr_1',
    sessionId: 'ses_1',
    role: 'OWNER',
    scopes: ['market:read'],
  },
};

const keysAt = (clock: VirtualClock, fill = 1) =>
  createIdentityKeys(new Uint8Array(32).fill(fill), clock);

describe('createIdentityKeys', () => {
  it('returns the identity to the audience it was signed for', () => {
    const keys = keysAt(new VirtualClock());
    expect(keys.verify(keys.sign(identity, 'trading'), 'trading')).toEqual(identity);
  });

  it('refuses another audience, another key, a changed claim and rubbish', () => {
    const clock = new VirtualClock();
    const keys = keysAt(clock);
    const token = keys.sign(identity, 'trading');
    const [body = '', signature = ''] = token.split('.');
    const forged = Buffer.from(body, 'base64url').toString().replace('ten_1', 'ten_2');

    expect(keys.verify(token, 'billing')).toBeNull();
    expect(keysAt(clock, 2).verify(token, 'trading')).toBeNull();
    expect(
      keys.verify(`${Buffer.from(forged).toString('base64url')}.${signature}`, 'trading'),
    ).toBeNull();
    for (const rubbish of [undefined, '', '.', 'a', 'a.b', 'a.b.c', `${body}.`])
      expect(keys.verify(rubbish, 'trading')).toBeNull();
  });

  it('refuses an identity that has outlived its half minute and the tolerated clock skew', () => {
    const clock = new VirtualClock(1_000_000);
    const keys = keysAt(clock);
    const token = keys.sign(identity, 'trading');
    clock.advanceBy(35_000);
    expect(keys.verify(token, 'trading')).toEqual(identity);
    clock.advanceBy(1);
    expect(keys.verify(token, 'trading')).toBeNull();
  });

  it('refuses a key that is too short to be a secret', () => {
    expect(() => createIdentityKeys(new Uint8Array(31), new VirtualClock())).toThrow(RangeError);
  });
});
