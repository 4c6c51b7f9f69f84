import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { loadSettings } from '../../../foundation/config/settings.js';
import { createIdentityKeys } from '../../../foundation/context/identity.js';
import type { Viewer } from '../../../foundation/context/viewer.js';
import { createIdGenerator } from '../../../foundation/ids/id-generator.js';
import { createLogger } from '../../../foundation/logging/logger.js';
import { createInProcessBroadcast } from '../../../foundation/messaging/in-process-broadcast.js';
import { createInProcessEventBus } from '../../../foundation/messaging/in-process-event-bus.js';
import { identityHeader } from '../../../foundation/subgraph/graphql-route.js';
import { createTestDatabase } from '../../../foundation/testing/test-database.js';
import type { TestDatabase } from '../../../foundation/testing/test-database.js';
import { VirtualClock } from '../../../foundation/time/virtual-clock.js';
import { tenantsSettings } from '../../../subgraphs/tenants/settings.js';
import { createTenants } from '../../../subgraphs/tenants/subgraph.js';
import { codeAt, stepAt } from '../../../subgraphs/tenants/second-factor/totp.js';
import { viewerOf } from './running-tenants.js';

const clock = new VirtualClock(Date.UTC(2026, 0, 5));
const encryptionKey = randomBytes(32).toString('base64');
const identityKey = randomBytes(32);

/** Everything that leaves the service by itself: its log, its events, its rows. */
const told: string[] = [];
let database: TestDatabase;
let url = '';
const closers: (() => Promise<unknown>)[] = [];
const identityKeys = createIdentityKeys(identityKey, clock);

beforeAll(async () => {
  database = await createTestDatabase();
  await database.platformDb.client.$queryRaw`SELECT 1`;
  const exportsFolder = await mkdtemp(join(tmpdir(), 'exports-'));
  const sink = new Writable({
    write(chunk: Buffer, _encoding, done) {
      told.push(String(chunk));
      done();
    },
  });
  const logger = createLogger({ level: 'trace' }, sink);
  const bus = createInProcessEventBus({ logger });
  await bus.subscribe({
    group: 'scan',
    types: ['audit.recorded', 'tenant.created', 'tenant.config-updated', 'member.invited'],
    handler: (event) => Promise.resolve(void told.push(JSON.stringify(event))),
  });
  const broadcast = createInProcessBroadcast(logger);
  const { platformDb, tenantDb, migrator } = database;
  const ids = createIdGenerator(clock);
  const service = await createTenants(
    { clock, ids, logger, bus, broadcast, platformDb, tenantDb, identityKeys },
    {
      settings: loadSettings(tenantsSettings, {
        PLATFORM_ENCRYPTION_KEY: encryptionKey,
        TENANT_EXPORTS_FOLDER: exportsFolder,
      }),
      passwordCost: { memoryCost: 8, timeCost: 1, parallelism: 1 },
      provisionTenant: (tenantId) => migrator.provisionTenant(tenantId),
      dropTenant: (tenantId) => migrator.dropTenant(tenantId),
    },
  );
  ({ url } = await service.listen({ host: '127.0.0.1', port: 0 }));
  closers.push(
    () => service.close(),
    () => bus.close(),
    () => broadcast.close(),
    () => database.drop(),
    () => rm(exportsFolder, { recursive: true }),
  );
});
afterAll(async () => {
  for (const close of closers) await close();
});

const ask = async (query: string, input: object, viewer: Viewer = { kind: 'anonymous' }) => {
  const identity = { viewer, requestId: 'req_1', clientAddress: '192.0.2.7' };
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      [identityHeader]: identityKeys.sign(identity, 'tenants'),
    },
    body: JSON.stringify({ query, variables: { input } }),
  });
  const { data } = (await response.json()) as { data: Record<string, Record<string, unknown>> };
  return Object.values(data)[0] ?? {};
};

const rowsOfDatabase = async (): Promise<string> => {
  const { pool } = database.platformDb;
  const { rows: tables } = await pool.query<{ name: string }>(
    `SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables
     WHERE schemaname NOT IN ('pg_catalog', 'information_schema')`,
  );
  const texts: string[] = [];
  for (const { name } of tables) {
    const { rows } = await pool.query<{ text: string }>(
      `SELECT entry::text AS text FROM ${name} AS entry`,
    );
    texts.push(...rows.map(({ text }) => text));
  }
  return texts.join('\n');
};

