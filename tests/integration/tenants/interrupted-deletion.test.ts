import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { mkdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createEnvelope } from '../../../foundation/crypto/envelope.js';
import { createIdGenerator } from '../../../foundation/ids/id-generator.js';
import { createInProcessEventBus } from '../../../foundation/messaging/in-process-event-bus.js';
import { createOutboxRelay } from '../../../foundation/messaging/outbox-relay.js';
import { testLogger } from '../../../foundation/testing/test-cluster.js';
import type { DeletionPhase } from '../../../subgraphs/tenants/deletion/deletion.js';
import { deletionPhases } from '../../../subgraphs/tenants/deletion/deletion.js';
import type { DeletionEffects } from '../../../subgraphs/tenants/deletion/deletion-effects.js';
import { createDeletionEffects } from '../../../subgraphs/tenants/deletion/deletion-effects.js';
import { createDeletionRunner } from '../../../subgraphs/tenants/deletion/deletion-runner.js';
import { createSigningKeyRing } from '../../../subgraphs/tenants/signing-keys/signing-key-ring.js';
import {
  createControlPlane,
  serviceName,
} from '../../../subgraphs/tenants/tenants/control-plane.js';
import { createTenantEvents } from '../../../subgraphs/tenants/tenants/tenant-events.js';
import { createMemorySigningKeyStore } from '../../unit/tenants/memory-signing-key-store.js';
import type { RunningTenants } from './running-tenants.js';
import { newOwner, password, runTenants } from './running-tenants.js';

type Work = Exclude<DeletionPhase, 'WAITING'>;
const phases = deletionPhases.filter((phase): phase is Work => phase !== 'WAITING');

let tenants: RunningTenants;
let deleted: string[];
const bus = createInProcessEventBus({ logger: testLogger });
const keyStore = createMemorySigningKeyStore();
const envelope = createEnvelope([randomBytes(32)]);

beforeAll(async () => {
  tenants = await runTenants();
  deleted = [];
  await bus.subscribe({
    group: 'test',
    types: ['tenant.deleted'],
    handler: (event) => Promise.resolve(void deleted.push(event.key)),
  });
});
afterAll(async () => {
  await tenants.close();
  await bus.close();
});

/** A process of its own, which `change` makes die at some point. */
const newProcess = (change: (effects: DeletionEffects) => DeletionEffects = (same) => same) => {
  const { platformDb, tenantDb, migrator } = tenants.database;
  const { clock } = tenants;
  const shared = { platformDb, tenantDb, clock, logger: testLogger, bus };
  const relay = createOutboxRelay({ ...shared, service: serviceName });
  const controlPlane = createControlPlane(platformDb, relay);
  const effects = createDeletionEffects({
    ...shared,
    controlPlane,
    relay,
    keys: createSigningKeyRing({ store: keyStore, envelope, clock, tokenLifetimeMs: 900_000 }),
    exportsFolder: tenants.exportsFolder,
    dropTenant: (tenantId) => migrator.dropTenant(tenantId),
  });
  const events = createTenantEvents({ clock, ids: createIdGenerator(clock) });
  return createDeletionRunner({ ...shared, controlPlane, events, effects: change(effects) });
};

const dyingAt =
  (phase: Work, moment: 'before' | 'after') =>
  (effects: DeletionEffects): DeletionEffects => ({
    ...effects,
    async [phase](...args: Parameters<DeletionEffects[Work]>) {
      if (moment === 'after') await effects[phase](...args);
      throw new Error('the process dies');
    },
  });

const dueDeletion = async (email: string) => {
  const { tenant, viewer } = await newOwner(tenants, email);
  const folder = join(tenants.exportsFolder, tenant.id);
  await mkdir(folder);
  await writeFile(join(folder, 'copy.zip'), 'a copy');
  const input = { slug: tenant.slug, password, reason: 'we close' };
  await tenants.ask(
    'mutation ($input: RequestTenantDeletionInput!) { requestTenantDeletion(input: $input) { userErrors { code } } }',
    { input },
    viewer,
  );
  await tenants.database.platformDb.client.tenantDeletion.updateMany({
    where: { tenantId: tenant.id },
    data: { effectiveAt: new Date(tenants.clock.nowMs()) },
  });
  return { tenantId: tenant.id, folder };
};

describe('a deletion whose process dies', () => {
  it.each(
    phases.flatMap((phase) => [
      { phase, moment: 'before' as const },
      { phase, moment: 'after' as const },
    ]),
  )('$moment the work for $phase is finished by the next one', async ({ phase, moment }) => {
    const email = `${moment}-${phase.toLowerCase().replaceAll('_', '-')}@acme.example`;
    const { tenantId, folder } = await dueDeletion(email);
    const { client } = tenants.database.platformDb;

    expect(await newProcess(dyingAt(phase, moment)).runDue()).toBe(1);
    const stuck = await client.tenantDeletion.findFirstOrThrow({ where: { tenantId } });
    expect(deletionPhases.indexOf(stuck.phase as DeletionPhase)).toBe(phases.indexOf(phase));
    expect(stuck.certificate).toBeNull();

    expect(await newProcess().runDue()).toBe(0);

    const done = await client.tenantDeletion.findFirstOrThrow({ where: { tenantId } });
    expect(done).toMatchObject({ phase: 'CERTIFIED', certificate: expect.any(String) });
    expect(Object.keys(done.reachedAt as object).sort()).toEqual([...deletionPhases].sort());
    expect(done.inventory).toMatchObject({ controlPlane: { memberships: 1 } });
    expect((await client.tenant.findUniqueOrThrow({ where: { id: tenantId } })).status).toBe(
      'DELETED',
    );
    await expect(stat(folder)).rejects.toThrow();
    expect(deleted.filter((key) => key === tenantId)).toHaveLength(1);
  });

  it('is finished once by two processes at once', async () => {
    const { tenantId } = await dueDeletion('two-at-once@acme.example');

    await Promise.all([newProcess().runDue(), newProcess().runDue()]);
    expect(await newProcess().runDue()).toBe(0);

    expect(deleted.filter((key) => key === tenantId)).toHaveLength(1);
  });
});
