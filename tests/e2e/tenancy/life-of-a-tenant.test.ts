import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { strFromU8, unzipSync } from 'fflate';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createTestDatabase } from '../../../foundation/testing/test-database.js';
import type { TestDatabase } from '../../../foundation/testing/test-database.js';
import { startPlatform } from '../../../platform/embedded-platform.js';
import type { RunningPlatform } from '../../../platform/embedded-platform.js';

let database: TestDatabase;
let platform: RunningPlatform;
let dataDir: string;

beforeAll(async () => {
  database = await createTestDatabase();
  dataDir = mkdtempSync(path.join(os.tmpdir(), 'tenancy-'));
  platform = await startPlatform({
    dataDir,
    ports: 'ephemeral',
    env: { DATABASE_URL: database.url, DEMO_TENANT: 'off' },
  });
}, 180_000);
afterAll(async () => {
  await platform.close();
  await database.drop();
  rmSync(dataDir, { recursive: true, force: true });
});

const password = 'correct horse battery staple 9';
const session = 'session { accessToken refreshToken } userErrors { code }';

type Answer = {
  data?: Record<string, Record<string, unknown> | null> | null;
  errors?: { extensions: { code: string } }[];
};
const ask = async (query: string, input: object, token?: string): Promise<Answer> => {
  const response = await fetch(platform.url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
    },
    body: JSON.stringify({ query, variables: { input } }),
  });
  return (await response.json()) as Answer;
};
const codeOf = ({ errors }: Answer): string => errors?.[0]?.extensions.code ?? 'ANSWERED';
const tokenOf = ({ data }: Answer): string => {
  const [payload] = Object.values(data ?? {});
  return (payload?.['session'] as { accessToken: string }).accessToken;
};
const accounts = (token: string) => ask('{ accounts { id } }', {}, token);

describe('a tenant on the whole platform', () => {
  it('invites, removes, takes a copy and leaves; who is out is out at once', async () => {
    const owner = tokenOf(
      await ask(`mutation ($input: SignUpInput!) { signUp(input: $input) { ${session} } }`, {
        tenantName: 'Leaving Capital',
        email: 'owner@leaving.example',
        password,
      }),
    );
    const invited = await ask(
      'mutation ($input: InviteMemberInput!) { inviteMember(input: $input) { token } }',
      { email: 'trader@leaving.example', role: 'TRADER' },
      owner,
    );
    const trader = tokenOf(
      await ask(
        `mutation ($input: AcceptInvitationInput!) { acceptInvitation(input: $input) { ${session} } }`,
        { token: invited.data?.['inviteMember']?.['token'], password },
      ),
    );
    expect(codeOf(await accounts(trader))).toBe('ANSWERED');
    const me = await ask('{ viewer { user { id } tenant { id slug } } }', {}, trader);
    const { user, tenant } = me.data?.['viewer'] as {
      user: { id: string };
      tenant: { id: string; slug: string };
    };

    await ask(
      'mutation ($input: RemoveMemberInput!) { removeMember(input: $input) { removedUserId } }',
      { userId: user.id },
      owner,
    );
    expect(codeOf(await accounts(trader))).toBe('SESSION_EXPIRED');
    expect(codeOf(await accounts(owner))).toBe('ANSWERED');

    await ask('mutation { exportTenant { export { id } } }', {}, owner);
    const archive = await whenCopied(owner);
    const files = Object.fromEntries(
      Object.entries(unzipSync(archive)).map(([name, bytes]) => [name, strFromU8(bytes)]),
    );
    expect(files['platform/members.ndjson']).toContain('owner@leaving.example');
    expect(files['data/accounts.ndjson']).toContain('acc_');
    expect(Object.values(files).join('')).toContain(tenant.id);

    const asked = await ask(
      'mutation ($input: RequestTenantDeletionInput!) { requestTenantDeletion(input: $input) { tenant { status } userErrors { code } } }',
      { slug: tenant.slug, password, reason: 'we close' },
      owner,
    );
    expect(asked.data?.['requestTenantDeletion']).toMatchObject({
      tenant: { status: 'DELETING' },
      userErrors: [],
    });
    expect(codeOf(await accounts(owner))).toBe('SESSION_EXPIRED');

    const again = tokenOf(
      await ask(`mutation ($input: SignInInput!) { signIn(input: $input) { ${session} } }`, {
        email: 'owner@leaving.example',
        password,
      }),
    );
    expect(codeOf(await accounts(again))).toBe('FORBIDDEN');
    const undone = await ask(
      'mutation ($input: CancelTenantDeletionInput!) { cancelTenantDeletion(input: $input) { tenant { status } } }',
      { tenantId: tenant.id },
      again,
    );
    expect(undone.data?.['cancelTenantDeletion']).toEqual({ tenant: { status: 'ACTIVE' } });
  }, 120_000);
});

/** Through the public address alone, as a browser would. */
const whenCopied = async (token: string): Promise<Uint8Array> => {
  for (;;) {
    const { data } = await ask(
      '{ tenantExports(first: 1) { nodes { status download { url } } } }',
      {},
      token,
    );
    const [copy] = data?.['tenantExports']?.['nodes'] as {
      status: string;
      download: { url: string } | null;
    }[];
    if (copy?.download) {
      const response = await fetch(new URL(copy.download.url, platform.pages));
      expect(response.status).toBe(200);
      return new Uint8Array(await response.arrayBuffer());
    }
  }
};