const base32 = (text: string): Buffer => {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  const bits = Array.from(text, (one) => alphabet.indexOf(one).toString(2).padStart(5, '0'));
  return Buffer.from((bits.join('').match(/.{8}/g) ?? []).map((byte) => parseInt(byte, 2)));
};

describe('a run of the service', () => {
  it('tells no secret that it was given or made, in no log, event or row', async () => {
    const password = 'the first password 4711';
    const changed = 'the second password 4712';
    const session = 'session { accessToken refreshToken }';
    type Session = { accessToken: string; refreshToken: string };

    const opened = await ask(
      `mutation ($input: SignUpInput!) { signUp(input: $input) { ${session} } }`,
      { tenantName: 'Acme', email: 'owner@acme.example', password },
    );
    const first = opened['session'] as Session;
    const viewer = viewerOf(first.accessToken);
    const wrong = 'a password that is wrong 4713';
    await ask(`mutation ($input: SignInInput!) { signIn(input: $input) { ${session} } }`, {
      email: 'owner@acme.example',
      password: wrong,
    });
    const refreshed = await ask(
      `mutation ($input: RefreshSessionInput!) { refreshSession(input: $input) { ${session} } }`,
      { refreshToken: first.refreshToken },
    );
    const second = refreshed['session'] as Session;
    clock.advanceBy(60_000);
    const key = await ask(
      'mutation ($input: CreateApiKeyInput!) { createApiKey(input: $input) { secret } }',
      { name: 'robot', scopes: ['trading:read'] },
      viewer,
    );
    const invited = await ask(
      'mutation ($input: InviteMemberInput!) { inviteMember(input: $input) { token } }',
      { email: 'trader@acme.example', role: 'TRADER' },
      viewer,
    );
    const joined = await ask(
      `mutation ($input: AcceptInvitationInput!) { acceptInvitation(input: $input) { ${session} } }`,
      { token: invited['token'], password: changed },
    );
    const begun = await ask(
      'mutation ($input: BeginSecondFactorInput!) { beginSecondFactor(input: $input) { secret } }',
      { password },
      viewer,
    );
    const code = codeAt(base32(String(begun['secret'])), stepAt(clock.nowMs()));
    const confirmed = await ask(
      'mutation ($input: ConfirmSecondFactorInput!) { confirmSecondFactor(input: $input) { recoveryCodes } }',
      { code },
      viewer,
    );
    await ask(
      'mutation ($input: ChangePasswordInput!) { changePassword(input: $input) { userErrors { code } } }',
      { currentPassword: password, newPassword: 'the third password 4714' },
      viewer,
    );
    // Used again long after: an old token, which is told of as such.
    await ask(
      `mutation ($input: RefreshSessionInput!) { refreshSession(input: $input) { ${session} } }`,
      { refreshToken: first.refreshToken },
    );

    const third = joined['session'] as Session;
    const secrets = {
      password,
      changed,
      wrong,
      newest: 'the third password 4714',
      firstAccess: first.accessToken,
      firstRefresh: first.refreshToken,
      secondAccess: second.accessToken,
      secondRefresh: second.refreshToken,
      thirdAccess: third.accessToken,
      thirdRefresh: third.refreshToken,
      apiKey: String(key['secret']),
      invitation: String(invited['token']),
      totp: String(begun['secret']),
      recoveryCode: (confirmed['recoveryCodes'] as string[])[0] ?? '',
      encryptionKey,
      identityKey: identityKey.toString('base64'),
    };
    for (const [name, secret] of Object.entries(secrets))
      expect({ name, isThere: secret.length > 10 }).toEqual({ name, isThere: true });

    told.push(await rowsOfDatabase());
    const everything = told.join('\n');
    expect(everything).toContain('authn_token_reuse');
    expect(everything).toContain('member.invite');
    const leaked = Object.entries(secrets).filter(([, secret]) => everything.includes(secret));
    expect(leaked.map(([name]) => name)).toEqual([]);
  });
});
