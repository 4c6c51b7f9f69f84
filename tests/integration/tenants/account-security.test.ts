import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Viewer } from '../../../foundation/context/viewer.js';
import { codeAt, stepAt } from '../../../subgraphs/tenants/second-factor/totp.js';
import type { RunningTenants, Tokens } from './running-tenants.js';
import { anonymous, newOwner, password, runTenants, signIn, viewerOf } from './running-tenants.js';

type UserErrors = { userErrors: { code: string; path: string[] | null }[] };

let tenants: RunningTenants;
beforeAll(async () => {
  tenants = await runTenants();
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
const signInWith = (input: object) =>
  mutate<{ session: Tokens | null }>(
    anonymous,
    'signIn',
    input,
    'session { accessToken refreshToken expiresAt }',
  );
const isRefreshed = async (refreshToken: string): Promise<boolean> => {
  const { data } = await tenants.ask(
    'mutation ($t: String!) { refreshSession(input: { refreshToken: $t }) { session { refreshToken } } }',
    { t: refreshToken },
  );
  return (data?.['refreshSession'] as { session: object | null }).session !== null;
};

const base32 = (text: string): Buffer => {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  const bits = Array.from(text, (one) => alphabet.indexOf(one).toString(2).padStart(5, '0')).join(
    '',
  );
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => parseInt(byte, 2)));
};

describe('a second factor', () => {
  const codeNow = (secret: Buffer, offset = 0) =>
    codeAt(secret, stepAt(tenants.clock.nowMs()) + offset);
  const enroll = async (email: string) => {
    const { viewer } = await newOwner(tenants, email);
    const begun = await mutate<{ secret: string; uri: string }>(
      viewer,
      'beginSecondFactor',
      { password },
      'secret uri',
    );
    const secret = base32(begun.secret);
    expect(begun.uri).toContain(`secret=${begun.secret}`);
    const { recoveryCodes } = await mutate<{ recoveryCodes: string[] }>(
      viewer,
      'confirmSecondFactor',
      { code: codeNow(secret) },
      'recoveryCodes',
    );
    expect(recoveryCodes).toHaveLength(10);
    return { viewer, secret, recoveryCodes };
  };

  it('is asked for after the right password, and its codes work once', async () => {
    const email = 'app@acme.example';
    const { secret } = await enroll(email);
    const code = codeNow(secret);

    expect((await signInWith({ email, password })).userErrors).toEqual([
      { code: 'SECOND_FACTOR_REQUIRED', path: ['input', 'code'] },
    ]);
    expect((await signInWith({ email, password: 'a wrong password', code })).userErrors).toEqual([
      { code: 'INVALID_CREDENTIALS', path: null },
    ]);
    // The code that confirmed it is used up.
    expect((await signInWith({ email, password, code })).userErrors).toEqual([
      { code: 'INVALID_CREDENTIALS', path: ['input', 'code'] },
    ]);
    tenants.clock.advanceBy(30_000);
    const next = codeNow(secret);
    const answers = await Promise.all(
      Array.from({ length: 3 }, () => signInWith({ email, password, code: next })),
    );
    expect(answers.filter(({ session }) => session)).toHaveLength(1);
    expect((await signInWith({ email, password, code: next })).session).toBeNull();
  });

  it('cannot be guessed: the account waits after ten attempts, right password or not', async () => {
    const email = 'guessed@acme.example';
    await enroll(email);
    const guess = (code: string) => signInWith({ email, password, code });

    const answers = [];
    for (let tries = 0; tries < 14; tries++)
      // Asking without a code between guesses does not wipe the count.
      answers.push(await (tries % 2 ? signInWith({ email, password }) : guess('000000')));

    expect(answers.slice(-3)).toEqual(Array(3).fill({ topLevel: 'RATE_LIMITED' }));
  });

  it('is stood in for by each recovery code once', async () => {
    const email = 'lost-phone@acme.example';
    const { recoveryCodes, viewer, secret } = await enroll(email);
    const code = recoveryCodes[3]?.toLowerCase();

    expect((await signInWith({ email, password, code })).session).not.toBeNull();
    expect((await signInWith({ email, password, code })).session).toBeNull();
    tenants.clock.advanceBy(30_000);
    expect(
      await mutate(
        viewer,
        'removeSecondFactor',
        { password, code: codeNow(secret) },
        'secondFactor { isOn }',
      ),
    ).toEqual({ secondFactor: { isOn: false }, userErrors: [] });
    expect((await signInWith({ email, password })).session).not.toBeNull();
    expect((await tenants.ask('{ secondFactor { isOn } }', {}, viewer)).data).toEqual({
      secondFactor: { isOn: false },
    });
  });

  it('does not count before it is confirmed, and is neither begun twice nor by a key', async () => {
    const email = 'undecided@acme.example';
    const { viewer } = await newOwner(tenants, email);
    const begin = (as: Viewer, given = password) =>
      mutate<{ secret: string | null }>(as, 'beginSecondFactor', { password: given }, 'secret');

    expect((await begin(viewer, 'a wrong password')).userErrors).toMatchObject([
      { code: 'INVALID_CREDENTIALS' },
    ]);
    const first = await begin(viewer);
    expect((await signInWith({ email, password })).session).not.toBeNull();
    expect(await mutate(viewer, 'confirmSecondFactor', { code: '123' }, 'recoveryCodes')).toEqual({
      recoveryCodes: null,
      userErrors: [{ code: 'INVALID_CREDENTIALS', path: ['input', 'code'] }],
    });
    const second = await begin(viewer);
    expect(second.secret).not.toBe(first.secret);
    const code = codeNow(base32(second.secret ?? ''));
    await mutate(viewer, 'confirmSecondFactor', { code }, 'recoveryCodes');
    expect((await begin(viewer)).userErrors).toMatchObject([{ code: 'INVALID_STATE' }]);
    expect(await begin({ ...viewer, sessionId: `key_${'0'.repeat(26)}` })).toEqual({
      topLevel: 'FORBIDDEN',
    });
  });

  it('is asked for when an invitation is accepted with the account', async () => {
    const email = 'invited-with-app@acme.example';
    const { secret } = await enroll(email);
    const host = await newOwner(tenants, 'host@host.example');
    const { token } = await mutate<{ token: string }>(
      host.viewer,
      'inviteMember',
      { email, role: 'VIEWER' },
      'token',
    );
    const accept = (input: object) =>
      mutate<{ session: object | null }>(
        anonymous,
        'acceptInvitation',
        { token, password, ...input },
        'session { accessToken }',
      );

    expect((await accept({})).userErrors).toMatchObject([{ code: 'SECOND_FACTOR_REQUIRED' }]);
    tenants.clock.advanceBy(30_000);
    expect((await accept({ code: codeNow(secret) })).session).not.toBeNull();
  });
});

