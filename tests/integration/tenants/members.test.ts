import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Viewer } from '../../../foundation/context/viewer.js';
import type { RunningTenants, Tokens } from './running-tenants.js';
import {
  anonymous,
  newOwner,
  operatorEmail,
  password,
  runTenants,
  signIn,
  signInMutation,
  viewerOf,
} from './running-tenants.js';

type Person = Extract<Viewer, { kind: 'user' }>;
type UserErrors = { userErrors: { code: string; path: string[] | null }[] };

let tenants: RunningTenants;
let owner: Awaited<ReturnType<typeof newOwner>>;

beforeAll(async () => {
  tenants = await runTenants();
  owner = await newOwner(tenants, 'owner@acme.example');
});
afterAll(() => tenants.close());

const mutate = async <TAnswer>(viewer: Viewer, field: string, input: object, answer: string) => {
  const type = `${field.charAt(0).toUpperCase()}${field.slice(1)}Input`;
  const { data, errors } = await tenants.ask(
    `mutation ($input: ${type}!) { ${field}(input: $input) { ${answer} userErrors { code path } } }`,
    { input },
    viewer,
  );
  return (data?.[field] ?? { topLevel: errors?.[0]?.extensions['code'] }) as TAnswer & UserErrors;
};
const invite = (email: string, role = 'TRADER', viewer: Viewer = owner.viewer) =>
  mutate<{
    invitation: { id: string; status: string; expiresAt: string } | null;
    token: string | null;
  }>(viewer, 'inviteMember', { email, role }, 'invitation { id status expiresAt } token');
const accept = (token: string | null, given = password) =>
  mutate<{ session: Tokens | null; tenant: { id: string } | null }>(
    anonymous,
    'acceptInvitation',
    { token: token ?? '', password: given },
    'session { accessToken refreshToken expiresAt } tenant { id }',
  );
const join = async (email: string, role = 'TRADER'): Promise<Person & { tokens: Tokens }> => {
  const { session } = await accept((await invite(email, role)).token);
  if (!session) throw new Error(`${email} could not join`);
  return { ...viewerOf(session.accessToken), tokens: session };
};
const changeRole = (viewer: Viewer, userId: string, role: string) =>
  mutate<{ member: { role: string } | null }>(
    viewer,
    'changeMemberRole',
    { userId, role },
    'member { role }',
  );
const remove = (viewer: Viewer, userId: string) =>
  mutate<{ removedUserId: string | null }>(viewer, 'removeMember', { userId }, 'removedUserId');
const refresh = async (refreshToken: string) => {
  const { data } = await tenants.ask(
    'mutation ($t: String!) { refreshSession(input: { refreshToken: $t }) { session { refreshToken } userErrors { code } } }',
    { t: refreshToken },
  );
  return data?.['refreshSession'] as { session: object | null } & UserErrors;
};
const members = async (viewer: Viewer) => {
  const { data } = await tenants.ask('{ members(first: 50) { nodes { email role } } }', {}, viewer);
  return (data?.['members'] as { nodes: { email: string; role: string }[] }).nodes;
};

