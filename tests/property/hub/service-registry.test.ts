import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createLogger } from '../../../foundation/logging/logger.js';
import { VirtualClock } from '../../../foundation/time/virtual-clock.js';
import type { ServiceRegistry } from '../../../subgraphs/hub/registry/service-registry.js';
import { openServiceRegistry } from '../../../subgraphs/hub/registry/service-registry.js';
import { createMemoryRegistryStore } from '../../unit/hub/memory-registry-store.js';
import { aRegistration } from '../../unit/hub/registrations.js';
import { Clerk } from './clerk.js';

const leaseMs = 10_000;
const rememberedMs = 3_600_000;
const services = ['trading-engine', 'tick-archive'];

/** Four instances of each service; 0 and 1 share an address, as a process and its restart do, and so do 2 and 3. */
const instance = fc
  .record({ service: fc.constantFrom(...services), n: fc.nat(3) })
  .map(({ service, n }) => ({
    id: `${service}-${n}`,
    service,
    url: `http://127.0.0.1:${Math.floor(n / 2) + 9_000}`,
  }));
const status = fc.constantFrom('UP' as const, 'DEGRADED' as const);
const step = fc.oneof(
  fc.record({ kind: fc.constant('register' as const), instance, status }),
  fc.record({ kind: fc.constant('renew' as const), instance, status }),
  fc.record({ kind: fc.constant('deregister' as const), instance }),
  fc.record({
    kind: fc.constant('wait' as const),
    ms: fc.constantFrom(1, leaseMs - 1, leaseMs, leaseMs + 1, rememberedMs - leaseMs, rememberedMs),
  }),
  fc.record({
    kind: fc.constant('restart' as const),
    ms: fc.constantFrom(0, 1, leaseMs, 86_400_000),
  }),
);
type Step = typeof step extends fc.Arbitrary<infer TStep> ? TStep : never;

type World = {
  clock: VirtualClock;
  clerk: Clerk;
  open: () => Promise<ServiceRegistry>;
  registry: ServiceRegistry;
};

const take = async (world: World, action: Step): Promise<void> => {
  const { clock, clerk, registry } = world;
  const nowMs = clock.nowMs();
  switch (action.kind) {
    case 'register': {
      const { id: instanceId, service, url } = action.instance;
      registry.register(aRegistration({ instanceId, service, url, status: action.status }));
      clerk.register({ ...action.instance, status: action.status }, nowMs);
      return;
    }
    case 'renew': {
      const { id: instanceId, service } = action.instance;
      const renewal = { instanceId, status: action.status, dependencies: [] };
      const isRenewed = registry.renew(service, renewal) !== null;
      expect(isRenewed).toBe(clerk.renew(instanceId, action.status, nowMs));
      return;
    }
    case 'deregister': {
      const { id, service } = action.instance;
      expect(registry.deregister(service, id)).toBe(clerk.deregister(id, nowMs));
      return;
    }
    case 'wait':
      clock.advanceBy(action.ms);
      return;
    case 'restart':
      await registry.close();
      clock.advanceBy(action.ms);
      clerk.wasAway(nowMs, clock.nowMs());
      world.registry = await world.open();
  }
};

describe('the service registry', () => {
  it('says of every service what a clerk with a clock would say', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
        const clock = new VirtualClock(1_000_000);
        const store = createMemoryRegistryStore();
        const logger = createLogger({ level: 'silent' });
        const open = () => openServiceRegistry({ store, clock, leaseMs, logger });
        const clerk = new Clerk(leaseMs, rememberedMs);
        const world: World = { clock, clerk, open, registry: await open() };

        for (const action of steps) {
          await take(world, action);
          const list = world.registry.list();
          for (const service of services) {
            const view = list.find(({ name }) => name === service);
            expect({
              status: view?.status ?? 'UNKNOWN',
              instances: (view?.instances ?? [])
                .map((shown) => `${shown.id} ${shown.status}`)
                .sort(),
            }).toEqual(clerk.view(service, clock.nowMs()));
          }
        }
        await world.registry.close();
      }),
      { numRuns: 300 },
    );
  });
});
