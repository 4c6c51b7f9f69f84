import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { compactVerify, decodeProtectedHeader, importJWK } from 'jose';
import { tenantSchemaOf } from '../../../foundation/database/tenant-schema.js';
import type { Viewer } from '../../../foundation/context/viewer.js';
import type { RunningTenants } from './running-tenants.js';
import {
  newOwner,
  operatorEmail,
  password,
  runTenants,
  secondOperatorEmail,
  signIn,
  viewerOf,
} from './running-tenants.js';

const dayMs = 24 * 3_600_000;
type Owner = Awaited<ReturnType<typeof newOwner>>;
type Operator = Extract<Viewer, { kind: 'user' }>;

let tenants: RunningTenants;
let ada: Operator;
let bob: Operator;

beforeAll(async () => {
  tenants = await runTenants({ operatorPassword: password });
  ada = viewerOf((await signIn(tenants, operatorEmail)).session?.accessToken ?? '');
  bob = viewerOf((await signIn(tenants, secondOperatorEmail)).session?.accessToken ?? '');
});
afterAll(() => tenants.close());

const mutate = async (viewer: Viewer, mutation: string, input: unknown, answer: string) => {
  const { data, errors } = await tenants.ask(
    `mutation ($input: ${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Input!) {
      ${mutation}(input: $input) { ${answer} userErrors { code message path } }
    }`,
    { input },
    viewer,
  );
  return (data?.[mutation] ?? { topLevel: errors?.[0]?.extensions['code'] }) as Record<
    string,
    unknown
  >;
};
const requestDeletion = (owner: Owner, change: object = {}) =>
  mutate(
    owner.viewer,
    'requestTenantDeletion',
    { slug: owner.tenant.slug, password, reason: 'we close', ...change },
    'tenant { status deletion { phase effectiveAt certificate } }',
  );
const cancel = (viewer: Viewer, tenantId: string) =>
  mutate(viewer, 'cancelTenantDeletion', { tenantId }, 'tenant { status deletion { phase } }');
const suspend = (tenantId: string) =>
  mutate(ada, 'suspendTenant', { tenantId, reason: 'unpaid' }, 'tenant { status }');
const requestAction = async (viewer: Viewer, kind: string, tenantId: string) =>
  (await mutate(
    viewer,
    'requestOperatorAction',
    { kind, tenantId, reason: 'fraud' },
    'action { id status }',
  )) as { action: { id: string; status: string } | null; userErrors: { code: string }[] };
const decide = (viewer: Viewer, actionId: string, approves: boolean) =>
  mutate(viewer, 'decideOperatorAction', { actionId, approves }, 'action { status decidedBy }');

const deletionsOf = async (tenantId: string) => {
  const { data } = await tenants.ask(
    `{ tenantDeletions(first: 100) { nodes { tenantId phase certificate side requestedBy approvedBy } } }`,
    {},
    ada,
  );
  const { nodes } = data?.['tenantDeletions'] as {
    nodes: { tenantId: string; phase: string; certificate: string | null }[];
  };
  return nodes.filter((one) => one.tenantId === tenantId);
};

const schemaIsThere = async (tenantId: string): Promise<boolean> => {
  const { rowCount } = await tenants.database.platformDb.pool.query(
    'SELECT FROM pg_namespace WHERE nspname = $1',
    [tenantSchemaOf(tenantId).schema],
  );
  return rowCount === 1;
};

/** Time passes, and the process starts anew: the first run of its jobs is awaited by nobody, so its end is. */
const whenDeleted = async (tenantId: string): Promise<string> => {
  await tenants.restart();
  for (;;) {
    const [deletion] = await deletionsOf(tenantId);
    if (deletion?.certificate) return deletion.certificate;
  }
};

