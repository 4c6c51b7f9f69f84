import { expect } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createIdentityKeys } from '../../../foundation/context/identity.js';
import type { RequestIdentity, Viewer } from '../../../foundation/context/viewer.js';
import { loadSettings } from '../../../foundation/config/settings.js';
import type { AccessChange } from '../../../foundation/events/access-events.js';
import { accessChangesChannel } from '../../../foundation/events/access-events.js';
import { createIdGenerator } from '../../../foundation/ids/id-generator.js';
import type { DomainEvent } from '../../../foundation/messaging/domain-event.js';
import { createInProcessBroadcast } from '../../../foundation/messaging/in-process-broadcast.js';
import { createInProcessEventBus } from '../../../foundation/messaging/in-process-event-bus.js';
import { identityHeader } from '../../../foundation/subgraph/graphql-route.js';
import { testLogger } from '../../../foundation/testing/test-cluster.js';

import { createTestDatabase } from '../../../foundation/testing/test-database.js';
import { VirtualClock } from '../../../foundation/time/virtual-clock.js';
import { tenantsSettings } from '../../../subgraphs/tenants/settings.js';
import { createTenants } from '../../../subgraphs/tenants/subgraph.js';

export type UserError = { code: string; message: string; path: string[] | null };
type Answer = {
  data?: Record<string, unknown> | null;
  errors?: { message: string; path?: unknown; extensions: Record<string, unknown> }[];
};

export const anonymous: Viewer = { kind: 'anonymous' };
export const operatorEmail = 'ops@platform.example';
export const secondOperatorEmail = 'night-shift@platform.example';
export const password = 'correct horse battery staple 9';
const startMs = Date.UTC(2026, 0, 5, 9);

/**
 * database-service on a database of its own; the clock stands until it is moved. `provisioning.fail` makes the creation
 * of schemas fail, `restart` is a crash and a new process.
 */
export const runTenants = async (options: { operatorPassword?: string } = {}) => {
  const clock = new VirtualClock(startMs);
  const database = await createTestDatabase();
  // Prisma loads its compiler at the first query, and Jest lets nothing be loaded between two tests.
  await database.platformDb.client.$queryRaw`SELECT 1`;
  const exportsFolder = await mkdtemp(join(tmpdir(), 'exports-'));
  const broadcast = createInProcessBroadcast(testLogger);
  const accessChanges: AccessChange[] = [];
  await broadcast.subscribe(accessChangesChannel, (message) => {
    accessChanges.push(message as AccessChange);
  });
  const identityKeys = createIdentityKeys(randomBytes(32), clock);
  const settingsWith = (encryptionKey: Buffer) =>
    loadSettings(tenantsSettings, {
      PLATFORM_ENCRYPTION_KEY: encryptionKey.toString('base64'),
      PLATFORM_OPERATOR_EMAILS: [operatorEmail, secondOperatorEmail].join(),
      TENANT_EXPORTS_FOLDER: exportsFolder,
      PLATFORM_OPERATOR_PASSWORD: options.operatorPassword,
    });
  let settings = settingsWith(randomBytes(32));
  const provisioning = { fail: false, calls: 0 };
  const events: DomainEvent[] = [];
  const ids = createIdGenerator(clock);

  const start = async () => {
    const bus = createInProcessEventBus({ logger: testLogger });
    await bus.subscribe({
      group: 'test',
      types: [
        'tenant.created',
        'tenant.config-updated',
        'tenant.suspended',
        'tenant.reactivated',
        'tenant.deletion-requested',
        'tenant.deletion-canceled',
        'tenant.deleted',
        'member.invited',
        'audit.recorded',
      ],
      handler: (event) => Promise.resolve(void events.push(event)),
    });
    const service = await createTenants(
      {
        clock,
        ids,
        logger: testLogger,
        bus,
        broadcast,
        platformDb: database.platformDb,
        tenantDb: database.tenantDb,
        identityKeys,
      },
      {
        settings,
        passwordCost: { memoryCost: 8, timeCost: 1, parallelism: 1 },
        async provisionTenant(tenantId) {
          provisioning.calls++;
          if (provisioning.fail) throw new Error('the disk is full');
          await database.provisionTenant(tenantId);
        },
        dropTenant: (tenantId) => database.migrator.dropTenant(tenantId),
      },
    );
    const { url } = await service.listen({ host: '127.0.0.1', port: 0 });
    return { service, bus, url };
  };

  let running = await start();
  const stop = async () => {
    await running.service.close();
    await running.bus.close();
  };
  const post = (path: string, body: unknown, identity: RequestIdentity | null) =>
    fetch(`${running.url}${path}`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(identity && { [identityHeader]: identityKeys.sign(identity, 'tenants') }),
      },
      body: JSON.stringify(body),
    });

  return {
    clock,
    database,
    identityKeys,
    provisioning,
    events,
    accessChanges,
    exportsFolder,
    post,
    service: () => running.service,
    url: () => running.url,
    eventsOf: (type: string) => events.filter((event) => event.type === type),
    async restart() {
      await stop();
      running = await start();
    },
    /** Starts once with another platform key, next to what runs. */
    async startWithAnotherKey() {
      const right = settings;
      settings = settingsWith(randomBytes(32));
      try {
        await start();
      } finally {
        settings = right;
      }
    },
    async ask(
      query: string,
      variables: Record<string, unknown> = {},
      viewer: Viewer = anonymous,
      clientAddress?: string,
    ): Promise<Answer> {
      const identity = { viewer, requestId: 'req_1', ...(clientAddress && { clientAddress }) };
      const response = await post('/graphql', { query, variables }, identity);
      return (await response.json()) as Answer;
    },
    async close() {
      await stop();
      await broadcast.close();
      await database.drop();
      await rm(exportsFolder, { recursive: true });
    },
  };
};