describe('invitations', () => {
  it('let a new person in, once, with the role they say', async () => {
    const { invitation, token } = await invite('New.Trader@ACME.example');
    expect(invitation).toMatchObject({
      status: 'OPEN',
      expiresAt: new Date(tenants.clock.nowMs() + 7 * 24 * 3_600_000).toISOString(),
    });
    const told = tenants.eventsOf('member.invited').at(-1);
    expect(told?.payload).toMatchObject({ email: 'new.trader@acme.example', role: 'TRADER' });
    expect(JSON.stringify(told)).not.toContain(token);

    const { session, tenant } = await accept(token);
    expect(tenant?.id).toBe(owner.tenant.id);
    expect(viewerOf(session?.accessToken ?? '')).toMatchObject({
      tenantId: owner.tenant.id,
      role: 'TRADER',
    });
    expect((await accept(token)).userErrors).toEqual([
      { code: 'NOT_FOUND', path: ['input', 'token'] },
    ]);
    expect(await members(owner.viewer)).toContainEqual({
      email: 'new.trader@acme.example',
      role: 'TRADER',
    });
    expect((await signIn(tenants, 'new.trader@acme.example')).session).not.toBeNull();
  });

  it('let in one of many who use the same one at once', async () => {
    const { token } = await invite('race@acme.example');

    const answers = await Promise.all(Array.from({ length: 5 }, () => accept(token)));

    expect(answers.filter(({ session }) => session).length).toBe(1);
  });

  it('bring an account of another tenant in, who then chooses where to sign in', async () => {
    const elsewhere = await newOwner(tenants, 'two-hats@other.example');
    const { token } = await invite('two-hats@other.example', 'ANALYST');

    expect((await accept(token, 'not their password')).userErrors).toMatchObject([
      { code: 'INVALID_CREDENTIALS' },
    ]);
    expect((await accept(token)).tenant?.id).toBe(owner.tenant.id);
    const enter = async (tenantSlug?: string) => {
      const input = { email: 'two-hats@other.example', password, tenantSlug };
      const { data } = await tenants.ask(signInMutation, { input });
      const { session } = data?.['signIn'] as { session: Tokens | null };
      return session && viewerOf(session.accessToken);
    };
    expect(await enter()).toMatchObject({ tenantId: elsewhere.tenant.id, role: 'OWNER' });
    expect(await enter(owner.tenant.slug)).toMatchObject({
      tenantId: owner.tenant.id,
      role: 'ANALYST',
    });
    expect(await enter('no-such-tenant')).toBeNull();
  });

  it('end by time, by a newer one, and by being revoked', async () => {
    const first = await invite('late@acme.example');
    const second = await invite('late@acme.example');
    expect((await accept(first.token)).userErrors).toMatchObject([{ code: 'NOT_FOUND' }]);
    expect(
      await mutate(
        owner.viewer,
        'revokeInvitation',
        { invitationId: second.invitation?.id },
        'invitation { status }',
      ),
    ).toMatchObject({ invitation: { status: 'REVOKED' } });
    expect((await accept(second.token)).userErrors).toMatchObject([{ code: 'NOT_FOUND' }]);
    const third = await invite('late@acme.example');
    tenants.clock.advanceBy(7 * 24 * 3_600_000);
    expect((await accept(third.token)).userErrors).toMatchObject([{ code: 'NOT_FOUND' }]);
    const { data } = await tenants.ask(
      '{ invitations(first: 3) { nodes { email status } } }',
      {},
      owner.viewer,
    );
    expect(data?.['invitations']).toEqual({
      nodes: [
        { email: 'late@acme.example', status: 'EXPIRED' },
        { email: 'late@acme.example', status: 'REVOKED' },
        { email: 'late@acme.example', status: 'REVOKED' },
      ],
    });
  });

  it('are refused for members, for bad addresses, and make nobody an operator', async () => {
    expect((await invite('owner@acme.example')).userErrors).toMatchObject([
      { code: 'ALREADY_EXISTS', path: ['input', 'email'] },
    ]);
    expect((await invite('not an address')).userErrors).toMatchObject([
      { code: 'INVALID_INPUT', path: ['input', 'email'] },
    ]);
    const { token } = await invite(operatorEmail);
    expect((await accept(token)).userErrors).toMatchObject([{ code: 'NOT_FOUND' }]);
    expect((await accept((await invite('weak@acme.example')).token, 'short')).userErrors).toEqual([
      { code: 'INVALID_INPUT', path: ['input', 'password'] },
    ]);
    expect((await accept(`ti_${'A'.repeat(43)}`)).userErrors).toMatchObject([
      { code: 'NOT_FOUND' },
    ]);
  });

  it('and roles above one’s own are not for admins, and nothing of it for traders', async () => {
    const admin = await join('admin@acme.example', 'ADMIN');
    const trader = await join('trader@acme.example');

    expect(await invite('boss@acme.example', 'OWNER', admin)).toEqual({ topLevel: 'FORBIDDEN' });
    expect((await invite('peer@acme.example', 'ADMIN', admin)).userErrors).toEqual([]);
    expect(await invite('peer@acme.example', 'VIEWER', trader)).toEqual({ topLevel: 'FORBIDDEN' });
    expect(await changeRole(admin, owner.viewer.userId, 'VIEWER')).toEqual({
      topLevel: 'FORBIDDEN',
    });
    expect(await changeRole(admin, admin.userId, 'OWNER')).toEqual({ topLevel: 'FORBIDDEN' });
    expect(await remove(trader, admin.userId)).toEqual({ topLevel: 'FORBIDDEN' });
  });
});

