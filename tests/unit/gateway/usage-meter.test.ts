import { describe, expect, it } from '@jest/globals';
import type { Viewer } from '../../../foundation/context/viewer.js';
import { createIdGenerator } from '../../../foundation/ids/id-generator.js';
import { createLogger } from '../../../foundation/logging/logger.js';
import type { DomainEvent } from '../../../foundation/messaging/domain-event.js';
import type { EventBus } from '../../../foundation/messaging/event-bus.js';
import { VirtualClock } from '../../../foundation/time/virtual-clock.js';
import { createUsageMeter } from '../../../gateway/observability/usage-meter.js';

const viewerOf = (tenantId: string): Viewer => ({
  kind: 'user',
  tenantId,
  userId: 'usr_1',
  sessionId: 'ses_1',
  role: 'TRADER',
  scopes: [],
});

const start = () => {
  const clock = new VirtualClock(Date.parse('2026-03-10T12:00:00.000Z'));
  const told: DomainEvent[][] = [];
  const state = { isAway: false };
  const bus: EventBus = {
    publish(events) {
      told.push([...events]);
      return state.isAway ? Promise.reject(new Error('away')) : Promise.resolve();
    },
    subscribe: () => Promise.reject(new Error('not here')),
    close: () => Promise.resolve(),
  };
  const ids = createIdGenerator(clock);
  const meter = createUsageMeter({ bus, clock, ids, logger: createLogger({ level: 'silent' }) });
  return { clock, told, state, meter };
};

const sums = (events: readonly DomainEvent[]) =>
  events.map(({ tenantId, payload }) => {
    const { meter, quantity } = payload as { meter: string; quantity: string };
    return [tenantId, meter, quantity];
  });

describe('the usage meter', () => {
  it('tells one sum per tenant and meter, and nothing of callers without a tenant', async () => {
    const { told, meter } = start();
    for (let i = 0; i < 5; i++) meter.count(viewerOf('ten_1'), 'api_calls');
    meter.count(viewerOf('ten_1'), 'streamed_events');
    meter.count(viewerOf('ten_2'), 'api_calls');
    meter.count({ kind: 'anonymous' }, 'api_calls');
    await meter.close();
    expect(sums(told.flat())).toEqual([
      ['ten_1', 'api_calls', '5'],
      ['ten_1', 'streamed_events', '1'],
      ['ten_2', 'api_calls', '1'],
    ]);
  });

  it('tells what the bus did not take again, under the same ids', async () => {
    const { clock, told, state, meter } = start();
    state.isAway = true;
    meter.count(viewerOf('ten_1'), 'api_calls');
    clock.advanceBy(2_000);
    await new Promise(setImmediate);
    state.isAway = false;
    meter.count(viewerOf('ten_1'), 'api_calls');
    await meter.close();
    const [refused, taken] = told;
    expect(refused).toHaveLength(1);
    expect(taken?.[0]).toEqual(refused?.[0]);
    expect(sums(taken ?? [])).toEqual([
      ['ten_1', 'api_calls', '1'],
      ['ten_1', 'api_calls', '1'],
    ]);
  });
});