describe('sessions', () => {
  const list = async (viewer: Viewer) => {
    const { data } = await tenants.ask(
      '{ sessions(first: 20) { nodes { id address isCurrent refreshedAt } } }',
      {},
      viewer,
    );
    return (data?.['sessions'] as { nodes: { id: string; isCurrent: boolean }[] }).nodes;
  };
  const severalSignIns = async (email: string) => {
    const owner = await newOwner(tenants, email);
    const others: Tokens[] = [];
    for (let times = 0; times < 2; times++) {
      const { session } = await signIn(tenants, email);
      if (session) others.push(session);
    }
    return { viewer: owner.viewer, mine: owner.tokens, others };
  };

  it('are listed, and each can be ended', async () => {
    const { viewer, mine, others } = await severalSignIns('devices@acme.example');
    const ids = [viewer, ...others.map((one) => viewerOf(one.accessToken))].map(
      ({ sessionId }) => sessionId,
    );

    const listed = await list(viewer);
    expect(listed.map(({ id }) => id)).toEqual([...ids].reverse());
    expect(listed.filter(({ isCurrent }) => isCurrent).map(({ id }) => id)).toEqual([ids[0]]);
    expect(
      await mutate(viewer, 'revokeSession', { sessionId: ids[1], password }, 'endedSessionIds'),
    ).toEqual({ endedSessionIds: [ids[1]], userErrors: [] });
    expect(tenants.accessChanges.at(-1)).toEqual({ kind: 'ended', ids: [ids[1]] });
    expect(await isRefreshed(others[0]?.refreshToken ?? '')).toBe(false);
    expect(await isRefreshed(others[1]?.refreshToken ?? '')).toBe(true);
    expect(await isRefreshed(mine.refreshToken)).toBe(true);
    expect(
      (await mutate(viewer, 'revokeSession', { sessionId: ids[1], password }, 'endedSessionIds'))
        .userErrors,
    ).toMatchObject([{ code: 'NOT_FOUND' }]);
  });

  it('of others do not exist', async () => {
    const mine = await severalSignIns('mine@acme.example');
    const theirs = await severalSignIns('theirs@acme.example');

    expect(
      (
        await mutate(
          mine.viewer,
          'revokeSession',
          { sessionId: theirs.viewer.sessionId, password },
          'endedSessionIds',
        )
      ).userErrors,
    ).toMatchObject([{ code: 'NOT_FOUND', path: ['input', 'sessionId'] }]);
    expect(await isRefreshed(theirs.mine.refreshToken)).toBe(true);
  });

  it('are ended but for this one, all at once', async () => {
    const { viewer, mine, others } = await severalSignIns('all-others@acme.example');

    const revoke = (given: string) =>
      mutate<{ endedSessionIds: string[] | null }>(
        viewer,
        'revokeOtherSessions',
        { password: given },
        'endedSessionIds',
      );
    expect((await revoke('a wrong password')).userErrors).toMatchObject([
      { code: 'INVALID_CREDENTIALS', path: ['input', 'password'] },
    ]);
    expect((await revoke(password)).endedSessionIds?.sort()).toEqual(
      others.map(({ accessToken }) => viewerOf(accessToken).sessionId).sort(),
    );
    expect(await list(viewer)).toHaveLength(1);
    expect(await isRefreshed(mine.refreshToken)).toBe(true);
  });

  it('other than the one that changes the password end with it', async () => {
    const email = 'new-password@acme.example';
    const { viewer, mine, others } = await severalSignIns(email);
    const change = (currentPassword: string, newPassword: string) =>
      mutate<{ user: { email: string } | null }>(
        viewer,
        'changePassword',
        { currentPassword, newPassword },
        'user { email }',
      );

    expect((await change('a wrong password', 'another long password')).userErrors).toEqual([
      { code: 'INVALID_CREDENTIALS', path: ['input', 'currentPassword'] },
    ]);
    for (const bad of ['short', email.toUpperCase(), password])
      expect((await change(password, bad)).userErrors).toMatchObject([
        { code: 'INVALID_INPUT', path: ['input', 'newPassword'] },
      ]);
    expect(await change(password, 'another long password')).toEqual({
      user: { email },
      userErrors: [],
    });

    expect(await isRefreshed(mine.refreshToken)).toBe(true);
    for (const { refreshToken } of others) expect(await isRefreshed(refreshToken)).toBe(false);
    expect((await signIn(tenants, email)).session).toBeNull();
    expect((await signIn(tenants, email, 'another long password')).session).not.toBeNull();
  });
});

describe('many sign-ins in one operation', () => {
  it('are as many attempts, whatever they are called and however the address is spelled', async () => {
    await newOwner(tenants, 'target@acme.example');
    const spellings = [
      'target@acme.example',
      'TARGET@ACME.EXAMPLE',
      ' target@acme.example ',
      'ｔarget@acme.example',
    ];
    const fields = Array.from({ length: 40 }, (_, index) => {
      const email = spellings[index % spellings.length] ?? '';
      return `a${index}: signIn(input: { email: ${JSON.stringify(email)}, password: "guess number ${index}" }) { userErrors { code } }`;
    });

    const { data, errors } = await tenants.ask(`mutation { ${fields.join('\n')} }`);

    const evaluated = Object.values(data ?? {}).filter((one) => one !== null);
    expect(evaluated).toHaveLength(10);
    expect(new Set(errors?.map(({ extensions }) => extensions['code']))).toEqual(
      new Set(['RATE_LIMITED']),
    );
  });
});
