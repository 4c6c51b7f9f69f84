import type { Viewer } from '../../foundation/context/viewer.js';
import { tenantIdOf } from '../../foundation/context/viewer.js';
import type { Meter, UsageRecorded } from '../../foundation/events/usage-events.js';
import { usageRecorded } from '../../foundation/events/usage-events.js';
import type { IdGenerator } from '../../foundation/ids/id-generator.js';
import type { Logger } from '../../foundation/logging/logger.js';
import type { DomainEvent } from '../../foundation/messaging/domain-event.js';
import type { EventBus } from '../../foundation/messaging/event-bus.js';
import type { Clock } from '../../foundation/time/clock.js';
import { nowOf } from '../../foundation/time/clock.js';

type GatewayMeter = Extract<Meter, 'api_calls' | 'streamed_events'>;

export type UsageMeter = {
  /** So many more; what nobody signed in for is not counted. */
  count(viewer: Viewer, meter: GatewayMeter, quantity?: number): void;
  /** Tells what was counted since the last time. */
  close(): Promise<void>;
};

/** How much a crash can leave uncounted. */
const tellEveryMs = 2_000;
/** What the bus does not take is kept up to this many events. */
const mostUntold = 10_000;

/** Counts nothing: for a gateway without a bus. */
export const noUsageMeter: UsageMeter = {
  count: () => undefined,
  close: () => Promise.resolve(),
};

/**
 * Counts what each tenant asks of the API and tells the usage service of it in sums, so that a busy tenant costs a few
 * events and not one per request. An event that the bus did not take is told again under the same id, so it counts
 * once.
 */
export const createUsageMeter = (deps: {
  bus: EventBus;
  clock: Clock;
  ids: IdGenerator;
  logger: Logger;
}): UsageMeter => {
  let counts = new Map<string, number>();
  let untold: DomainEvent<UsageRecorded>[] = [];
  let telling = Promise.resolve();
  let cancelTimer: (() => void) | undefined;

  const collect = (): void => {
    const collected = counts;
    counts = new Map();
    for (const [key, quantity] of collected) {
      const [tenantId = '', meter = ''] = key.split(' ');
      untold.push(toEvent(deps, tenantId, meter as GatewayMeter, quantity));
    }
    untold = untold.slice(-mostUntold);
  };

  const tell = async (): Promise<void> => {
    collect();
    const events = untold;
    untold = [];
    try {
      await deps.bus.publish(events);
    } catch (error) {
      deps.logger.warn({ err: error, events: events.length }, 'usage could not be told; it waits');
      untold = [...events, ...untold];
      schedule();
    }
  };

  const schedule = (): void => {
    cancelTimer ??= deps.clock.schedule(tellEveryMs, () => {
      cancelTimer = undefined;
      telling = telling.then(tell);
    });
  };

  return {
    count(viewer, meter, quantity = 1) {
      const tenantId = tenantIdOf(viewer);
      if (tenantId === null) return;
      const key = `${tenantId} ${meter}`;
      counts.set(key, (counts.get(key) ?? 0) + quantity);
      schedule();
    },
    async close() {
      cancelTimer?.();
      await telling;
      await tell();
      cancelTimer?.();
    },
  };
};

const toEvent = (
  { clock, ids }: { clock: Clock; ids: IdGenerator },
  tenantId: string,
  meter: GatewayMeter,
  quantity: number,
): DomainEvent<UsageRecorded> => {
  const time = nowOf(clock).toISOString();
  return {
    id: ids('event'),
    type: usageRecorded,
    tenantId,
    key: `usage:${tenantId}`,
    occurredAt: time,
    payload: { meter, quantity: String(quantity), time, source: 'api-gateway', dimensions: {} },
  };
};
