import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createInProcessEventBus } from '../../../foundation/messaging/in-process-event-bus.js';
import { testLogger } from '../../../foundation/testing/test-cluster.js';
import type { TestDatabase } from '../../../foundation/testing/test-database.js';
import { createTestDatabase } from '../../../foundation/testing/test-database.js';
import { VirtualClock } from '../../../foundation/time/virtual-clock.js';
import { subscribeToTrading } from '../../../subgraphs/analytics/events/subscribe-to-trading.js';
import { createPerformanceService } from '../../../subgraphs/analytics/performance/performance-service.js';
import type { StoryEvent } from './account-story.js';
import { dealArbitrary, tellStory } from './account-story.js';

const clock = new VirtualClock(Date.parse('2026-06-01T00:00:00.000Z'));
const range = { from: null, to: null };
let database: TestDatabase;
let tenantId: string;
let stories = 0;

beforeAll(async () => {
  database = await createTestDatabase();
  tenantId = await database.provisionTenant();
});
afterAll(() => database.drop());

/** Tells the events in the order given, and returns what analytics makes of them. */
const project = async (accountId: string, events: readonly StoryEvent[]) => {
  const bus = createInProcessEventBus({ logger: testLogger });
  await subscribeToTrading({ bus, tenantDb: database.tenantDb, clock });
  for (const { id, type, payload } of events)
    await bus.publish([
      { id, type, tenantId, key: accountId, occurredAt: payload.time, payload: { ...payload } },
    ]);
  await bus.close();
  const service = createPerformanceService({ tenantDb: database.tenantDb, clock });
  const [performance] = await service.measure(tenantId, [accountId], { range, calendar: null });
  const [curve] = await service.drawCurves(tenantId, [accountId], { range, points: 500 });
  return { performance, curve };
};

/** The same story of an account of its own, so that runs do not meet. */
const tellAnew = (deals: Parameters<typeof tellStory>[0]) => {
  const accountId = `acc_${stories++}`;
  const { opening, events, finalBalance } = tellStory(deals, accountId);
  const all = [opening, ...events].map((event) => ({ ...event, id: `${accountId}_${event.id}` }));
  return { accountId, events: all, finalBalance };
};

const anonymous = (value: unknown, accountId: string): unknown =>
  JSON.parse(JSON.stringify(value).replaceAll(accountId, 'acc'));

describe('the projection of an account', () => {
  it('is the same in whatever order and however often its events arrive', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(dealArbitrary, { minLength: 1, maxLength: 12 }),
        fc.infiniteStream(fc.nat()),
        async (deals, chance) => {
          const inOrder = tellAnew(deals);
          const expected = await project(inOrder.accountId, inOrder.events);
          const jumbled = tellAnew(deals);
          const twice = [...jumbled.events, ...jumbled.events.filter((_, index) => index % 3 === 0)]
            .map((event) => ({ event, place: Number(chance.next().value) }))
            .toSorted((a, b) => a.place - b.place)
            .map(({ event }) => event);
          const actual = await project(jumbled.accountId, twice);
          expect(anonymous(actual, jumbled.accountId)).toEqual(
            anonymous(expected, inOrder.accountId),
          );
        },
      ),
      { numRuns: 10 },
    );
  });

  it('keeps the balance: what its symbols realised is what the account gained', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(dealArbitrary, { minLength: 1, maxLength: 12 }), async (deals) => {
        const { accountId, events, finalBalance } = tellAnew(deals);
        const { performance } = await project(accountId, events);
        const gained = performance?.bySymbol
          .map(({ realizedPnl }) => realizedPnl)
          .reduce((sum, value) => sum.plus(value));
        expect(gained?.toDecimalPlaces(12).toString()).toBe(
          finalBalance.minus(10_000).toDecimalPlaces(12).toString(),
        );
        expect(performance?.endEquity?.toDecimalPlaces(12).toString()).toBe(
          finalBalance.toDecimalPlaces(12).toString(),
        );
      }),
      { numRuns: 10 },
    );
  });
});
