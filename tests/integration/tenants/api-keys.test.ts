import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Viewer } from '../../../foundation/context/viewer.js';
import type { RunningTenants, UserError } from './running-tenants.js';
import {
  newOwner,
  operatorEmail,
  password,
  runTenants,
  signIn,
  viewerOf,
} from './running-tenants.js';

type Owner = Awaited<ReturnType<typeof newOwner>>;
type Created = {
  apiKey: { id: string; prefix: string; scopes: string[] } | null;
  secret: string | null;
  userErrors: UserError[];
};

let tenants: RunningTenants;
let owner: Owner;
let stranger: Owner;

beforeAll(async () => {
  tenants = await runTenants({ operatorPassword: password });
  owner = await newOwner(tenants, 'owner@keys.example');
  stranger = await newOwner(tenants, 'owner@strange.example');
});
afterAll(() => tenants.close());

const create = async (input: unknown, viewer: Viewer = owner.viewer): Promise<Created> => {
  const { data, errors } = await tenants.ask(
    `mutation ($input: CreateApiKeyInput!) {
      createApiKey(input: $input) {
        apiKey { id name prefix scopes expiresAt createdBy { email } }
        secret
        userErrors { code message path }
      }
    }`,
    { input },
    viewer,
  );
  expect(errors).toBeUndefined();
  return data?.['createApiKey'] as Created;
};
const revoke = async (apiKeyId: string, viewer: Viewer = owner.viewer) => {
  const { data } = await tenants.ask(
    `mutation ($input: RevokeApiKeyInput!) {
      revokeApiKey(input: $input) { apiKey { id revokedAt } userErrors { code path } }
    }`,
    { input: { apiKeyId } },
    viewer,
  );
  return data?.['revokeApiKey'];
};
const gateway: Viewer = { kind: 'service', name: 'api-gateway', tenantId: null, scopes: [] };
const verify = async (secret: string | null): Promise<unknown> => {
  const response = await tenants.post(
    '/internal/api-keys/verify',
    { secret },
    { viewer: gateway, requestId: 'req_1' },
  );
  return response.json();
};

describe('createApiKey', () => {
  it('shows the secret once and stores a hash', async () => {
    const { apiKey, secret, userErrors } = await create({
      name: 'ci',
      scopes: ['market:read', 'trading:write'],
      expiresAt: null,
    });

    expect(userErrors).toEqual([]);
    expect(secret).toMatch(/^tk_live_/);
    expect(apiKey).toEqual({
      id: expect.stringMatching(/^key_/) as unknown,
      name: 'ci',
      prefix: secret?.slice(0, 14),
      scopes: ['market:read', 'trading:write'],
      expiresAt: null,
      createdBy: { email: 'owner@keys.example' },
    });
    const rows = await tenants.database.platformDb.client.apiKey.findMany();
    expect(JSON.stringify(rows)).not.toContain(secret?.slice(14));
  });

  it('names every fault by its path', async () => {
    const { userErrors } = await create({
      name: '',
      scopes: ['market:read', 'platform:admin', 'nonsense'],
      expiresAt: new Date(tenants.clock.nowMs()).toISOString(),
    });

    expect(userErrors.map(({ code, path }) => `${code} ${(path ?? []).join('.')}`)).toEqual([
      'INVALID_INPUT input.name',
      'INVALID_INPUT input.scopes.1',
      'INVALID_INPUT input.scopes.2',
      'INVALID_INPUT input.expiresAt',
    ]);
  });

  it('gives no more than the creator holds', async () => {
    const admin = { ...owner.viewer, scopes: ['tenant:admin', 'market:read'] };

    expect(
      (await create({ name: 'x', scopes: ['trading:write'] }, admin)).userErrors,
    ).toMatchObject([{ code: 'INVALID_INPUT', path: ['input', 'scopes', '0'] }]);
  });

  it('is neither for those without tenant:admin nor for keys', async () => {
    const mutation =
      'mutation { createApiKey(input: { name: "x", scopes: ["market:read"] }) { secret } }';
    const trader = { ...owner.viewer, scopes: ['market:read'] };
    const key = { ...owner.viewer, sessionId: 'key_1' };

    for (const viewer of [trader, key])
      expect((await tenants.ask(mutation, {}, viewer)).errors?.[0]?.extensions['code']).toBe(
        'FORBIDDEN',
      );
    expect((await tenants.ask(mutation)).errors?.[0]?.extensions['code']).toBe('UNAUTHENTICATED');
  });
});

