import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { DomainError } from '../../../foundation/errors/domain-error.js';
import type { OperatorAction } from '../../../subgraphs/tenants/operators/operator-action.js';
import {
  decidableMs,
  decide,
  statusAt,
} from '../../../subgraphs/tenants/operators/operator-action.js';

const startMs = Date.UTC(2026, 0, 5);
const asked: OperatorAction = {
  id: 'opa_1',
  kind: 'DELETE_TENANT',
  tenantId: 'ten_1',
  reason: 'unpaid',
  requestedBy: 'ada',
  requestedAt: new Date(startMs),
  expiresAt: new Date(startMs + decidableMs),
  status: 'PENDING',
  decidedBy: null,
  decidedAt: null,
};

const decisions = fc.array(
  fc.record({
    by: fc.constantFrom('ada', 'bob', 'cy'),
    approves: fc.boolean(),
    afterMs: fc.integer({ min: 0, max: decidableMs }),
  }),
  { maxLength: 8 },
);

describe('an action that takes two operators', () => {
  it('is decided at most once, in time, and never approved by its author', () => {
    fc.assert(
      fc.property(decisions, (attempts) => {
        let action = asked;
        let nowMs = startMs;
        let changes = 0;
        for (const { by, approves, afterMs } of attempts) {
          nowMs += afterMs;
          const before = statusAt(action, nowMs);
          try {
            action = decide(action, { by, approves, at: new Date(nowMs) });
            changes++;
            expect(before).toBe('PENDING');
          } catch (error) {
            const isOwnWork = before === 'PENDING' && approves && by === 'ada';
            expect((error as DomainError).code).toBe(isOwnWork ? 'FORBIDDEN' : 'INVALID_STATE');
          }
        }

        expect(changes).toBeLessThanOrEqual(1);
        if (action.status === 'APPROVED') expect(action.decidedBy).not.toBe(action.requestedBy);
        if (action.decidedAt)
          expect(action.decidedAt.getTime()).toBeLessThan(action.expiresAt.getTime());
      }),
    );
  });
});
