import { describe, expect, it } from '@jest/globals';
import { startRegistration } from '../../../foundation/hub-client/hub-registration.js';
import type { HubTransport } from '../../../foundation/hub-client/hub-transport.js';
import type { HealthReport } from '../../../foundation/hub-client/registry-protocol.js';
import { createLogger } from '../../../foundation/logging/logger.js';
import { VirtualClock } from '../../../foundation/time/virtual-clock.js';
import { settle } from './registrations.js';

const leaseMs = 15_000;

const setUp = (random = 255) => {
  const clock = new VirtualClock(0);
  const calls: string[] = [];
  const hub = { isDown: false, knowsLease: true };
  const call = <TAnswer>(name: string, answer: TAnswer): Promise<TAnswer> => {
    calls.push(`${clock.nowMs()} ${name}`);
    return hub.isDown ? Promise.reject(new Error('connect ECONNREFUSED')) : Promise.resolve(answer);
  };
  const reports: HealthReport[] = [];
  const transport: HubTransport = {
    register({ status, dependencies }) {
      reports.push({ status, dependencies });
      hub.knowsLease = true;
      return call('register', { leaseMs });
    },
    renew({ status, dependencies }) {
      reports.push({ status, dependencies });
      return call('renew', hub.knowsLease ? { leaseMs } : null);
    },
    deregister: () => call('deregister', undefined),
  };
  const health = { report: (): Promise<HealthReport> => Promise.resolve(upAlone) };
  const registration = startRegistration(transport, {
    service: 'trading-engine',
    instanceId: 'ins_1',
    url: 'http://127.0.0.1:9000',
    port: 9000,
    version: '1.0.0',
    health: () => health.report(),
    clock,
    logger: createLogger({ level: 'silent' }),
    random: () => Uint8Array.of(random),
  });
  const advance = async (ms: number): Promise<void> => {
    const untilMs = clock.nowMs() + ms;
    while (clock.nowMs() < untilMs) {
      clock.advanceBy(Math.min(100, untilMs - clock.nowMs()));
      await settle();
    }
  };
  return { calls, hub, health, reports, registration, advance };
};
const upAlone: HealthReport = { status: 'UP', dependencies: [] };

describe('startRegistration', () => {
  it('registers at once, renews three times per lease, and deregisters at the end', async () => {
    const { calls, registration, advance } = setUp();
    await settle();
    expect(registration.isRegistered()).toBe(true);
    await advance(10_000);
    await registration.close();
    await advance(10_000);

    expect(calls).toEqual(['0 register', '5000 renew', '10000 renew', '10000 deregister']);
    expect(registration.isRegistered()).toBe(false);
  });

  it('spreads heartbeats, always earlier than a third of the lease', async () => {
    const { calls, registration, advance } = setUp(0);
    await settle();
    await advance(8_000);
    await registration.close();

    expect(calls.slice(0, 3)).toEqual(['0 register', '4000 renew', '8000 renew']);
  });

  it('registers anew when the hub has lost the lease', async () => {
    const { calls, hub, registration, advance } = setUp();
    await settle();
    hub.knowsLease = false;
    await advance(5_000);
    await registration.close();

    expect(calls).toEqual(['0 register', '5000 renew', '5000 register', '5000 deregister']);
  });

  it('outlives the death of the hub: tries again, first soon and then as often as it renews', async () => {
    const { calls, hub, registration, advance } = setUp();
    await settle();
    hub.isDown = true;
    await advance(5_000 + 1_000 + 2_000 + 4_000 + 5_000);
    expect(calls.slice(1)).toEqual([
      '5000 renew',
      '6000 renew',
      '8000 renew',
      '12000 renew',
      '17000 renew',
    ]);

    hub.isDown = false;
    await advance(5_000);
    expect(calls.at(-1)).toBe('22000 renew');
    await advance(5_000);
    expect(calls.at(-1)).toBe('27000 renew');
    await registration.close();
  });

  it('finds a hub that starts after it', async () => {
    const { hub, registration, advance } = setUp();
    hub.isDown = true;
    await advance(500);
    hub.isDown = false;
    await advance(2_000);

    expect(registration.isRegistered()).toBe(true);
    await registration.close();
  });

  it('closes in peace when the hub is away', async () => {
    const { hub, registration } = setUp();
    await settle();
    hub.isDown = true;

    await expect(registration.close()).resolves.toBeUndefined();
  });

  it('reports the health of the moment, and a broken check as degraded', async () => {
    const { health, reports, registration, advance } = setUp();
    await settle();
    health.report = () =>
      Promise.resolve({
        status: 'DEGRADED',
        dependencies: [{ name: 'database', status: 'DOWN' }],
      });
    await advance(5_000);
    health.report = () => Promise.reject(new Error('broken'));
    await advance(5_000);
    await registration.close();

    expect(reports).toEqual([
      upAlone,
      { status: 'DEGRADED', dependencies: [{ name: 'database', status: 'DOWN' }] },
      { status: 'DEGRADED', dependencies: [] },
    ]);
  });
});
