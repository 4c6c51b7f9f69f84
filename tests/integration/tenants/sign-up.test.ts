import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { createRemoteJWKSet, jwtVerify } from 'jose';
import { tenantConfigUpdatedSchema } from '../../../foundation/events/tenant-events.js';
import type { RunningTenants } from './running-tenants.js';
import {
  operatorEmail,
  password,
  runTenants,
  signIn,
  signUp,
  signUpMutation,
  viewerOf,
} from './running-tenants.js';

let tenants: RunningTenants;
beforeAll(async () => {
  tenants = await runTenants();
});
afterEach(() => {
  tenants.provisioning.fail = false;
});
afterAll(() => tenants.close());

const statusOf = async (email: string) => {
  const user = await tenants.database.platformDb.client.user.findUnique({
    where: { email },
    include: { memberships: { include: { tenant: true } } },
  });
  return user?.memberships[0]?.tenant.status;
};
const createdFor = (slug: string) =>
  tenants
    .eventsOf('tenant.created')
    .filter(({ payload }) => (payload as { slug: string }).slug === slug);

/** Polls the database, which moves on by itself. */
const eventually = async (condition: () => Promise<boolean>): Promise<void> => {
  while (!(await condition())) await new Promise((resolve) => setImmediate(resolve));
};

describe('signUp', () => {
  it('opens a tenant that is usable as soon as it returns', async () => {
    const { session, tenant, userErrors } = await signUp(tenants, 'Owner@Acme.example');

    expect(userErrors).toEqual([]);
    expect(tenant).toEqual({
      id: expect.stringMatching(/^ten_/) as unknown,
      slug: 'acme-capital',
      name: 'Acme Capital',
      status: 'ACTIVE',
    });
    await expect(
      tenants.database.tenantDb.withTenant(tenant?.id ?? '', (db) => db.outboxEvent.count()),
    ).resolves.toBe(0);
    expect(session?.expiresAt).toBe(new Date(tenants.clock.nowMs() + 900_000).toISOString());
  });

  it('signs the session with a published key, for the owner and all their scopes', async () => {
    const { session, tenant } = await signUp(tenants, 'claims@acme.example');
    const keys = createRemoteJWKSet(new URL(`${tenants.url()}/.well-known/jwks.json`));

    const { payload } = await jwtVerify(session?.accessToken ?? '', keys, {
      algorithms: ['EdDSA'],
      issuer: 'ai-trading-platform',
      audience: 'api',
      typ: 'at+jwt',
      currentDate: new Date(tenants.clock.nowMs()),
    });

    expect(payload).toMatchObject({ tid: tenant?.id, role: 'OWNER' });
    expect((payload['scope'] as string).split(' ')).toEqual(
      expect.arrayContaining(['trading:write', 'billing:write', 'tenant:admin']),
    );
    expect(payload['scope']).not.toContain('platform:admin');
  });

  it('tells the others once, with the whole configuration, in this order', async () => {
    const { session, tenant } = await signUp(tenants, 'events@acme.example', 'Event Horizon');
    const told = tenants.events.filter(
      ({ tenantId, type }) => tenantId === tenant?.id && type !== 'audit.recorded',
    );

    expect(told.map(({ type }) => type)).toEqual(['tenant.created', 'tenant.config-updated']);
    expect(told[0]?.payload).toEqual({
      tenantId: tenant?.id,
      slug: 'event-horizon',
      name: 'Event Horizon',
      ownerUserId: viewerOf(session?.accessToken ?? '').userId,
      baseCurrency: 'USD',
    });
    expect(tenantConfigUpdatedSchema.parse(told[1]?.payload)).toMatchObject({
      version: 1,
      config: { tradingEngine: { riskProfile: 'MODERATE' }, dataFeeds: ['simulator'] },
    });
    await expect(
      tenants.database.platformDb.client.platformOutboxEvent.count({
        where: { type: 'tenant.created' },
      }),
    ).resolves.toBe(0);
  });

  it('gives two tenants of one name different slugs', async () => {
    const first = await signUp(tenants, 'one@twins.example', 'Twins');
    const second = await signUp(tenants, 'two@twins.example', 'Twins');

    expect(first.tenant?.slug).toBe('twins');
    expect(second.tenant?.slug).toMatch(/^twins-[2-9a-z]{5}$/);
  });

  it('refuses an address that has an account, whatever its capitals and the password', async () => {
    await signUp(tenants, 'taken@acme.example');

    for (const given of [password, 'another good password']) {
      const { data } = await tenants.ask(signUpMutation, {
        input: { tenantName: 'Other', email: 'TAKEN@acme.example', password: given },
      });
      expect(data?.['signUp']).toMatchObject({
        session: null,
        tenant: null,
        userErrors: [{ code: 'ALREADY_EXISTS', path: ['input', 'email'] }],
      });
    }
  });

  it('keeps the operators’ addresses for the operators', async () => {
    expect((await signUp(tenants, operatorEmail)).userErrors).toMatchObject([
      { code: 'ALREADY_EXISTS', path: ['input', 'email'] },
    ]);
    await expect(statusOf(operatorEmail)).resolves.toBeUndefined();
  });

  it('answers bad input with every fault, and keeps nothing of it', async () => {
    const { data } = await tenants.ask(signUpMutation, {
      input: { tenantName: ' ', email: 'nobody', password: 'short', baseCurrency: 'usd' },
    });

    expect(data?.['signUp']).toMatchObject({ session: null, tenant: null });
    expect(
      (data?.['signUp'] as { userErrors: { path: string[] }[] }).userErrors.map(({ path }) =>
        path.join('.'),
      ),
    ).toEqual(['input.tenantName', 'input.email', 'input.password', 'input.baseCurrency']);
    await expect(statusOf('nobody')).resolves.toBeUndefined();
  });

  it('opens one tenant for one address, however often it is sent at once', async () => {
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => signUp(tenants, 'click@acme.example', 'Double Click')),
    );

    const opened = answers.flatMap(({ tenant }) => (tenant ? [tenant.id] : []));
    expect(opened.length).toBeGreaterThanOrEqual(1);
    expect(new Set(opened).size).toBe(1);
    expect(createdFor('double-click')).toHaveLength(1);
    for (const { tenant, userErrors } of answers)
      if (!tenant) expect(userErrors).toMatchObject([{ code: 'ALREADY_EXISTS' }]);
  });
});

