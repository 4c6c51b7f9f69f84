import { describe, expect, it } from '@jest/globals';
import { VirtualClock } from '../../../foundation/time/virtual-clock.js';
import { createSignInThrottle } from '../../../subgraphs/tenants/accounts/sign-in-throttle.js';

const minute = 60_000;

const setUp = () => {
  const clock = new VirtualClock(1_000_000);
  const throttle = createSignInThrottle(clock);
  const fail = async (times: number, email = 'a@x.example', address: string | null = null) => {
    for (let i = 0; i < times; i++) await throttle.admit({ email, address });
  };
  return { clock, throttle, fail };
};

describe('createSignInThrottle', () => {
  it('lets ten attempts at an account pass, then doubles the wait with each', async () => {
    const { clock, throttle, fail } = setUp();
    await fail(10);

    for (const waitMs of [1_000, 2_000, 4_000, 8_000]) {
      await expect(throttle.admit({ email: 'a@x.example', address: null })).rejects.toMatchObject({
        code: 'RATE_LIMITED',
        details: { retryAfterMs: waitMs },
      });
      clock.advanceBy(waitMs - 1);
      await expect(throttle.admit({ email: 'a@x.example', address: null })).rejects.toMatchObject({
        details: { retryAfterMs: 1 },
      });
      clock.advanceBy(1);
      await fail(1);
    }
  });

  it('never makes an account wait longer than 15 minutes', async () => {
    const { clock, throttle, fail } = setUp();
    await fail(10);
    for (let i = 0; i < 20; i++) {
      clock.advanceBy(15 * minute);
      await fail(1);
    }

    await expect(throttle.admit({ email: 'a@x.example', address: null })).rejects.toMatchObject({
      details: { retryAfterMs: 15 * minute },
    });
  });

  it('counts attempts before their outcome is known, so that a burst gets no further', async () => {
    const { throttle } = setUp();

    const burst = await Promise.allSettled(
      Array.from({ length: 1_000 }, () => throttle.admit({ email: 'a@x.example', address: null })),
    );

    expect(burst.filter(({ status }) => status === 'fulfilled')).toHaveLength(10);
  });

  it('forgets an account after a success, and everything after an hour of quiet', async () => {
    const { clock, throttle, fail } = setUp();
    await fail(9);
    await throttle.succeeded({ email: 'a@x.example', address: null });
    await fail(10);
    clock.advanceBy(60 * minute);
    await fail(10);

    await expect(fail(1)).rejects.toMatchObject({ code: 'RATE_LIMITED' });
  });

  it('makes an address wait that tries many accounts', async () => {
    const { throttle } = setUp();
    for (let i = 0; i < 100; i++)
      await throttle.admit({ email: `${i}@x.example`, address: '203.0.113.9' });

    await expect(
      throttle.admit({ email: 'new@x.example', address: '203.0.113.9' }),
    ).rejects.toMatchObject({ code: 'RATE_LIMITED' });
    await expect(
      throttle.admit({ email: 'new@x.example', address: '203.0.113.10' }),
    ).resolves.toBeUndefined();
  });

  it('does not let an attacker wipe the record of an address by signing in to an own account', async () => {
    const { throttle } = setUp();
    const address = '203.0.113.9';
    for (let i = 0; i < 99; i++) {
      await throttle.admit({ email: `${i}@x.example`, address });
      await throttle.admit({ email: 'own@x.example', address });
      await throttle.succeeded({ email: 'own@x.example', address });
    }
    await throttle.admit({ email: 'last@x.example', address });

    await expect(throttle.admit({ email: 'one@x.example', address })).rejects.toMatchObject({
      code: 'RATE_LIMITED',
    });
  });
});