describe('requestTenantDeletion', () => {
  it('stops the tenant at once, lets its owners turn back, and puts everything as it was', async () => {
    const owner = await newOwner(tenants, 'turns-back@acme.example');
    const other = await tenants.database.platformDb.client.session.count({
      where: { tenantId: owner.tenant.id, revokedAt: null },
    });
    expect(other).toBe(1);

    expect(await requestDeletion(owner)).toEqual({
      tenant: {
        status: 'DELETING',
        deletion: {
          phase: 'WAITING',
          effectiveAt: new Date(tenants.clock.nowMs() + 30 * dayMs).toISOString(),
          certificate: null,
        },
      },
      userErrors: [],
    });
    expect(tenants.accessChanges.at(-1)).toEqual({ kind: 'ended', ids: [owner.viewer.sessionId] });
    expect(tenants.eventsOf('tenant.deletion-requested').at(-1)?.payload).toMatchObject({
      tenantId: owner.tenant.id,
    });

    const { session } = await signIn(tenants, 'turns-back@acme.example');
    const again = viewerOf(session?.accessToken ?? '');
    expect([...again.scopes].sort()).toEqual(['tenant:admin', 'tenant:read']);
    const update =
      'mutation { updateTenantConfig(input: { dataFeeds: ["replay"] }) { userErrors { code } } }';
    expect((await tenants.ask(update, {}, again)).data).toEqual({
      updateTenantConfig: { userErrors: [{ code: 'TENANT_SUSPENDED' }] },
    });

    expect(await cancel(again, owner.tenant.id)).toEqual({
      tenant: { status: 'ACTIVE', deletion: null },
      userErrors: [],
    });
    tenants.clock.advanceBy(40 * dayMs);
    await tenants.restart();
    const { session: later } = await signIn(tenants, 'turns-back@acme.example');
    expect(later).not.toBeNull();
    expect(await schemaIsThere(owner.tenant.id)).toBe(true);
  });

  it.each([
    { what: 'the wrong slug', change: { slug: 'other' }, code: 'INVALID_INPUT', field: 'slug' },
    {
      what: 'the wrong password',
      change: { password: 'a wrong password' },
      code: 'INVALID_CREDENTIALS',
      field: 'password',
    },
    { what: 'no reason', change: { reason: ' ' }, code: 'INVALID_INPUT', field: 'reason' },
  ])('refuses $what', async ({ what, change, code, field }) => {
    const owner = await newOwner(tenants, `${what.replaceAll(' ', '-')}@acme.example`);

    expect(await requestDeletion(owner, change)).toMatchObject({
      tenant: null,
      userErrors: [{ code, path: ['input', field] }],
    });
  });

  it('is for owners who are present, and never for the tenant of operators', async () => {
    const owner = await newOwner(tenants, 'present@acme.example');
    const asAdmin = { ...owner, viewer: { ...owner.viewer, role: 'ADMIN' as const } };
    const asKey = { ...owner, viewer: { ...owner.viewer, sessionId: `key_${'0'.repeat(26)}` } };

    expect(await requestDeletion(asAdmin)).toEqual({ topLevel: 'FORBIDDEN' });
    expect(await requestDeletion(asKey)).toEqual({ topLevel: 'FORBIDDEN' });
    const { slug } = await tenants.database.platformDb.client.tenant.findUniqueOrThrow({
      where: { id: ada.tenantId },
    });
    expect(
      await mutate(
        { ...ada, role: 'OWNER' },
        'requestTenantDeletion',
        { slug, password, reason: 'x' },
        'tenant { id }',
      ),
    ).toMatchObject({ userErrors: [{ code: 'INVALID_STATE' }] });
  });

  it('destroys everything after the grace period and certifies it', async () => {
    const owner = await newOwner(tenants, 'leaves@acme.example');
    const { id: tenantId } = owner.tenant;
    const neighbour = await newOwner(tenants, 'stays@acme.example');
    await requestDeletion(owner);
    tenants.clock.advanceBy(30 * dayMs - 1);
    await tenants.restart();
    expect(await schemaIsThere(tenantId)).toBe(true);

    tenants.clock.advanceBy(1);
    const certificate = await whenDeleted(tenantId);

    const header = decodeProtectedHeader(certificate);
    const key = await importJWK(header.jwk ?? {}, 'EdDSA');
    const { payload } = await compactVerify(certificate, key, { algorithms: ['EdDSA'] });
    const claims = JSON.parse(Buffer.from(payload).toString()) as Record<string, unknown>;
    expect(header).toMatchObject({ typ: 'tenant-deletion+jwt' });
    expect(
      await tenants.database.platformDb.client.signingKey.count({
        where: { kid: header.kid ?? '' },
      }),
    ).toBe(1);
    expect(claims).toMatchObject({
      sub: tenantId,
      reason: 'we close',
      requestedBy: { userId: owner.viewer.userId, as: 'OWNER' },
      approvedBy: null,
      destroyed: {
        schema: { outbox_events: expect.any(Number) },
        controlPlane: { memberships: 1, sessions: 1, tenant_configurations: 1 },
        encryptionKey: 'shredded',
      },
    });
    expect(await schemaIsThere(tenantId)).toBe(false);
    const { client } = tenants.database.platformDb;
    expect(await client.user.count({ where: { email: 'leaves@acme.example' } })).toBe(0);
    expect(await client.tenant.findUniqueOrThrow({ where: { id: tenantId } })).toMatchObject({
      status: 'DELETED',
      name: 'Deleted tenant',
      slug: tenantId,
    });
    expect(
      (await client.tenantKey.findUniqueOrThrow({ where: { tenantId } })).wrappedKey,
    ).toBeNull();
    expect(
      tenants.eventsOf('tenant.deleted').filter((event) => event.key === tenantId),
    ).toHaveLength(1);
    expect(await schemaIsThere(neighbour.tenant.id)).toBe(true);
    expect((await signIn(tenants, 'stays@acme.example')).session).not.toBeNull();
    expect((await signIn(tenants, 'leaves@acme.example')).userErrors).toMatchObject([
      { code: 'INVALID_CREDENTIALS' },
    ]);
  });
});