describe('an interrupted sign-up', () => {
  const interrupt = async (email: string, tenantName: string) => {
    tenants.provisioning.fail = true;
    const { data, errors } = await tenants.ask(signUpMutation, {
      input: { tenantName, email, password },
    });
    expect(data?.['signUp']).toBeNull();
    expect(errors?.[0]?.extensions['code']).toBe('SERVICE_UNAVAILABLE');
    await expect(statusOf(email)).resolves.toBe('PROVISIONING');
    tenants.provisioning.fail = false;
  };

  it('is finished by the same e-mail address and password', async () => {
    await interrupt('again@acme.example', 'Again');

    const { tenant, userErrors } = await signUp(tenants, 'again@acme.example', 'Again');

    expect(userErrors).toEqual([]);
    expect(tenant).toMatchObject({ slug: 'again', status: 'ACTIVE' });
    expect(createdFor('again')).toHaveLength(1);
  });

  it('is not finished by another password', async () => {
    await interrupt('guess@acme.example', 'Guess');

    const { data } = await tenants.ask(signUpMutation, {
      input: { tenantName: 'Guess', email: 'guess@acme.example', password: 'not the password' },
    });

    expect(data?.['signUp']).toMatchObject({ userErrors: [{ code: 'ALREADY_EXISTS' }] });
    await expect(statusOf('guess@acme.example')).resolves.toBe('PROVISIONING');
  });

  it('is finished by signing in', async () => {
    await interrupt('in@acme.example', 'Sign In');

    const { session } = await signIn(tenants, 'in@acme.example');

    expect(session).not.toBeNull();
    await expect(statusOf('in@acme.example')).resolves.toBe('ACTIVE');
  });

  it('is finished by the next start', async () => {
    await interrupt('sweep@acme.example', 'Swept');

    await tenants.restart();
    await eventually(async () => (await statusOf('sweep@acme.example')) === 'ACTIVE');
    await eventually(() => Promise.resolve(createdFor('swept').length === 1));

    expect((await signIn(tenants, 'sweep@acme.example')).session).not.toBeNull();
  });

  it('is tried again every minute while the outage lasts', async () => {
    await interrupt('minute@acme.example', 'Minute');
    tenants.provisioning.fail = true;
    const before = tenants.provisioning.calls;
    await tenants.restart();
    await eventually(() => Promise.resolve(tenants.provisioning.calls > before));
    tenants.provisioning.fail = false;

    await eventually(async () => {
      tenants.clock.advanceBy(60_000);
      return (await statusOf('minute@acme.example')) === 'ACTIVE';
    });
  });

  it('publishes what was committed before a crash and not told yet', async () => {
    const { tenant } = await signUp(tenants, 'outbox@acme.example', 'Outbox');
    const payload = { tenantId: tenant?.id ?? '', slug: 'told-late' };
    await tenants.database.platformDb.client.platformOutboxEvent.create({
      data: {
        eventId: 'evt_left_behind',
        service: 'database-service',
        type: 'tenant.created',
        tenantId: tenant?.id ?? '',
        key: tenant?.id ?? '',
        occurredAt: new Date(tenants.clock.nowMs()),
        payload,
      },
    });

    await tenants.restart();

    await eventually(() => Promise.resolve(createdFor('told-late').length === 1));
  });
});
