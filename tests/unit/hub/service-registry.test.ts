import { beforeEach, describe, expect, it } from '@jest/globals';
import { createLogger } from '../../../foundation/logging/logger.js';
import { VirtualClock } from '../../../foundation/time/virtual-clock.js';
import { documentedServices } from '../../../subgraphs/hub/registry/documented-services.js';
import type { ServiceRegistry } from '../../../subgraphs/hub/registry/service-registry.js';
import { openServiceRegistry } from '../../../subgraphs/hub/registry/service-registry.js';
import { createMemoryRegistryStore } from './memory-registry-store.js';
import { aRegistration, settle } from './registrations.js';

const leaseMs = 15_000;
const hourMs = 3_600_000;

let clock: VirtualClock;
let store: ReturnType<typeof createMemoryRegistryStore>;
let registry: ServiceRegistry;

const open = () =>
  openServiceRegistry({ store, clock, leaseMs, logger: createLogger({ level: 'silent' }) });
const trading = () => registry.list().find(({ name }) => name === 'trading-engine');
const renew = (instanceId = 'ins_1', service = 'trading-engine') =>
  registry.renew(service, { instanceId, status: 'UP', dependencies: [] });

beforeEach(async () => {
  clock = new VirtualClock(1_000_000);
  store = createMemoryRegistryStore();
  registry = await open();
});

describe('a lease', () => {
  it('runs until one millisecond before its end, and not at its end', () => {
    expect(registry.register(aRegistration())).toEqual({ leaseMs });

    clock.advanceBy(leaseMs - 1);
    expect(trading()?.status).toBe('UP');
    clock.advanceBy(1);
    expect(trading()).toMatchObject({ status: 'DOWN', instances: [{ status: 'DOWN' }] });
    clock.advanceBy(1);
    expect(trading()?.status).toBe('DOWN');
  });

  it('runs from its last heartbeat: what was left of it is not added', () => {
    registry.register(aRegistration());
    clock.advanceBy(5_000);
    expect(renew()).toEqual({ leaseMs });

    clock.advanceBy(leaseMs - 1);
    expect(trading()?.status).toBe('UP');
    clock.advanceBy(1);
    expect(trading()?.status).toBe('DOWN');
  });

  it('can be renewed one millisecond before its end, and not at its end', () => {
    registry.register(aRegistration());
    clock.advanceBy(leaseMs - 1);
    expect(renew()).toEqual({ leaseMs });

    clock.advanceBy(leaseMs);
    expect(renew()).toBeNull();
    expect(trading()?.status).toBe('DOWN');
  });

  it('belongs to its service: no other renews or ends it', () => {
    registry.register(aRegistration());

    expect(renew('ins_1', 'data-bridge')).toBeNull();
    expect(renew('ins_2')).toBeNull();
    expect(registry.deregister('data-bridge', 'ins_1')).toBe(false);
    expect(() => registry.register(aRegistration({ service: 'data-bridge' }))).toThrow(
      expect.objectContaining({ code: 'CONFLICT' }),
    );
    expect(trading()?.status).toBe('UP');
  });
});

