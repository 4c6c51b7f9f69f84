import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { TenantExport } from '../../../subgraphs/tenants/exports/tenant-export.js';
import {
  attemptFailed,
  expired,
  finished,
  keptMs,
  mostAttempts,
} from '../../../subgraphs/tenants/exports/tenant-export.js';

const at = new Date(Date.UTC(2026, 0, 5));
const asked: TenantExport = {
  id: 'exp_1',
  tenantId: 'ten_1',
  requestedBy: 'usr_1',
  requestedAt: at,
  status: 'REQUESTED',
  attempts: 0,
  bytes: null,
  sha256: null,
  finishedAt: null,
  expiresAt: null,
  failure: null,
};

const steps = {
  finish: (one: TenantExport) => finished(one, { bytes: 3, sha256: 'abc' }, at),
  fail: (one: TenantExport) => attemptFailed(one, 'no space', at),
  expire: expired,
};

describe('a copy of a tenant', () => {
  it('is given up after three attempts, expires once it was ready, and never comes back', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('finish', 'fail', 'expire'), { maxLength: 8 }),
        (names) => {
          let one = asked;
          for (const name of names) {
            const before = one;
            try {
              one = steps[name](one);
            } catch (error) {
              expect(error).toMatchObject({ code: 'INVALID_STATE' });
              one = before;
              continue;
            }
            if (name === 'expire') expect(before.status).toBe('READY');
            if (name === 'finish') expect(before.status).toBe('REQUESTED');
            expect(one.attempts).toBeLessThanOrEqual(mostAttempts);
            expect(one.status === 'FAILED').toBe(one.attempts === mostAttempts);
            if (one.status === 'READY')
              expect(one.expiresAt).toEqual(new Date(at.getTime() + keptMs));
          }
        },
      ),
    );
  });
});
