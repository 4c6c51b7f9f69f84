import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Viewer } from '../../../foundation/context/viewer.js';
import type { RunningTenants } from './running-tenants.js';
import {
  newOwner,
  operatorEmail,
  password,
  runTenants,
  signIn,
  viewerOf,
} from './running-tenants.js';

type Owner = Awaited<ReturnType<typeof newOwner>>;

let tenants: RunningTenants;
let operator: Extract<Viewer, { kind: 'user' }>;
let alpha: Owner;
let beta: Owner;

beforeAll(async () => {
  tenants = await runTenants({ operatorPassword: password });
  const { session } = await signIn(tenants, operatorEmail);
  operator = viewerOf(session?.accessToken ?? '');
  alpha = await newOwner(tenants, 'owner@alpha.example');
  beta = await newOwner(tenants, 'owner@beta.example');
});
afterAll(() => tenants.close());

describe('tenants', () => {
  const list = (viewer: Viewer, variables: { first: number; after?: string | null }) =>
    tenants.ask(
      `query ($first: Int!, $after: String) {
        tenants(first: $first, after: $after) {
          nodes { id slug status } pageInfo { hasNextPage endCursor }
        }
      }`,
      variables,
      viewer,
    );
  type Page = {
    nodes: { id: string }[];
    pageInfo: { hasNextPage: boolean; endCursor: string | null };
  };

  it('pages through all tenants, for operators', async () => {
    const seen: string[] = [];
    let after: string | null = null;
    for (;;) {
      const { data } = await list(operator, { first: 2, after });
      const page = data?.['tenants'] as Page;
      seen.push(...page.nodes.map(({ id }) => id));
      after = page.pageInfo.endCursor;
      if (!page.pageInfo.hasNextPage) break;
    }

    expect(seen).toEqual([...seen].sort());
    expect(seen).toHaveLength(await tenants.database.platformDb.client.tenant.count());
    expect(seen).toEqual(
      expect.arrayContaining([operator.tenantId, alpha.tenant.id, beta.tenant.id]),
    );
  });

  it.each([0, 101, -1])('refuses a page of %i', async (first) => {
    const { errors } = await list(operator, { first });

    expect(errors?.[0]?.extensions['code']).toBe('INVALID_INPUT');
  });

  it('refuses a cursor that is none of ours', async () => {
    for (const after of ['!!', Buffer.from('\u0000').toString('base64url')]) {
      const { errors } = await list(operator, { first: 2, after });

      expect(errors?.[0]?.extensions['code']).toBe('INVALID_INPUT');
    }
  });

  it('is not for owners of a tenant', async () => {
    const { data, errors } = await list(alpha.viewer, { first: 2 });

    expect(data?.['tenants']).toBeNull();
    expect(errors?.[0]?.extensions['code']).toBe('FORBIDDEN');
  });
});

describe('suspendTenant and reactivateTenant', () => {
  const suspend = (viewer: Viewer, tenantId: string, reason = 'unpaid') =>
    tenants.ask(
      `mutation ($input: SuspendTenantInput!) {
        suspendTenant(input: $input) { tenant { id status suspensionReason } userErrors { code message path } }
      }`,
      { input: { tenantId, reason } },
      viewer,
    );
  const reactivate = (viewer: Viewer, tenantId: string) =>
    tenants.ask(
      `mutation ($input: ReactivateTenantInput!) {
        reactivateTenant(input: $input) { tenant { status suspensionReason } userErrors { code path } }
      }`,
      { input: { tenantId } },
      viewer,
    );

  it('stops a tenant and lets it work again', async () => {
    const { viewer, tenant, tokens } = await newOwner(tenants, 'unpaid@acme.example');

    const suspended = await suspend(operator, tenant.id);
    expect(suspended.data?.['suspendTenant']).toEqual({
      tenant: { id: tenant.id, status: 'SUSPENDED', suspensionReason: 'unpaid' },
      userErrors: [],
    });
    expect(tenants.eventsOf('tenant.suspended').at(-1)?.payload).toEqual({
      tenantId: tenant.id,
      reason: 'unpaid',
      suspendedAt: new Date(tenants.clock.nowMs()).toISOString(),
    });

    expect((await signIn(tenants, 'unpaid@acme.example')).userErrors).toMatchObject([
      { code: 'TENANT_SUSPENDED' },
    ]);
    expect(
      (await signIn(tenants, 'unpaid@acme.example', 'wrong password')).userErrors,
    ).toMatchObject([{ code: 'INVALID_CREDENTIALS' }]);
    const update =
      'mutation { updateTenantConfig(input: { dataFeeds: ["replay"] }) { userErrors { code } } }';
    expect((await tenants.ask(update, {}, viewer)).data).toEqual({
      updateTenantConfig: { userErrors: [{ code: 'TENANT_SUSPENDED' }] },
    });
    const refresh = () =>
      tenants.ask(
        'mutation ($t: String!) { refreshSession(input: { refreshToken: $t }) { session { refreshToken } userErrors { code } } }',
        { t: tokens.refreshToken },
      );
    expect((await refresh()).data).toEqual({
      refreshSession: { session: null, userErrors: [{ code: 'TENANT_SUSPENDED' }] },
    });
    expect((await tenants.ask('{ viewer { tenant { status } } }', {}, viewer)).data).toEqual({
      viewer: { tenant: { status: 'SUSPENDED' } },
    });

    expect((await reactivate(operator, tenant.id)).data?.['reactivateTenant']).toEqual({
      tenant: { status: 'ACTIVE', suspensionReason: null },
      userErrors: [],
    });
    expect((await refresh()).data).toMatchObject({ refreshSession: { userErrors: [] } });
    expect((await signIn(tenants, 'unpaid@acme.example')).session).not.toBeNull();
  });

  it.each([
    { what: 'a tenant that is not there', tenantId: `ten_${'0'.repeat(26)}`, field: 'tenantId' },
    { what: 'what is no id', tenantId: '; DROP TABLE tenants', field: 'tenantId' },
    { what: 'no reason', reason: ' ', field: 'reason' },
    { what: 'an endless reason', reason: 'x'.repeat(501), field: 'reason' },
  ])('refuses $what', async ({ tenantId, reason, field }) => {
    const { data } = await suspend(operator, tenantId ?? alpha.tenant.id, reason ?? 'unpaid');
    const code = field === 'tenantId' ? 'NOT_FOUND' : 'INVALID_INPUT';

    expect(data?.['suspendTenant']).toMatchObject({
      tenant: null,
      userErrors: [{ code, path: ['input', field] }],
    });
  });

  it('refuses to suspend twice, to reactivate what is active, and the operator’s own tenant', async () => {
    const { tenant } = await newOwner(tenants, 'states@acme.example');

    expect((await reactivate(operator, tenant.id)).data?.['reactivateTenant']).toMatchObject({
      userErrors: [{ code: 'INVALID_STATE', path: ['input', 'tenantId'] }],
    });
    await suspend(operator, tenant.id);
    expect((await suspend(operator, tenant.id)).data?.['suspendTenant']).toMatchObject({
      userErrors: [{ code: 'INVALID_STATE' }],
    });
    expect((await suspend(operator, operator.tenantId)).data?.['suspendTenant']).toMatchObject({
      userErrors: [{ code: 'INVALID_STATE' }],
    });
  });

  it('is for operators alone', async () => {
    for (const viewer of [alpha.viewer, beta.viewer])
      expect((await suspend(viewer, beta.tenant.id)).errors?.[0]?.extensions['code']).toBe(
        'FORBIDDEN',
      );
  });
});