describe('the list', () => {
  it('has all fourteen documented services before any of them has registered', () => {
    expect(registry.list()).toEqual(
      documentedServices.map(({ name, port }) => ({
        name,
        port,
        status: 'UNKNOWN',
        version: null,
        instances: [],
        dependencies: [],
      })),
    );
    expect(documentedServices).toHaveLength(14);
  });

  it('tells of each instance what it says of itself', () => {
    registry.register(
      aRegistration({ dependencies: [{ name: 'database', status: 'UP' }], version: '1.2.3' }),
    );
    clock.advanceBy(1_000);
    registry.renew('trading-engine', {
      instanceId: 'ins_1',
      status: 'DEGRADED',
      dependencies: [{ name: 'database', status: 'DOWN' }],
    });

    expect(trading()).toMatchObject({
      port: 9000,
      status: 'DEGRADED',
      version: '1.2.3',
      instances: [
        {
          id: 'ins_1',
          url: 'http://127.0.0.1:9000',
          status: 'DEGRADED',
          registeredAtMs: 1_000_000,
          lastHeartbeatAtMs: 1_001_000,
        },
      ],
      dependencies: [{ name: 'database', status: 'DOWN' }],
    });
  });

  it('takes the worst view of a dependency that instances see differently', () => {
    registry.register(aRegistration({ dependencies: [{ name: 'database', status: 'DEGRADED' }] }));
    registry.register(
      aRegistration({
        instanceId: 'ins_2',
        url: 'http://127.0.0.1:9001',
        dependencies: [
          { name: 'database', status: 'UP' },
          { name: 'bus', status: 'UP' },
        ],
      }),
    );

    expect(trading()?.dependencies).toEqual([
      { name: 'bus', status: 'UP' },
      { name: 'database', status: 'DEGRADED' },
    ]);
  });

  it('keeps a service up while one of its instances lives', () => {
    registry.register(aRegistration());
    clock.advanceBy(5_000);
    registry.register(aRegistration({ instanceId: 'ins_2', url: 'http://127.0.0.1:9001' }));
    clock.advanceBy(leaseMs - 5_000);

    expect(trading()).toMatchObject({
      status: 'UP',
      instances: [
        { id: 'ins_1', status: 'DOWN' },
        { id: 'ins_2', status: 'UP' },
      ],
    });
  });

  it('forgets an instance an hour after its lease ran out, and knows the service ever after', () => {
    registry.register(aRegistration());
    clock.advanceBy(leaseMs + hourMs - 1);
    expect(trading()?.instances).toHaveLength(1);
    clock.advanceBy(1);

    expect(trading()).toMatchObject({ status: 'DOWN', version: '1.0.0', instances: [] });
  });

  it('shows a service that left in good order as down, without a corpse', () => {
    registry.register(aRegistration());

    expect(registry.deregister('trading-engine', 'ins_1')).toBe(true);
    expect(registry.deregister('trading-engine', 'ins_1')).toBe(false);
    expect(trading()).toMatchObject({ status: 'DOWN', instances: [] });
  });

  it('puts a restarted service in the place of the one that died at its address', () => {
    registry.register(aRegistration());
    registry.register(aRegistration({ instanceId: 'ins_2', version: '2.0.0' }));

    expect(trading()).toMatchObject({ version: '2.0.0', instances: [{ id: 'ins_2' }] });
    expect(renew('ins_1')).toBeNull();
  });

  it('has services that nobody documented, once they registered', () => {
    registry.register(aRegistration({ service: 'tick-archive', port: 9999 }));

    expect(registry.list()).toHaveLength(15);
    expect(registry.list().at(-1)).toMatchObject({
      name: 'tick-archive',
      port: 9999,
      status: 'UP',
    });
  });
});

describe('a restart of the hub', () => {
  const restart = async (awayMs: number): Promise<void> => {
    await registry.close();
    clock.advanceBy(awayMs);
    registry = await open();
  };

  it('lets leases go on as they were', async () => {
    registry.register(aRegistration());
    clock.advanceBy(5_000);
    await restart(3_000);

    expect(trading()?.status).toBe('UP');
    clock.advanceBy(leaseMs - 8_000 - 1);
    expect(trading()?.status).toBe('UP');
    expect(renew()).toEqual({ leaseMs });
    clock.advanceBy(leaseMs);
    expect(trading()?.status).toBe('DOWN');
  });

  it('does not call down what it could not hear, for one lease from its start', async () => {
    registry.register(aRegistration());
    await restart(leaseMs);

    expect(trading()).toMatchObject({ status: 'UNKNOWN', instances: [{ status: 'UNKNOWN' }] });
    clock.advanceBy(leaseMs - 1);
    expect(trading()?.status).toBe('UNKNOWN');
    clock.advanceBy(1);
    expect(trading()).toMatchObject({ status: 'DOWN', instances: [{ status: 'DOWN' }] });
  });

  it('still knows what was down before', async () => {
    registry.register(aRegistration());
    clock.advanceBy(leaseMs);
    await restart(1_000);

    expect(trading()?.status).toBe('DOWN');
  });

  it('remembers a service that left', async () => {
    registry.register(aRegistration());
    registry.deregister('trading-engine', 'ins_1');
    await restart(1_000);

    expect(trading()).toMatchObject({ status: 'DOWN', version: '1.0.0', instances: [] });
  });
});

describe('a registry whose store is down', () => {
  it('goes on, and keeps everything when the store is back', async () => {
    store.isDown = true;
    registry.register(aRegistration());
    registry.register(aRegistration({ instanceId: 'ins_2', url: 'http://127.0.0.1:9001' }));
    await registry.flush();
    registry.deregister('trading-engine', 'ins_2');

    expect(trading()?.status).toBe('UP');
    expect((await store.load()).instances).toEqual([]);

    store.isDown = false;
    clock.advanceBy(1_000);
    await settle();
    const kept = await store.load();
    expect(kept.instances.map(({ id }) => id)).toEqual(['ins_1']);
    expect(kept.services.map(({ name }) => name)).toEqual(['trading-engine']);
  });
});
