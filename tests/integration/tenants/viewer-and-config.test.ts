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

const viewerQuery = `{
  viewer {
    user { id email role }
    scopes
    tenant {
      id slug name status createdAt
      config {
        version
        aiProviders { primary fallback local }
        tradingEngine { riskProfile maxPositionSize stopLossThreshold }
        dataFeeds
      }
    }
  }
}`;

const update = (input: unknown, viewer: Viewer) =>
  tenants.ask(
    `mutation ($input: UpdateTenantConfigInput!) {
      updateTenantConfig(input: $input) {
        tenant { id config { version tradingEngine { riskProfile maxPositionSize stopLossThreshold } dataFeeds } }
        userErrors { code message path }
      }
    }`,
    { input },
    viewer,
  );

describe('viewer', () => {
  it('tells who is asking, where, and what they may do', async () => {
    const { data, errors } = await tenants.ask(viewerQuery, {}, alpha.viewer);

    expect(errors).toBeUndefined();
    expect(data?.['viewer']).toEqual({
      user: { id: alpha.viewer.userId, email: 'owner@alpha.example', role: 'OWNER' },
      scopes: alpha.viewer.scopes,
      tenant: {
        id: alpha.tenant.id,
        slug: alpha.tenant.slug,
        name: 'Acme Capital',
        status: 'ACTIVE',
        createdAt: expect.any(String) as unknown,
        config: {
          version: 1,
          aiProviders: { primary: null, fallback: null, local: null },
          tradingEngine: {
            riskProfile: 'MODERATE',
            maxPositionSize: '100000',
            stopLossThreshold: '0.02',
          },
          dataFeeds: ['simulator'],
        },
      },
    });
  });

  it('is for those who are signed in', async () => {
    const { errors } = await tenants.ask('{ viewer { scopes } }');

    expect(errors?.[0]?.extensions['code']).toBe('UNAUTHENTICATED');
  });
});

