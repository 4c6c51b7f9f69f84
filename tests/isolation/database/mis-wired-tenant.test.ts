import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PrismaPg } from '@prisma/adapter-pg';
import { PrismaClient } from '../../../foundation/database/__generated__/tenant/client.js';
import { createPool } from '../../../foundation/database/pool.js';
import { createTenantPool } from '../../../foundation/database/tenant-access/tenant-pool.js';
import type { TenantSchema } from '../../../foundation/database/tenant-schema.js';
import { placeholderSchema, tenantSchemaOf } from '../../../foundation/database/tenant-schema.js';
import { testLogger } from '../../../foundation/testing/test-cluster.js';
import type { TestDatabase } from '../../../foundation/testing/test-database.js';
import { createTestDatabase } from '../../../foundation/testing/test-database.js';

let database: TestDatabase;
let alpha: TenantSchema;
let beta: TenantSchema;

beforeAll(async () => {
  database = await createTestDatabase();
  alpha = tenantSchemaOf(await database.provisionTenant());
  beta = tenantSchemaOf(await database.provisionTenant());
});
afterAll(() => database.drop());

/** A client wired as our mistakes might wire it, over the login that serves all tenants. */
const withClient = async <TResult>(
  wiring: TenantSchema,
  work: (client: PrismaClient) => Promise<TResult>,
): Promise<TResult> => {
  const { url } = database.tenantLogin;
  const pool = createPool({ url, applicationName: 'mis-wired', logger: testLogger });
  const adapter = new PrismaPg(
    createTenantPool(pool, () => wiring),
    { schema: placeholderSchema },
  );
  const client = new PrismaClient({ adapter });
  try {
    return await work(client);
  } finally {
    await client.$disconnect();
    await pool.end();
  }
};

const event = { consumer: 'mis-wired', eventId: 'e', handledAt: new Date(0) };

/** What each kind of access to the wrong tenant comes to. */
const attempts: [string, (client: PrismaClient) => Promise<unknown>][] = [
  ['a read', (client) => client.inboxEvent.findMany()],
  ['a lookup', (client) => client.inboxEvent.findFirst({ where: { consumer: 'mis-wired' } })],
  ['a count', (client) => client.inboxEvent.count()],
  ['a write', (client) => client.inboxEvent.create({ data: event })],
  ['a deletion', (client) => client.inboxEvent.deleteMany()],
  ['raw SQL', (client) => client.$queryRaw`SELECT * FROM "__tenant__"."inbox_events"`],
  [
    'a transaction',
    (client) => client.$transaction((tx) => tx.inboxEvent.updateMany({ data: { consumer: 'x' } })),
  ],
];

describe('a client that is wired to one tenant’s tables under another tenant’s role', () => {
  it.each(attempts)('is refused %s by the database itself', async (_, attempt) => {
    const refusal = withClient({ schema: alpha.schema, role: beta.role }, attempt).then(
      () => 'allowed',
      (error: unknown) => JSON.stringify(error, Object.getOwnPropertyNames(error)),
    );
    await expect(refusal).resolves.toMatch(/42501|permission denied|denied access/i);
  });

  it('would have been served under the right role', async () => {
    await expect(withClient(alpha, (client) => client.inboxEvent.count())).resolves.toBe(0);
    await expect(withClient(beta, (client) => client.inboxEvent.count())).resolves.toBe(0);
  });

  it('is refused a role that is no tenant’s', async () => {
    const owner = new URL(database.url).username;
    for (const role of [owner, 'postgres', 'pg_read_all_data', 'none'])
      await expect(
        withClient({ schema: alpha.schema, role }, (client) => client.inboxEvent.count()),
      ).rejects.toThrow();
  });
});