describe('members', () => {
  it('whose role changes are signed out, and come back in the new role', async () => {
    const person = await join('promoted@acme.example', 'VIEWER');

    expect(await changeRole(owner.viewer, person.userId, 'TRADER')).toMatchObject({
      member: { role: 'TRADER' },
    });

    expect(tenants.accessChanges.at(-1)).toEqual({ kind: 'ended', ids: [person.sessionId] });
    expect((await refresh(person.tokens.refreshToken)).userErrors).toMatchObject([
      { code: 'SESSION_EXPIRED' },
    ]);
    const { session } = await signIn(tenants, 'promoted@acme.example');
    expect(viewerOf(session?.accessToken ?? '')).toMatchObject({ role: 'TRADER' });
  });

  it('who are removed lose sessions and keys at once, in this tenant alone', async () => {
    const person = await join('removed@acme.example', 'ADMIN');
    const { data } = await tenants.ask(
      'mutation { createApiKey(input: { name: "robot", scopes: ["trading:read"] }) { apiKey { id } secret } }',
      {},
      person,
    );
    const { apiKey, secret } = data?.['createApiKey'] as {
      apiKey: { id: string };
      secret: string;
    };

    expect((await remove(owner.viewer, person.userId)).removedUserId).toBe(person.userId);

    expect(tenants.accessChanges.at(-1)).toEqual({
      kind: 'ended',
      ids: [person.sessionId, apiKey.id],
    });
    const verified = await tenants.post(
      '/internal/api-keys/verify',
      { secret },
      {
        viewer: { kind: 'service', name: 'api-gateway', tenantId: null, scopes: [] },
        requestId: 'req_1',
      },
    );
    expect(await verified.json()).toEqual({ active: false });
    expect((await refresh(person.tokens.refreshToken)).session).toBeNull();
    expect((await signIn(tenants, 'removed@acme.example')).session).toBeNull();
    expect((await remove(owner.viewer, person.userId)).userErrors).toMatchObject([
      { code: 'NOT_FOUND', path: ['input', 'userId'] },
    ]);
  });

  it('always include an owner, even when two leave at once', async () => {
    const lone = await newOwner(tenants, 'lone@lone.example');
    expect((await remove(lone.viewer, lone.viewer.userId)).userErrors).toMatchObject([
      { code: 'INVALID_STATE' },
    ]);
    const { token } = await invite('second@lone.example', 'OWNER', lone.viewer);
    const second = viewerOf((await accept(token)).session?.accessToken ?? '');

    const left = await Promise.all([
      remove(lone.viewer, lone.viewer.userId),
      remove(second, second.userId),
    ]);

    expect(left.filter(({ removedUserId }) => removedUserId !== null)).toHaveLength(1);
    expect(
      await tenants.database.platformDb.client.membership.count({
        where: { tenantId: lone.tenant.id, role: 'OWNER' },
      }),
    ).toBe(1);
  });

  it('of another tenant do not exist', async () => {
    const other = await newOwner(tenants, 'foreign@other.example');

    expect((await remove(owner.viewer, other.viewer.userId)).userErrors).toMatchObject([
      { code: 'NOT_FOUND' },
    ]);
    expect(
      (await changeRole(owner.viewer, other.viewer.userId, 'VIEWER')).userErrors,
    ).toMatchObject([{ code: 'NOT_FOUND' }]);
    expect((await members(other.viewer)).map(({ email }) => email)).toEqual([
      'foreign@other.example',
    ]);
  });
});
