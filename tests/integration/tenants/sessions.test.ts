import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { RunningTenants, Tokens, UserError } from './running-tenants.js';
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

let tenants: RunningTenants;
beforeAll(async () => {
  tenants = await runTenants({ operatorPassword: password });
});
afterAll(() => tenants.close());

type Refreshed = { session: Tokens | null; userErrors: UserError[] };

const refresh = async (refreshToken: string): Promise<Refreshed> => {
  const { data, errors } = await tenants.ask(
    `mutation ($input: RefreshSessionInput!) {
      refreshSession(input: $input) {
        session { accessToken refreshToken expiresAt }
        userErrors { code message path }
      }
    }`,
    { input: { refreshToken } },
  );
  expect(errors).toBeUndefined();
  return data?.['refreshSession'] as Refreshed;
};
const ended = { session: null, userErrors: [{ code: 'SESSION_EXPIRED' }] };

describe('signIn', () => {
  it('starts a session of its own for each sign-in', async () => {
    await newOwner(tenants, 'in@acme.example');

    const first = await signIn(tenants, ' IN@acme.example');
    const second = await signIn(tenants, 'in@acme.example');

    expect(first.userErrors).toEqual([]);
    expect(viewerOf(first.session?.accessToken ?? '').sessionId).not.toBe(
      viewerOf(second.session?.accessToken ?? '').sessionId,
    );
  });

  it('answers a wrong password and an unknown address alike', async () => {
    await newOwner(tenants, 'wrong@acme.example');

    const wrong = await signIn(tenants, 'wrong@acme.example', 'not the password');
    const unknown = await signIn(tenants, 'unknown@acme.example', 'not the password');

    expect(wrong).toEqual({
      session: null,
      userErrors: [
        {
          code: 'INVALID_CREDENTIALS',
          message: 'The e-mail address or the password is wrong.',
          path: null,
        },
      ],
    });
    expect(unknown).toEqual(wrong);
  });

  it.each([
    ['no address', '', password],
    ['no password', 'in@acme.example', ''],
    ['a very long password', 'in@acme.example', 'x'.repeat(100_000)],
  ])('refuses %s without failing', async (_what, email, given) => {
    expect((await signIn(tenants, email, given)).userErrors).toMatchObject([
      { code: 'INVALID_CREDENTIALS' },
    ]);
  });

  it('makes an account and an address wait after many failures, aliases and all', async () => {
    const attempts = Array.from(
      { length: 12 },
      (_, i) =>
        `a${i}: signIn(input: { email: "guessed@acme.example", password: "guess ${i}" }) { userErrors { code } }`,
    );

    const { data, errors } = await tenants.ask(`mutation { ${attempts.join('\n')} }`);

    expect(data?.['a9']).toEqual({ userErrors: [{ code: 'INVALID_CREDENTIALS' }] });
    expect(data?.['a10']).toBeNull();
    expect(errors).toMatchObject([
      { path: ['a10'], extensions: { code: 'RATE_LIMITED', retryAfterMs: 1_000 } },
      { path: ['a11'], extensions: { code: 'RATE_LIMITED', retryAfterMs: 1_000 } },
    ]);
    expect((await signIn(tenants, 'in@acme.example')).session).not.toBeNull();
  });

  it('counts by the address that the gateway vouches for', async () => {
    const input = (i: number) => ({ input: { email: `${i}@nowhere.example`, password: 'guess' } });
    for (let i = 0; i < 100; i++)
      await tenants.ask(signInMutation, input(i), anonymous, '203.0.113.7');

    const same = await tenants.ask(signInMutation, input(100), anonymous, '203.0.113.7');
    const other = await tenants.ask(signInMutation, input(100), anonymous, '203.0.113.8');

    expect(same.errors?.[0]?.extensions['code']).toBe('RATE_LIMITED');
    expect(other.errors).toBeUndefined();
  });

  it('gives operators their scope; their account is made at the first start', async () => {
    const { session } = await signIn(tenants, operatorEmail);

    expect(viewerOf(session?.accessToken ?? '').scopes).toContain('platform:admin');
    await tenants.restart();
    expect((await signIn(tenants, operatorEmail)).session).not.toBeNull();
  });
});

