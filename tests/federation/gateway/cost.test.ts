import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { VirtualClock } from '../../../foundation/time/virtual-clock.js';
import { accessToken, startPlatform } from './fixture/test-platform.js';
import type { TestPlatform } from './fixture/test-platform.js';

const clock = new VirtualClock(Date.UTC(2026, 0, 5, 12));
let platform: TestPlatform;
beforeAll(async () => {
  platform = await startPlatform({
    clock,
    environment: { GATEWAY_MAX_COST: '50', GATEWAY_COST_PER_MINUTE: '60' },
  });
});
afterAll(() => platform.close());

const tokenOf = (tenantId: string) => accessToken({ tenantId }, clock);
const cheap = '{ prices { bid } }';

describe('the cost of operations', () => {
  it('is told to whoever asks for it, with what is left', async () => {
    const token = await tokenOf('ten_told');
    const headers = { 'x-query-cost': '1' };
    const { data, extensions } = await platform.ask(cheap, { token, headers });
    expect(data).toEqual({ prices: [{ bid: '1.6' }, { bid: '1.6' }] });
    expect(extensions).toEqual({
      cost: {
        requested: 10,
        limit: 50,
        budget: { limit: 60, remaining: 50, resetAt: '2026-01-05T12:00:10.000Z' },
      },
    });
    expect((await platform.ask(cheap, { token })).extensions).toBeUndefined();
  });

  it('is refused before anything of it runs when one operation would cost too much', async () => {
    const token = await tokenOf('ten_dear');
    const before = platform.world.orderCount;
    const { status, data, errors } = await platform.ask(
      'mutation ($s: ID!) { a: placeOrder(symbol: $s) b: placeOrder(symbol: $s) }',
      { token, variables: { s: 'X' } },
    );
    expect([status, data, errors]).toEqual([200, { a: 'ordered X', b: 'ordered X' }, undefined]);
    expect(platform.world.orderCount).toBe(before + 2);

    const sixtimes = Array.from({ length: 6 }, (_, i) => `p${i}: prices { bid }`).join(' ');
    const refused = await platform.ask(`{ ${sixtimes} }`, { token });
    expect([refused.status, refused.data]).toEqual([400, undefined]);
    expect(refused.errors?.[0]?.extensions).toEqual({
      code: 'OPERATION_TOO_COMPLEX',
      limit: 'cost',
      max: 50,
      actual: 60,
    });
  });

  it("is refused when the tenant's minute is spent, with the time to wait, and no other tenant notices", async () => {
    const token = await tokenOf('ten_busy');
    for (let time = 0; time < 6; time++)
      expect((await platform.ask(cheap, { token })).errors).toBeUndefined();
    const { status, headers, errors } = await platform.ask(cheap, { token });
    expect([status, headers.get('retry-after')]).toEqual([429, '10']);
    expect(errors?.[0]?.extensions).toEqual({
      code: 'RATE_LIMITED',
      cost: 10,
      limit: 60,
      remaining: 0,
      resetAt: '2026-01-05T12:01:00.000Z',
      retryAfterMs: 10_000,
    });
    expect(
      (await platform.ask(cheap, { token: await tokenOf('ten_calm') })).errors,
    ).toBeUndefined();
    clock.advanceBy(10_000);
    expect((await platform.ask(cheap, { token })).errors).toBeUndefined();
  });

  it('is not charged for what the viewer may not run', async () => {
    const { errors } = await platform.ask('{ secret prices { bid } }', {
      headers: { 'x-query-cost': '1' },
    });
    expect(errors?.[0]?.extensions['code']).toBe('UNAUTHENTICATED');
    const { extensions } = await platform.ask('{ price(symbol: "A") { bid } }', {
      headers: { 'x-query-cost': '1' },
    });
    expect(extensions?.['cost']).toMatchObject({ budget: { remaining: 59 } });
  });
});
