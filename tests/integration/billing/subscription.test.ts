import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { OpenBilling } from './client.js';
import { changePlanMutation, openBilling } from './client.js';

let running: OpenBilling;

describe('a subscription', () => {
  beforeAll(async () => {
    running = await openBilling();
  });
  afterAll(() => running.close());

  it('is opened once for a new tenant, and tells what the plan allows', async () => {
    const tenantId = await running.newTenant();
    await running.bus.publish([running.event(tenantId, 'tenant.created', { tenantId })]);
    expect((await running.billing(tenantId)).subscription).toMatchObject({
      plan: { code: 'starter' },
      status: 'ACTIVE',
      currentPeriod: { start: '2026-03-01T00:00:00.000Z', end: '2026-04-01T00:00:00.000Z' },
      cancelAtPeriodEnd: false,
      pendingPlan: null,
    });
    const changes = running.toldOf(tenantId, 'subscription.changed');
    expect(changes.map(({ payload }) => payload)).toMatchObject([
      { planCode: 'starter', version: 1, limits: { orders: '5000' } },
    ]);
  });

  it('is opened on first access for a tenant from before billing', async () => {
    const tenantId = await running.database.provisionTenant();
    const asked = await Promise.all([
      running.billing(tenantId),
      running.billing(tenantId),
      running.billing(tenantId),
    ]);
    expect(new Set(asked.map(({ subscription }) => subscription.id)).size).toBe(1);
    expect(running.toldOf(tenantId, 'subscription.changed')).toHaveLength(1);
  });

  it('says what a tenant subscribes to, to its members and to operators', async () => {
    const [mine, other] = [await running.newTenant(), await running.newTenant()];
    const entities = `query ($representations: [_Any!]!) {
      _entities(representations: $representations) { ... on Tenant { id plan { code } } }
    }`;
    const representations = [mine, other, 'ten_unknown'].map((id) => ({
      __typename: 'Tenant',
      id,
    }));
    const plansFor = async (scopes: string[]) =>
      (await running.ask(mine, entities, { representations }, scopes)).data?.['_entities'];
    expect(await plansFor(['tenant:read'])).toEqual([
      { id: mine, plan: { code: 'starter' } },
      { id: other, plan: null },
      { id: 'ten_unknown', plan: null },
    ]);
    expect(await plansFor(['platform:admin'])).toMatchObject([
      { plan: { code: 'starter' } },
      { plan: { code: 'starter' } },
      { plan: null },
    ]);
  });

  it.each([
    ['an unknown plan', 'gold', { code: 'NOT_FOUND', path: ['input', 'planCode'] }],
    ['a cheaper plan now', 'starter', { code: 'INVALID_STATE', path: ['input', 'effective'] }],
  ])('does not change to %s', async (_what, planCode, fault) => {
    const tenantId = await running.newTenant();
    await running.changePlan(tenantId, 'pro');
    expect(await running.changePlan(tenantId, planCode)).toEqual({
      subscription: null,
      proration: null,
      userErrors: [fault],
    });
  });

  it('needs scopes', async () => {
    const tenantId = await running.newTenant();
    const variables = { input: { planCode: 'pro', effective: 'IMMEDIATELY' } };
    const written = await running.ask(tenantId, changePlanMutation, variables, ['billing:read']);
    expect(written.errors?.[0]?.extensions.code).toBe('FORBIDDEN');
    const read = await running.ask(tenantId, '{ subscription { id } }', {}, ['usage:read']);
    expect(read.errors?.[0]?.extensions.code).toBe('FORBIDDEN');
  });
});

describe('the plans', () => {
  beforeAll(async () => {
    running = await openBilling();
  });
  afterAll(() => running.close());

  it('are shown to whoever is signed in', async () => {
    const tenantId = await running.newTenant();
    const query = `{ plans { code name price { amount currency } interval
      entitlements { feature limit } meters { meter model tiers { upTo unitPrice flatPrice } } } }`;
    const { data } = await running.ask<{ plans: { code: string }[] }>(tenantId, query, {}, []);
    expect(data?.plans.map(({ code }) => code)).toEqual(['starter', 'pro', 'enterprise']);
  });
});
