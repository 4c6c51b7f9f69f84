import { expect } from 'expect';
import { serviceCatalogue } from '../../../../platform/service-catalogue.js';
import { accepted, told } from '../answers.js';
import { eventually } from './step.js';
import type { Step } from './step.js';

export const openTenant: Step = {
  title: 'open a tenant, sign in, renew the session and tell who is asking',
  async walk({ client }) {
    const signUp = await client.send('SignUp');
    expect(signUp).toMatchObject(
      accepted('signUp', { tenant: { name: 'Acme Capital', status: 'ACTIVE' } }),
    );
    const { session, tenant } = told(signUp).signUp;
    client.learn('tenantId', tenant.id);
    client.learn('refreshToken', session.refreshToken);
    client.signedInWith(session.accessToken);

    expect(await client.send('SignIn')).toMatchObject(
      accepted('signIn', { session: { accessToken: expect.any(String) } }),
    );
    expect(await client.send('RefreshSession')).toMatchObject(
      accepted('refreshSession', { session: { accessToken: expect.any(String) } }),
    );
    expect(await client.send('Viewer')).toMatchObject({
      data: { viewer: { user: { email: 'owner@acme.example' }, tenant: { id: tenant.id } } },
      errors: [],
    });
  },
};

export const configureTenant: Step = {
  title: 'configure the tenant and make a key',
  async walk({ client }) {
    expect(await client.send('UpdateTenantConfig')).toMatchObject(
      accepted('updateTenantConfig', {
        tenant: { config: { tradingEngine: { riskProfile: 'CONSERVATIVE' } } },
      }),
    );
    const created = await client.send('CreateApiKey');
    expect(created).toMatchObject(accepted('createApiKey', { apiKey: { name: 'ci' } }));

    // The key opens what its scopes allow, and nothing else.
    const session = client.bearer;
    client.signedInWith(told(created).createApiKey.secret);
    expect((await client.send('Instruments')).errors).toEqual([]);
    expect((await client.send('UpdateTenantConfig')).errors).toMatchObject([
      { extensions: { code: 'FORBIDDEN' } },
    ]);
    client.signedInWith(`${told(created).createApiKey.secret}x`);
    expect((await client.send('Instruments')).errors).toMatchObject([
      { extensions: { code: 'UNAUTHENTICATED' } },
    ]);
    client.signedInWith(session);
  },
};

export const respectOperators: Step = {
  title: 'keep what is for operators of the platform from an owner',
  async walk({ client }) {
    for (const name of ['Tenants', 'SuspendTenant'])
      expect((await client.send(name)).errors).toMatchObject([
        { extensions: { code: 'FORBIDDEN' } },
      ]);
  },
};

export const seeServices: Step = {
  title: 'tell which services run',
  async walk({ client }) {
    // Each tells the hub of itself, every few seconds.
    await eventually(async () => {
      const { data, errors } = await client.send('Services');
      expect(errors).toEqual([]);
      const { services } = data as { services: { name: string; status: string }[] };
      expect(services.filter(({ status }) => status !== 'UP')).toEqual([]);
      expect(services).toHaveLength(serviceCatalogue.length);
    });
  },
};