describe('refreshSession', () => {
  it('hands out a new pair of tokens for the same session', async () => {
    const { tokens } = await newOwner(tenants, 'refresh@acme.example');
    tenants.clock.advanceBy(60_000);

    const { session, userErrors } = await refresh(tokens.refreshToken);

    expect(userErrors).toEqual([]);
    expect(session?.refreshToken).not.toBe(tokens.refreshToken);
    expect(viewerOf(session?.accessToken ?? '')).toEqual(viewerOf(tokens.accessToken));
    expect(session?.expiresAt).toBe(new Date(tenants.clock.nowMs() + 900_000).toISOString());
  });

  it('leads twenty tabs that refresh at once to the same next token', async () => {
    const { tokens } = await newOwner(tenants, 'tabs@acme.example');

    const answers = await Promise.all(
      Array.from({ length: 20 }, () => refresh(tokens.refreshToken)),
    );

    const next = new Set(answers.map(({ session }) => session?.refreshToken));
    expect(next.size).toBe(1);
    expect((await refresh([...next][0] ?? '')).session).not.toBeNull();
  });

  it('takes the previous token for 30 seconds, and ends the session when it comes later', async () => {
    const { tokens } = await newOwner(tenants, 'late@acme.example');
    const next = await refresh(tokens.refreshToken);
    tenants.clock.advanceBy(29_999);
    expect((await refresh(tokens.refreshToken)).session?.refreshToken).toBe(
      next.session?.refreshToken,
    );
    tenants.clock.advanceBy(1);

    expect(await refresh(tokens.refreshToken)).toMatchObject(ended);
    expect(await refresh(next.session?.refreshToken ?? '')).toMatchObject(ended);
    expect(
      tenants
        .eventsOf('audit.recorded')
        .filter(({ payload }) => (payload as { action: string }).action === 'session.reuse-token'),
    ).toHaveLength(1);
  });

  it('keeps sessions over a restart, and their other sessions over a reuse', async () => {
    const { tokens } = await newOwner(tenants, 'restart@acme.example');
    const other = await signIn(tenants, 'restart@acme.example');
    await tenants.restart();
    const next = await refresh(tokens.refreshToken);
    tenants.clock.advanceBy(30_000);
    await refresh(tokens.refreshToken);

    expect(await refresh(next.session?.refreshToken ?? '')).toMatchObject(ended);
    expect((await refresh(other.session?.refreshToken ?? '')).session).not.toBeNull();
  });

  it.each(['', 'rt_unknown', 'x'.repeat(10_000)])(
    'refuses %j, which is none of ours',
    async (token) => {
      expect(await refresh(token)).toMatchObject({
        session: null,
        userErrors: [{ code: 'SESSION_EXPIRED', path: ['input', 'refreshToken'] }],
      });
    },
  );

  it('ends after 30 days without use', async () => {
    const { tokens } = await newOwner(tenants, 'idle@acme.example');
    tenants.clock.advanceBy(30 * 24 * 3_600_000);

    expect(await refresh(tokens.refreshToken)).toMatchObject(ended);
  });

  it('never stores a token as it is', async () => {
    const { tokens } = await newOwner(tenants, 'stored@acme.example');
    const rows = await tenants.database.platformDb.client.refreshToken.findMany();

    expect(rows.length).toBeGreaterThan(0);
    expect(JSON.stringify(rows)).not.toContain(tokens.refreshToken);
    expect(JSON.stringify(rows)).not.toContain(tokens.refreshToken.slice(3));
  });
});

describe('signOut', () => {
  const mutation = 'mutation { signOut { user { email } userErrors { code } } }';

  it('ends the session of the caller and no other', async () => {
    const { tokens, viewer } = await newOwner(tenants, 'out@acme.example');
    const other = await signIn(tenants, 'out@acme.example');

    const { data } = await tenants.ask(mutation, {}, viewer);

    expect(data?.['signOut']).toEqual({ user: { email: 'out@acme.example' }, userErrors: [] });
    expect(await refresh(tokens.refreshToken)).toMatchObject(ended);
    expect((await refresh(other.session?.refreshToken ?? '')).session).not.toBeNull();
  });

  it('is for those who are signed in, and not for keys', async () => {
    const { viewer } = await newOwner(tenants, 'nobody@acme.example');

    const nobody = await tenants.ask(mutation);
    const key = await tenants.ask(mutation, {}, { ...viewer, sessionId: 'key_1' });

    expect(nobody.errors?.[0]?.extensions['code']).toBe('UNAUTHENTICATED');
    expect(key.data?.['signOut']).toMatchObject({ userErrors: [{ code: 'INVALID_STATE' }] });
  });
});
