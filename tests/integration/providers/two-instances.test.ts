import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTenantDatabase } from '../../../foundation/database/create-tenant-database.js';
import type { TenantDatabase } from '../../../foundation/database/tenant-database.js';
import { DomainError } from '../../../foundation/errors/domain-error.js';
import { createIdGenerator } from '../../../foundation/ids/id-generator.js';
import { createInProcessEventBus } from '../../../foundation/messaging/in-process-event-bus.js';
import type { OutboxRelay } from '../../../foundation/messaging/outbox-relay.js';
import { createOutboxRelay } from '../../../foundation/messaging/outbox-relay.js';
import { Decimal, zero } from '../../../foundation/money/decimal.js';
import { testLogger } from '../../../foundation/testing/test-cluster.js';
import type { TestDatabase } from '../../../foundation/testing/test-database.js';
import { createTestDatabase } from '../../../foundation/testing/test-database.js';
import { VirtualClock } from '../../../foundation/time/virtual-clock.js';
import { localAnalystOf } from '../../../subgraphs/providers/analyst/local-analyst-of.js';
import type { Reservation } from '../../../subgraphs/providers/quotas/quota.js';
import { QuotaLedger } from '../../../subgraphs/providers/quotas/quota-ledger.js';
import { findQuota } from '../../../subgraphs/providers/quotas/quota-repository.js';

const clock = new VirtualClock(Date.parse('2026-03-10T12:00:00.000Z'));
const each = { tokens: 1_000, cost: new Decimal('0.02') };
const market = {
  instruments: () => Promise.resolve([]),
  lastMinutes: () => Promise.resolve([]),
};

type Instance = { ledger: QuotaLedger; tenantDb: TenantDatabase; relay: OutboxRelay };

let database: TestDatabase;
let bus: ReturnType<typeof createInProcessEventBus>;
let instances: Instance[];

/** What a process of this service holds: connections, relay and ids of its own, on the database of all. */
const openInstance = (limits: object): Instance => {
  const tenantDb = createTenantDatabase({
    ...{ url: database.tenantLogin.url, logger: testLogger, applicationName: 'instance' },
    ...{ maxConnections: 4, leaseTimeoutMs: 60_000 },
  });
  const ids = createIdGenerator(clock);
  const deps = { service: 'ai-orchestrator', tenantDb, clock, ids, logger: testLogger, bus };
  const relay = createOutboxRelay({ ...deps, platformDb: database.platformDb });
  const platformLimits = {
    ...{ requestsPerMinute: 1_000, tokensPerMinute: 1_000_000, monthlyCostLimit: new Decimal(100) },
    ...limits,
  };
  return { tenantDb, relay, ledger: new QuotaLedger({ ...deps, relay, platformLimits }) };
};

const open = (limits: object): Instance[] => {
  const pair = [openInstance(limits), openInstance(limits)];
  instances.push(...pair);
  return pair;
};

beforeAll(async () => {
  database = await createTestDatabase();
  bus = createInProcessEventBus({ logger: testLogger });
  instances = [];
});

afterAll(async () => {
  for (const { relay } of instances) await relay.close();
  for (const { tenantDb } of instances) await tenantDb.close();
  await bus.close();
  await database.drop();
});

type Admitted = { ledger: QuotaLedger; reservation: Reservation };

/** Two hundred callers at once, by turns at the one and at the other. */
const storm = async (tenantId: string, pair: readonly Instance[]) => {
  const admitted: Admitted[] = [];
  const codes: string[] = [];
  const callers = Array.from({ length: 200 }, async (_, caller) => {
    const { ledger } = pair[caller % pair.length]!;
    try {
      admitted.push({ ledger, reservation: await ledger.reserve(tenantId, each, 10_000) });
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      codes.push(error.code);
    }
  });
  await Promise.all(callers);
  return { admitted, codes };
};

const standing = async (tenantId: string) => {
  const { tenantDb } = database;
  const quota = await tenantDb.withTenant(tenantId, async (db) => findQuota(db));
  const open = await tenantDb.withTenant(tenantId, async (db) => db.aiReservation.count());
  return { monthCost: quota?.state.monthCost.toFixed(), minute: quota?.state.minute, open };
};

describe('200 callers at two instances', () => {
  it.each([
    ['the costs of a month', { monthlyCostLimit: new Decimal(1) }, 'QUOTA_EXCEEDED'],
    ['the requests of a minute', { requestsPerMinute: 50 }, 'RATE_LIMITED'],
    ['the tokens of a minute', { tokensPerMinute: 50_999 }, 'RATE_LIMITED'],
  ])('are admitted to exactly 50 where %s allow 50', async (_what, limits, code) => {
    const tenantId = await database.provisionTenant();
    const { admitted, codes } = await storm(tenantId, open(limits));
    expect(admitted).toHaveLength(50);
    expect(codes).toEqual(Array.from({ length: 150 }, () => code));
  });

  it('leave nothing reserved, and only what was used, however their calls end', async () => {
    const tenantId = await database.provisionTenant();
    const pair = open({ monthlyCostLimit: new Decimal(1) });
    const { admitted } = await storm(tenantId, pair);
    const provider = localAnalystOf(clock, market, tenantId);
    const used = {
      ...{ provider, model: 'm', cost: new Decimal('0.007') },
      usage: { prompt: 300, cachedPrompt: 0, cacheWrite: 0, completion: 50 },
    };
    const ends = admitted.flatMap(({ ledger, reservation }, call) => {
      const end = () => ledger.settle(tenantId, reservation, call % 2 === 0 ? used : null);
      // Some ends are told twice, as when a stream's end and its reader's leaving meet.
      return call % 5 === 0 ? [end(), end()] : [end()];
    });
    await Promise.all(ends);
    const minute = expect.objectContaining({ requests: 50, tokens: 25 * 350 }) as unknown;
    expect(await standing(tenantId)).toEqual({ monthCost: '0.175', minute, open: 0 });
    const again = await storm(tenantId, pair);
    // 0.825 are left of 1.
    expect(again.admitted).toHaveLength(41);
    for (const { ledger, reservation } of again.admitted)
      await ledger.settle(tenantId, reservation, { ...used, cost: zero });
    expect(await standing(tenantId)).toMatchObject({ monthCost: '0.175', open: 0 });
  });
});
