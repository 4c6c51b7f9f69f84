import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  afterAttempt,
  retrySchedule,
} from '../../../subgraphs/notifications/deliveries/delivery.js';
import type { Delivery } from '../../../subgraphs/notifications/deliveries/delivery.js';
import { effectiveChannels } from '../../../subgraphs/notifications/preferences/effective-channels.js';
import {
  channels,
  notificationKindNames,
  notificationKinds,
} from '../../../subgraphs/notifications/templates/notification-kinds.js';
import type { SendOutcome } from '../../../subgraphs/notifications/webhooks/webhook-sender.js';

const fresh: Delivery = {
  id: 'dlv_1',
  eventId: 'evt_1',
  channel: 'WEBHOOK',
  receiver: 'whe_1',
  eventType: 'order.filled',
  body: {},
  status: 'PENDING',
  attempts: 0,
  lastError: null,
  createdAt: new Date(0),
  nextAttemptAt: null,
  deliveredAt: null,
};

const outcome: fc.Arbitrary<SendOutcome> = fc.oneof(
  fc.constant({ result: 'DELIVERED' } as const),
  fc.constant({ result: 'GONE', error: '410' } as const),
  fc.record({ result: fc.constant('FAILED' as const), error: fc.constant('503') }),
  fc.record({
    result: fc.constant('FAILED' as const),
    error: fc.constant('429'),
    retryAfterSeconds: fc.integer({ min: 1, max: 86_400 }),
  }),
);

describe('a delivery', () => {
  it('ends after one success, one farewell or ten failures, and never moves again', () => {
    fc.assert(
      fc.property(fc.array(outcome, { maxLength: 30 }), (outcomes) => {
        const now = new Date(1_000_000);
        let delivery = fresh;
        let ended = false;
        for (const one of outcomes) {
          const before = delivery;
          delivery = afterAttempt(delivery, one, now);
          if (ended) expect(delivery).toBe(before);
          else expect(delivery.attempts).toBe(before.attempts + 1);
          ended = delivery.status !== 'PENDING';
          expect(delivery.nextAttemptAt === null).toBe(ended);
          expect(delivery.deliveredAt !== null).toBe(delivery.status === 'DELIVERED');
        }
        expect(delivery.attempts).toBeLessThanOrEqual(retrySchedule.length + 1);
      }),
    );
  });

  it('waits at least as long as the schedule says and as the receiver asked', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: retrySchedule.length - 1 }),
        fc.integer({ min: 1, max: 86_400 }),
        (attempts, retryAfterSeconds) => {
          const failed = { result: 'FAILED', error: '429', retryAfterSeconds } as const;
          const { nextAttemptAt } = afterAttempt({ ...fresh, attempts }, failed, new Date(0));
          const waited = (nextAttemptAt?.getTime() ?? 0) / 1_000;
          expect(waited).toBe(Math.max(retrySchedule[attempts] ?? 0, retryAfterSeconds));
        },
      ),
    );
  });
});

describe('preferences', () => {
  it('are followed, except where a channel cannot be turned off', () => {
    const kind = fc.constantFrom(...notificationKindNames);
    const chosen = fc.option(fc.subarray([...channels]));
    fc.assert(
      fc.property(kind, chosen, (name, choice) => {
        const { defaults, mandatory } = notificationKinds[name];
        const choices = new Map(choice === null ? [] : [[name, choice]]);
        const effective = effectiveChannels(choices, name);
        const expected = new Set([...(choice ?? defaults), ...mandatory]);
        expect(new Set(effective)).toEqual(expected);
        expect(effective).toHaveLength(expected.size);
      }),
    );
  });
});
