import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { reportFromReadiness } from '../../../foundation/hub-client/health-report.js';
import { startHubRegistration } from '../../../foundation/hub-client/hub-registration.js';
import { registryPaths } from '../../../foundation/hub-client/registry-protocol.js';
import { platformVersion } from '../../../foundation/process/platform-version.js';
import { testLogger } from '../../../foundation/testing/test-cluster.js';
import { aRegistration } from '../../unit/hub/registrations.js';
import { leaseMs, member, runHub } from './running-hub.js';

let hub: Awaited<ReturnType<typeof runHub>>;
beforeAll(async () => {
  hub = await runHub();
});
afterAll(() => hub.close());

/** For what happens by itself, over the network or in the database. */
const eventually = async (condition: () => boolean | Promise<boolean>): Promise<void> => {
  while (!(await condition())) await new Promise((resolve) => setImmediate(resolve));
};
const trading = () => hub.service('trading-engine');

describe('services', () => {
  it('is the contract’s list: fourteen services, the hub itself among them', async () => {
    await eventually(async () => (await hub.service('central-hub'))?.status === 'UP');

    const { data, errors } = await hub.ask(member);

    expect(errors).toBeUndefined();
    expect(data?.['services']).toHaveLength(14);
    expect(await hub.service('central-hub')).toEqual({
      name: 'central-hub',
      port: 7000,
      status: 'UP',
      version: platformVersion,
      instances: [
        {
          id: expect.stringMatching(/^ins_/) as unknown,
          url: hub.url,
          status: 'UP',
          lastHeartbeatAt: new Date(hub.clock.nowMs()).toISOString(),
        },
      ],
      dependencies: [{ name: 'database', status: 'UP' }],
    });
  });

  it('is for everybody who is signed in', async () => {
    const { data, errors } = await hub.ask({ kind: 'anonymous' });

    expect(data?.['services']).toBeNull();
    expect(errors?.[0]?.extensions['code']).toBe('UNAUTHENTICATED');
  });
});

describe('the registry over HTTP', () => {
  const asTrading = (path: string, body: unknown) => hub.as('trading-engine')(path, body);
  const renewal = { instanceId: 'ins_1', status: 'UP', dependencies: [] };

  it('takes a service from its registration over its heartbeats to its end', async () => {
    expect(await asTrading(registryPaths.register, aRegistration())).toEqual({
      status: 200,
      body: { leaseMs },
    });
    expect((await trading())?.status).toBe('UP');
    hub.clock.advanceBy(leaseMs - 1);
    expect((await asTrading(registryPaths.renew, renewal)).status).toBe(200);
    hub.clock.advanceBy(leaseMs);
    expect((await trading())?.status).toBe('DOWN');
    expect(await asTrading(registryPaths.renew, renewal)).toMatchObject({
      status: 404,
      body: { errors: [{ code: 'NOT_FOUND', path: ['instanceId'] }] },
    });
    await asTrading(registryPaths.register, aRegistration());
    expect(await asTrading(registryPaths.deregister, { instanceId: 'ins_1' })).toEqual({
      status: 200,
      body: { deregistered: true },
    });
    expect(await trading()).toMatchObject({ status: 'DOWN', instances: [] });
  });

  it.each([
    ['no instance', { instanceId: undefined }, 'instanceId'],
    ['an id with a null character', { instanceId: 'ins_\u0000' }, 'instanceId'],
    ['an address that is none', { url: 'localhost:9000' }, 'url'],
    ['an address of another kind', { url: 'file:///etc/passwd' }, 'url'],
    ['a port that is none', { port: 65_536 }, 'port'],
    ['a status that is none', { status: 'DOWN' }, 'status'],
    ['a version with spaces', { version: 'the newest' }, 'version'],
    [
      'a dependency without a status',
      { dependencies: [{ name: 'database' }] },
      'dependencies.0.status',
    ],
    [
      'too many dependencies',
      { dependencies: Array.from({ length: 51 }, (_, i) => ({ name: `d${i}`, status: 'UP' })) },
      'dependencies',
    ],
  ])('refuses a registration with %s', async (_what, part, path) => {
    const answer = await asTrading(registryPaths.register, { ...aRegistration(), ...part });

    expect(answer).toMatchObject({
      status: 400,
      body: { errors: [{ code: 'INVALID_INPUT', path: path.split('.') }] },
    });
  });

  it('lets services speak for themselves only, and nobody else at all', async () => {
    const user = { viewer: member, requestId: 'req_1' };

    expect((await hub.as('data-bridge')(registryPaths.register, aRegistration())).status).toBe(403);
    expect((await hub.post(registryPaths.register, aRegistration(), user)).status).toBe(403);
    expect((await hub.post(registryPaths.register, aRegistration(), null)).status).toBe(401);
    expect((await asTrading(registryPaths.register, '{')).status).toBe(400);
    expect((await trading())?.status).toBe('DOWN');
  });

  it('refuses the id of another service’s instance', async () => {
    await asTrading(registryPaths.register, aRegistration());

    const answer = await hub.as('data-bridge')(
      registryPaths.register,
      aRegistration({ service: 'data-bridge' }),
    );

    expect(answer).toMatchObject({ status: 409, body: { errors: [{ code: 'CONFLICT' }] } });
  });
});

describe('a restart of the hub', () => {
  it('keeps the registry; leases go on', async () => {
    await hub.as('trading-engine')(
      registryPaths.register,
      aRegistration({ dependencies: [{ name: 'database', status: 'UP' }] }),
    );
    const before = await trading();
    await hub.stop();
    hub.clock.advanceBy(leaseMs - 1);
    await hub.restart();

    expect(await trading()).toEqual(before);
    hub.clock.advanceBy(1);
    expect((await trading())?.status).toBe('DOWN');
  });

  it('is survived by a service that keeps its lease with the client', async () => {
    const registration = startHubRegistration({
      hubUrl: hub.url,
      service: 'data-bridge',
      instanceId: 'ins_bridge',
      url: hub.url,
      port: 5001,
      version: '1.0.0',
      health: () => reportFromReadiness(hub.url),
      identityKeys: hub.identityKeys,
      clock: hub.clock,
      logger: testLogger,
    });
    const statusOfBridge = async () => (await hub.service('data-bridge'))?.status;
    const beats = async (condition: () => Promise<boolean>) =>
      eventually(async () => {
        hub.clock.advanceBy(100);
        return condition();
      });
    await eventually(async () => (await statusOfBridge()) === 'UP');

    await hub.stop();
    hub.clock.advanceBy(10 * leaseMs);
    await hub.restart();
    await beats(async () => (await statusOfBridge()) === 'UP');
    expect(registration.isRegistered()).toBe(true);

    await registration.close();
    expect(await hub.service('data-bridge')).toMatchObject({ status: 'DOWN', instances: [] });
  });
});