describe('updateTenantConfig', () => {
  it('changes what is given, counts the version and tells the others the whole', async () => {
    const { viewer, tenant } = await newOwner(tenants, 'config@acme.example');

    const { data } = await update(
      {
        aiProviders: { primary: 'openai-primary', fallback: 'anthropic-backup', local: 'llama' },
        tradingEngine: { riskProfile: 'CONSERVATIVE', stopLossThreshold: '0.030' },
        dataFeeds: ['simulator', 'replay'],
      },
      viewer,
    );

    expect(data?.['updateTenantConfig']).toEqual({
      tenant: {
        id: tenant.id,
        config: {
          version: 2,
          tradingEngine: {
            riskProfile: 'CONSERVATIVE',
            maxPositionSize: '100000',
            stopLossThreshold: '0.03',
          },
          dataFeeds: ['simulator', 'replay'],
        },
      },
      userErrors: [],
    });
    const told = tenants
      .eventsOf('tenant.config-updated')
      .filter(({ tenantId }) => tenantId === tenant.id);
    expect(told.at(-1)?.payload).toEqual({
      tenantId: tenant.id,
      version: 2,
      config: {
        aiProviders: { primary: 'openai-primary', fallback: 'anthropic-backup', local: 'llama' },
        tradingEngine: {
          riskProfile: 'CONSERVATIVE',
          maxPositionSize: '100000',
          stopLossThreshold: '0.03',
        },
        dataFeeds: ['simulator', 'replay'],
      },
    });
  });

  it('names every fault by its path and changes nothing', async () => {
    const { data } = await update(
      {
        aiProviders: { primary: 'same', fallback: 'same' },
        tradingEngine: { maxPositionSize: '-1', stopLossThreshold: '1' },
        dataFeeds: [],
      },
      alpha.viewer,
    );

    const payload = data?.['updateTenantConfig'] as {
      tenant: unknown;
      userErrors: { code: string; path: string[] }[];
    };
    expect(payload.tenant).toBeNull();
    expect(payload.userErrors.map(({ code, path }) => `${code} ${path.join('.')}`).sort()).toEqual([
      'INVALID_INPUT input.aiProviders.fallback',
      'INVALID_INPUT input.dataFeeds',
      'INVALID_INPUT input.tradingEngine.maxPositionSize',
      'INVALID_INPUT input.tradingEngine.stopLossThreshold',
    ]);
  });

  it.each([
    ['a number where an exact decimal belongs', { tradingEngine: { maxPositionSize: 1.5 } }],
    ['a word where a decimal belongs', { tradingEngine: { stopLossThreshold: 'NaN' } }],
    ['a risk profile that does not exist', { tradingEngine: { riskProfile: 'YOLO' } }],
    ['a setting that does not exist', { leverage: 500 }],
  ])('refuses %s as bad input', async (_what, input) => {
    const { errors } = await update(input, alpha.viewer);

    expect(errors?.[0]?.extensions['code']).toBe('BAD_USER_INPUT');
  });

  it('refuses a change that was made on an older version', async () => {
    const { viewer } = await newOwner(tenants, 'version@acme.example');
    await update({ expectedVersion: 1, dataFeeds: ['replay'] }, viewer);

    const { data } = await update({ expectedVersion: 1, dataFeeds: ['simulator'] }, viewer);

    expect(data?.['updateTenantConfig']).toMatchObject({
      tenant: null,
      userErrors: [{ code: 'CONFLICT', path: ['input', 'expectedVersion'] }],
    });
  });

  it('loses none of several changes at once, each with a version of its own', async () => {
    const { viewer } = await newOwner(tenants, 'together@acme.example');

    const answers = await Promise.all([
      update({ aiProviders: { primary: 'a' } }, viewer),
      update({ tradingEngine: { riskProfile: 'AGGRESSIVE' } }, viewer),
      update({ dataFeeds: ['replay'] }, viewer),
    ]);

    for (const { data } of answers)
      expect(data?.['updateTenantConfig']).toMatchObject({ userErrors: [] });
    const { data } = await tenants.ask(viewerQuery, {}, viewer);
    expect(data?.['viewer']).toMatchObject({
      tenant: {
        config: {
          version: 4,
          aiProviders: { primary: 'a' },
          tradingEngine: { riskProfile: 'AGGRESSIVE' },
          dataFeeds: ['replay'],
        },
      },
    });
  });

  it('answers two changes in one operation each with its own result', async () => {
    const { viewer } = await newOwner(tenants, 'twice@acme.example');

    const { data } = await tenants.ask(
      `mutation {
        a: updateTenantConfig(input: { dataFeeds: ["replay"] }) { tenant { config { version dataFeeds } } }
        b: updateTenantConfig(input: { dataFeeds: ["simulator"] }) { tenant { config { version dataFeeds } } }
      }`,
      {},
      viewer,
    );

    expect(data).toEqual({
      a: { tenant: { config: { version: 2, dataFeeds: ['replay'] } } },
      b: { tenant: { config: { version: 3, dataFeeds: ['simulator'] } } },
    });
  });

  it('needs the scope tenant:admin', async () => {
    const trader = { ...alpha.viewer, scopes: ['tenant:read', 'trading:write'] };

    const { data, errors } = await update({ dataFeeds: ['replay'] }, trader);

    expect(data?.['updateTenantConfig']).toBeNull();
    expect(errors?.[0]?.extensions['code']).toBe('FORBIDDEN');
  });
});

describe('entities', () => {
  const entities = (viewer: Viewer, representations: unknown[]) =>
    tenants.ask(
      `query ($representations: [_Any!]!) {
        _entities(representations: $representations) {
          ... on Tenant { id slug config { version } }
          ... on User { id email role }
        }
      }`,
      { representations },
      viewer,
    );

  it('are found by id within the viewer’s tenant; others do not exist', async () => {
    const { data, errors } = await entities(beta.viewer, [
      { __typename: 'Tenant', id: beta.tenant.id },
      { __typename: 'User', id: beta.viewer.userId },
      { __typename: 'Tenant', id: alpha.tenant.id },
      { __typename: 'User', id: alpha.viewer.userId },
      { __typename: 'Tenant', id: 'nonsense' },
      { __typename: 'User', id: 'nonsense' },
    ]);

    expect(errors).toBeUndefined();
    expect(data?.['_entities']).toEqual([
      { id: beta.tenant.id, slug: beta.tenant.slug, config: { version: 1 } },
      { id: beta.viewer.userId, email: 'owner@beta.example', role: 'OWNER' },
      null,
      null,
      null,
      null,
    ]);
  });

  it('are seen by operators and by services that act for no tenant', async () => {
    const representation = [{ __typename: 'Tenant', id: alpha.tenant.id }];
    const service: Viewer = {
      kind: 'service',
      name: 'billing-service',
      tenantId: null,
      scopes: ['tenant:read'],
    };

    for (const viewer of [operator, service])
      expect((await entities(viewer, representation)).data?.['_entities']).toMatchObject([
        { id: alpha.tenant.id },
      ]);
    expect(
      (await entities({ ...service, tenantId: beta.tenant.id }, representation)).data?.[
        '_entities'
      ],
    ).toEqual([null]);
  });
});
