import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Outcome, TransferStatus } from '../../../subgraphs/payments/transfers/transfer.js';
import {
  contradicts,
  isFinal,
  nextStatus,
  transferStatuses,
} from '../../../subgraphs/payments/transfers/transfer.js';

const outcome: fc.Arbitrary<Outcome> = fc
  .constantFrom(...transferStatuses)
  .map((status) =>
    status === 'UNKNOWN' || status === 'FAILED' ? { status, reason: 'said so' } : { status },
  );

describe('a transfer', () => {
  it('keeps the first final word, in whatever order a provider speaks', () => {
    fc.assert(
      fc.property(fc.array(outcome), (heard) => {
        let status: TransferStatus = 'PENDING';
        for (const one of heard) status = nextStatus(status, one) ?? status;
        const firstFinal = heard.find((one) => isFinal(one.status));
        if (firstFinal) expect(status).toBe(firstFinal.status);
        else expect(isFinal(status)).toBe(false);
      }),
    );
  });

  it('that is unknown has not failed: it can still succeed', () => {
    expect(nextStatus('UNKNOWN', { status: 'SUCCEEDED' })).toBe('SUCCEEDED');
    expect(isFinal('UNKNOWN')).toBe(false);
  });

  it('is contradicted only by the other final word', () => {
    fc.assert(
      fc.property(fc.constantFrom(...transferStatuses), outcome, (status, one) => {
        const finals = new Set([status, one.status]);
        const opposite = finals.has('SUCCEEDED') && finals.has('FAILED');
        expect(contradicts(status, one)).toBe(opposite);
      }),
    );
  });
});
