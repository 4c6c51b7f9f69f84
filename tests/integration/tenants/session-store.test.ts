import { afterAll, beforeAll, describe } from '@jest/globals';
import { createIdGenerator } from '../../../foundation/ids/id-generator.js';
import type { TestDatabase } from '../../../foundation/testing/test-database.js';
import { createTestDatabase } from '../../../foundation/testing/test-database.js';
import { VirtualClock } from '../../../foundation/time/virtual-clock.js';
import { createPrismaSessionStore } from '../../../subgraphs/tenants/sessions/prisma-session-store.js';
import { openSession } from '../../../subgraphs/tenants/sessions/session.js';
import { describeSessionStore } from '../../unit/tenants/session-store-contract.js';

describe('createPrismaSessionStore', () => {
  const ids = createIdGenerator(new VirtualClock(1_000_000));
  const [tenantId, userId] = [ids('tenant'), ids('user')];
  let database: TestDatabase;

  beforeAll(async () => {
    database = await createTestDatabase();
    const { client } = database.platformDb;
    const createdAt = new Date(0);
    await client.tenant.create({
      data: {
        id: tenantId,
        slug: 'acme',
        name: 'Acme',
        baseCurrency: 'USD',
        status: 'ACTIVE',
        createdAt,
      },
    });
    await client.user.create({
      data: { id: userId, email: 'a@x.example', passwordHash: '-', createdAt },
    });
  });
  afterAll(() => database.drop());

  describeSessionStore(
    () => createPrismaSessionStore(database.platformDb),
    () => openSession({ sessionId: ids('session'), tenantId, userId, address: null }, 1_000_000),
  );
});