export type RunningTenants = Awaited<ReturnType<typeof runTenants>>;

export type Tokens = { accessToken: string; refreshToken: string; expiresAt: string };

/** The viewer that the gateway would make of an access token. */
export const viewerOf = (accessToken: string): Extract<Viewer, { kind: 'user' }> => {
  const claims = JSON.parse(
    Buffer.from(accessToken.split('.')[1] ?? '', 'base64url').toString(),
  ) as { sub: string; tid: string; sid: string; role: 'OWNER'; scope: string };
  return {
    kind: 'user',
    userId: claims.sub,
    tenantId: claims.tid,
    sessionId: claims.sid,
    role: claims.role,
    scopes: claims.scope.split(' '),
  };
};

export const signUpMutation = `mutation ($input: SignUpInput!) {
  signUp(input: $input) {
    session { accessToken refreshToken expiresAt }
    tenant { id slug name status }
    userErrors { code message path }
  }
}`;

export const signInMutation = `mutation ($input: SignInInput!) {
  signIn(input: $input) {
    session { accessToken refreshToken expiresAt }
    userErrors { code message path }
  }
}`;

type SignUp = {
  session: Tokens | null;
  tenant: { id: string; slug: string; name: string; status: string } | null;
  userErrors: UserError[];
};

export const signUp = async (
  tenants: RunningTenants,
  email: string,
  tenantName = 'Acme Capital',
): Promise<SignUp> => {
  const { data, errors } = await tenants.ask(signUpMutation, {
    input: { tenantName, email, password },
  });
  expect(errors).toBeUndefined();
  return data?.['signUp'] as SignUp;
};

/** Signs up and returns the owner as the gateway would see them. */
export const newOwner = async (tenants: RunningTenants, email: string) => {
  const { session, tenant } = await signUp(tenants, email);
  if (!session || !tenant) throw new Error(`the sign-up of ${email} was refused`);
  return { tokens: session, tenant, viewer: viewerOf(session.accessToken) };
};

export const signIn = async (
  tenants: RunningTenants,
  email: string,
  given = password,
): Promise<{ session: Tokens | null; userErrors: UserError[] }> => {
  const { data, errors } = await tenants.ask(signInMutation, {
    input: { email, password: given },
  });
  expect(errors).toBeUndefined();
  return data?.['signIn'] as { session: Tokens | null; userErrors: UserError[] };
};
