import { describe, expect, it } from '@jest/globals';
import { createLogger } from '../../../foundation/logging/logger.js';
import type { DomainEvent } from '../../../foundation/messaging/domain-event.js';
import { createInProcessEventBus } from '../../../foundation/messaging/in-process-event-bus.js';

const logger = createLogger({ level: 'silent' });

const anEvent = (id: string, key = 'k', type = 'order.filled'): DomainEvent => ({
  id,
  type,
  tenantId: 'ten_1',
  key,
  occurredAt: '2026-01-01T00:00:00.000Z',
  payload: null,
});

describe('createInProcessEventBus', () => {
  it('gives every group every event of its types, and resolves when all have handled them', async () => {
    const bus = createInProcessEventBus({ logger });
    const seen: string[] = [];
    for (const group of ['billing', 'analytics'])
      await bus.subscribe({
        group,
        types: ['order.filled'],
        handler: async (event) => {
          await Promise.resolve();
          seen.push(`${group}:${event.id}`);
        },
      });
    await bus.publish([anEvent('1'), anEvent('2', 'k', 'signal.emitted')]);
    expect(seen.sort()).toEqual(['analytics:1', 'billing:1']);
    await bus.close();
  });

  it('keeps the order of a key even when the first event has to be retried', async () => {
    const bus = createInProcessEventBus({ logger });
    const seen: string[] = [];
    let failures = 2;
    await bus.subscribe({
      group: 'analytics',
      types: ['order.filled'],
      handler: (event) => {
        if (event.id === '1' && failures-- > 0) return Promise.reject(new Error('database away'));
        seen.push(event.id);
        return Promise.resolve();
      },
    });
    await Promise.all([bus.publish([anEvent('1')]), bus.publish([anEvent('2')])]);
    expect(seen).toEqual(['1', '2']);
    await bus.close();
  });

  it('tells the publisher when a handler gives up, so that the event stays in the outbox', async () => {
    const bus = createInProcessEventBus({ logger });
    await bus.subscribe({
      group: 'analytics',
      types: ['order.filled'],
      handler: () => Promise.reject(new Error('broken')),
    });
    await expect(bus.publish([anEvent('1')])).rejects.toThrow('broken');
    await bus.close();
  });
});