describe('operators who delete a tenant', () => {
  it('are two: the one who asks, and another who approves', async () => {
    const owner = await newOwner(tenants, 'fraud@acme.example');
    const { id: tenantId } = owner.tenant;
    await suspend(tenantId);
    const { action } = await requestAction(ada, 'DELETE_TENANT', tenantId);
    const id = action?.id ?? '';

    expect((await requestAction(bob, 'DELETE_TENANT', tenantId)).userErrors).toMatchObject([
      { code: 'ALREADY_EXISTS' },
    ]);
    expect(await decide(ada, id, true)).toEqual({ topLevel: 'FORBIDDEN' });
    expect(await decide(owner.viewer, id, true)).toEqual({ topLevel: 'FORBIDDEN' });
    expect(await deletionsOf(tenantId)).toEqual([]);

    expect(await decide(bob, id, true)).toMatchObject({
      action: { status: 'APPROVED', decidedBy: bob.userId },
      userErrors: [],
    });
    expect(await decide(bob, id, true)).toMatchObject({ userErrors: [{ code: 'INVALID_STATE' }] });
    expect(await deletionsOf(tenantId)).toMatchObject([
      { phase: 'WAITING', side: 'OPERATOR', requestedBy: ada.userId, approvedBy: bob.userId },
    ]);

    expect(await cancel({ ...owner.viewer, role: 'OWNER' }, tenantId)).toEqual({
      topLevel: 'FORBIDDEN',
    });
    expect(await cancel(ada, tenantId)).toMatchObject({ tenant: { status: 'SUSPENDED' } });
  });

  it('end a grace period as two, which destroys at once and cannot be undone', async () => {
    const owner = await newOwner(tenants, 'at-once@acme.example');
    const { id: tenantId } = owner.tenant;
    expect((await requestAction(ada, 'END_GRACE_PERIOD', tenantId)).userErrors).toMatchObject([
      { code: 'INVALID_STATE' },
    ]);
    await requestDeletion(owner);
    const { action } = await requestAction(bob, 'END_GRACE_PERIOD', tenantId);
    expect(await decide(ada, action?.id ?? '', true)).toMatchObject({ userErrors: [] });

    await whenDeleted(tenantId);

    expect(await schemaIsThere(tenantId)).toBe(false);
    expect(await cancel(ada, tenantId)).toMatchObject({ userErrors: [{ code: 'INVALID_STATE' }] });
  });

  it('decide in time, may reject, and cannot act on what is not there', async () => {
    const owner = await newOwner(tenants, 'in-time@acme.example');
    const { action } = await requestAction(ada, 'DELETE_TENANT', owner.tenant.id);
    tenants.clock.advanceBy(72 * 3_600_000);
    expect(await decide(bob, action?.id ?? '', true)).toMatchObject({
      userErrors: [{ code: 'INVALID_STATE' }],
    });
    const second = await requestAction(ada, 'DELETE_TENANT', owner.tenant.id);
    expect(await decide(ada, second.action?.id ?? '', false)).toMatchObject({
      action: { status: 'REJECTED' },
    });
    expect((await requestAction(ada, 'DELETE_TENANT', ada.tenantId)).userErrors).toMatchObject([
      { code: 'INVALID_STATE' },
    ]);
    expect(
      (await requestAction(ada, 'DELETE_TENANT', `ten_${'0'.repeat(26)}`)).userErrors,
    ).toMatchObject([{ code: 'NOT_FOUND' }]);
    expect(await decide(bob, `opa_${'0'.repeat(26)}`, true)).toMatchObject({
      userErrors: [{ code: 'NOT_FOUND' }],
    });
  });
});
