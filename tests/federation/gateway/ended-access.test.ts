import { afterEach, describe, expect, it } from '@jest/globals';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createIdentityKeys } from '../../../foundation/context/identity.js';
import type { Viewer } from '../../../foundation/context/viewer.js';
import type { RefusedAccess } from '../../../foundation/events/access-events.js';
import { accessChangesChannel, refusedForMs } from '../../../foundation/events/access-events.js';
import { createIdGenerator } from '../../../foundation/ids/id-generator.js';
import { createInProcessBroadcast } from '../../../foundation/messaging/in-process-broadcast.js';
import { identityHeader } from '../../../foundation/subgraph/graphql-route.js';
import { testLogger } from '../../../foundation/testing/test-cluster.js';
import { VirtualClock } from '../../../foundation/time/virtual-clock.js';
import { createAccessList } from '../../../gateway/authentication/access-list.js';

const clock = new VirtualClock(Date.UTC(2026, 0, 5));
const identityKeys = createIdentityKeys(new Uint8Array(32).fill(3), clock);
const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

/** database-service as the gateway sees it: it answers its list, or nothing while it is down. */
const startTenants = async () => {
  const state: { list: RefusedAccess; reads: number; isDown: boolean } = {
    list: { endedIds: [], shutTenantIds: [] },
    reads: 0,
    isDown: false,
  };
  const server = createServer((request, response) => {
    state.reads++;
    const header = request.headers[identityHeader];
    const identity = identityKeys.verify(typeof header === 'string' ? header : '', 'tenants');
    response.statusCode = state.isDown || identity?.viewer.kind !== 'service' ? 503 : 200;
    response.end(JSON.stringify(state.list));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closers.push(
    () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(resolve);
      }),
  );
  return { state, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql` };
};

const viewer = (sessionId: string, tenantId = 'ten_1'): Viewer => ({
  kind: 'user',
  tenantId,
  userId: 'usr_1',
  sessionId,
  role: 'TRADER',
  scopes: [],
});

const open = async (isTold: boolean) => {
  const tenants = await startTenants();
  const broadcast = createInProcessBroadcast(testLogger);
  closers.push(() => broadcast.close());
  const list = createAccessList({
    tenantsUrl: () => tenants.url,
    broadcast: isTold ? broadcast : undefined,
    identityKeys,
    clock,
    ids: createIdGenerator(clock),
    logger: testLogger,
  });
  const codeFor = async (who: Viewer) => (await list.refusalOf(who))?.code ?? 'ADMITTED';
  return { ...tenants, broadcast, codeFor };
};

describe('the list of refused access', () => {
  it('is noticed within a second where nobody tells', async () => {
    const { state, codeFor } = await open(false);
    expect(await codeFor(viewer('ses_1'))).toBe('ADMITTED');
    state.list = { endedIds: ['ses_1'], shutTenantIds: ['ten_2'] };
    clock.advanceBy(1_000);

    expect(await codeFor(viewer('ses_1'))).toBe('SESSION_EXPIRED');
    expect(await codeFor(viewer('ses_2'))).toBe('ADMITTED');
    expect(await codeFor(viewer('ses_2', 'ten_2'))).toBe('TENANT_SUSPENDED');
    expect(await codeFor({ kind: 'anonymous' })).toBe('ADMITTED');
    expect(state.reads).toBe(2);
  });

  it('is told at once, and heals when a word was missed', async () => {
    const { state, broadcast, codeFor } = await open(true);
    const tell = (change: object) => broadcast.publish(accessChangesChannel, change);
    expect(await codeFor(viewer('ses_1'))).toBe('ADMITTED');

    await tell({ kind: 'ended', ids: ['ses_1'] });
    expect(await codeFor(viewer('ses_1'))).toBe('SESSION_EXPIRED');
    await tell({ kind: 'tenant', tenantId: 'ten_1', isOpen: false });
    expect(await codeFor(viewer('ses_2'))).toBe('TENANT_SUSPENDED');
    expect(await codeFor(viewer(`key_${'0'.repeat(26)}`))).toBe('TENANT_SUSPENDED');
    await tell({ kind: 'tenant', tenantId: 'ten_1', isOpen: true });
    expect(await codeFor(viewer('ses_2'))).toBe('ADMITTED');

    state.list = { endedIds: ['ses_2'], shutTenantIds: [] };
    clock.advanceBy(5_000);
    expect(await codeFor(viewer('ses_2'))).toBe('SESSION_EXPIRED');
  });

  it('forgets sessions when no token of theirs can be alive', async () => {
    const { codeFor, broadcast } = await open(true);
    await broadcast.publish(accessChangesChannel, { kind: 'ended', ids: ['ses_1'] });
    clock.advanceBy(refusedForMs - 1);
    expect(await codeFor(viewer('ses_1'))).toBe('SESSION_EXPIRED');
    clock.advanceBy(1);
    expect(await codeFor(viewer('ses_1'))).toBe('ADMITTED');
  });

  it('holds while database-service is down, and locks nobody else out', async () => {
    const { state, codeFor } = await open(false);
    state.list = { endedIds: ['ses_1'], shutTenantIds: [] };
    expect(await codeFor(viewer('ses_1'))).toBe('SESSION_EXPIRED');
    state.isDown = true;
    clock.advanceBy(60_000);

    expect(await codeFor(viewer('ses_1'))).toBe('SESSION_EXPIRED');
    expect(await codeFor(viewer('ses_2'))).toBe('ADMITTED');
  });

  it('is read once for all who come at the same time', async () => {
    const { state, codeFor } = await open(false);

    await Promise.all(Array.from({ length: 50 }, (_, index) => codeFor(viewer(`ses_${index}`))));

    expect(state.reads).toBe(1);
  });
});