describe('apiKeys and revokeApiKey', () => {
  it('list and end the keys of the own tenant only', async () => {
    const mine = await create({ name: 'mine', scopes: ['market:read'] });
    const foreign = await create({ name: 'foreign', scopes: ['market:read'] }, stranger.viewer);

    const { data } = await tenants.ask(
      '{ apiKeys(first: 100) { nodes { id } pageInfo { hasNextPage } } }',
      {},
      owner.viewer,
    );
    const ids = (data?.['apiKeys'] as { nodes: { id: string }[] }).nodes.map(({ id }) => id);
    expect(ids).toContain(mine.apiKey?.id);
    expect(ids).not.toContain(foreign.apiKey?.id);

    expect(await revoke(foreign.apiKey?.id ?? '')).toEqual({
      apiKey: null,
      userErrors: [{ code: 'NOT_FOUND', path: ['input', 'apiKeyId'] }],
    });
    expect(await revoke('key_unknown')).toMatchObject({ userErrors: [{ code: 'NOT_FOUND' }] });
    expect(await verify(foreign.secret)).toMatchObject({ active: true });
  });

  it('end a key at once, and twice is fine', async () => {
    const { apiKey, secret } = await create({ name: 'gone', scopes: ['market:read'] });
    const first = await revoke(apiKey?.id ?? '');
    tenants.clock.advanceBy(1_000);

    expect(await revoke(apiKey?.id ?? '')).toEqual(first);
    expect(await verify(secret)).toEqual({ active: false });
  });
});

describe('POST /internal/api-keys/verify', () => {
  it('tells the gateway whom a secret stands for', async () => {
    const { apiKey, secret } = await create({ name: 'who', scopes: ['market:read'] });

    expect(await verify(secret)).toEqual({
      active: true,
      keyId: apiKey?.id,
      tenantId: owner.tenant.id,
      userId: owner.viewer.userId,
      role: 'OWNER',
      scopes: ['market:read'],
      expiresAt: null,
    });
    expect(await verify('tk_live_nonsense')).toEqual({ active: false });
  });

  it('takes a key until exactly its expiry', async () => {
    const expiresAt = new Date(tenants.clock.nowMs() + 5_000).toISOString();
    const { secret } = await create({ name: 'short', scopes: ['market:read'], expiresAt });
    tenants.clock.advanceBy(4_999);

    expect(await verify(secret)).toMatchObject({ active: true, expiresAt });
    tenants.clock.advanceBy(1);
    expect(await verify(secret)).toEqual({ active: false });
  });

  it('gives a key no more than its creator may now', async () => {
    const { secret } = await create({ name: 'demoted', scopes: ['market:read', 'tenant:admin'] });
    const { client } = tenants.database.platformDb;
    const membership = { tenantId: owner.tenant.id, userId: owner.viewer.userId };
    const setRole = (role: string) =>
      client.membership.update({ where: { tenantId_userId: membership }, data: { role } });

    await setRole('TRADER');
    expect(await verify(secret)).toMatchObject({ role: 'TRADER', scopes: ['market:read'] });
    await setRole('OWNER');
  });

  it('refuses the keys of a suspended tenant', async () => {
    const unpaid = await newOwner(tenants, 'owner@unpaid.example');
    const { secret } = await create({ name: 'x', scopes: ['market:read'] }, unpaid.viewer);
    const { session } = await signIn(tenants, operatorEmail);
    await tenants.ask(
      'mutation ($id: ID!) { suspendTenant(input: { tenantId: $id, reason: "unpaid" }) { tenant { id } } }',
      { id: unpaid.tenant.id },
      viewerOf(session?.accessToken ?? ''),
    );

    expect(await verify(secret)).toEqual({ active: false });
  });

  it('notes the use of a key once a minute', async () => {
    const { apiKey, secret } = await create({ name: 'used', scopes: ['market:read'] });
    const lastUse = async () =>
      (
        await tenants.database.platformDb.client.apiKey.findUnique({
          where: { id: apiKey?.id ?? '' },
        })
      )?.lastUsedAt;
    const startMs = tenants.clock.nowMs();

    await verify(secret);
    tenants.clock.advanceBy(60_000);
    await verify(secret);
    expect(await lastUse()).toEqual(new Date(startMs));
    tenants.clock.advanceBy(1);
    await verify(secret);
    expect(await lastUse()).toEqual(new Date(startMs + 60_001));
  });

  it('answers signed services only', async () => {
    const ask = async (identity: { viewer: Viewer; requestId: string } | null, body: unknown) =>
      (await tenants.post('/internal/api-keys/verify', body, identity)).status;
    const signed = { viewer: gateway, requestId: 'req_1' };

    await expect(ask(null, { secret: 'x' })).resolves.toBe(401);
    await expect(ask({ ...signed, viewer: owner.viewer }, { secret: 'x' })).resolves.toBe(403);
    await expect(ask(signed, { secret: '' })).resolves.toBe(400);
    await expect(ask(signed, { secret: 7 })).resolves.toBe(400);
    await expect(ask(signed, 'text')).resolves.toBe(400);
    await expect(ask(signed, { secret: 'x'.repeat(70_000) })).resolves.toBe(413);
  });
});
