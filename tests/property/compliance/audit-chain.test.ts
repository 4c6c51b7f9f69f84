import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { DomainError } from '../../../foundation/errors/domain-error.js';
import type { AuditRecord } from '../../../foundation/events/audit-events.js';
import { alertStatuses, assertTransition } from '../../../subgraphs/compliance/alerts/alert.js';
import type { AlertStatus } from '../../../subgraphs/compliance/alerts/alert.js';
import {
  chainRecord,
  chainStart,
  verifyRecords,
} from '../../../subgraphs/compliance/audit/audit-chain.js';
import type { ChainedRecord } from '../../../subgraphs/compliance/audit/audit-chain.js';
import { canonicalJson } from '../../../foundation/json/canonical-json.js';

const record: fc.Arbitrary<AuditRecord> = fc.record({
  time: fc.constant('2026-03-10T12:00:00.000Z'),
  actor: fc.record({ kind: fc.constantFrom('USER', 'SERVICE', 'SYSTEM'), id: fc.string() }),
  action: fc.constantFrom('order.place', 'order.cancel', 'tenant.suspend'),
  target: fc.record({ type: fc.string(), id: fc.string() }),
  outcome: fc.constantFrom('SUCCEEDED', 'REFUSED'),
  requestId: fc.option(fc.string()),
  details: fc.dictionary(fc.string(), fc.jsonValue() as fc.Arbitrary<unknown>),
});

const chainOf = (records: readonly AuditRecord[]): ChainedRecord[] => {
  const chain: ChainedRecord[] = [];
  for (const [index, one] of records.entries())
    chain.push(chainRecord(chain.at(-1) ?? chainStart, `evt_${index}`, one));
  return chain;
};

const verify = (chain: readonly ChainedRecord[]) =>
  verifyRecords({ head: chainStart, firstBroken: null }, chain);

describe('the audit chain', () => {
  it('verifies as it was written, in batches of any size', () => {
    fc.assert(
      fc.property(
        fc.array(record, { maxLength: 20 }),
        fc.integer({ min: 1, max: 7 }),
        (records, size) => {
          const chain = chainOf(records);
          let verdict = verify([]);
          for (let from = 0; from < chain.length; from += size)
            verdict = verifyRecords(verdict, chain.slice(from, from + size));
          expect(verdict.firstBroken).toBeNull();
          expect(verdict.head.sequence).toBe(records.length);
        },
      ),
    );
  });

  it('breaks at the first record that was changed, removed or moved', () => {
    const tampering = fc.constantFrom('change', 'remove', 'swap');
    fc.assert(
      fc.property(
        fc.array(record, { minLength: 2, maxLength: 20 }),
        fc.nat(),
        tampering,
        (records, where, how) => {
          const chain = chainOf(records);
          // The last record may only be changed: losing it is what the chain's head tells.
          const index = where % (how === 'change' ? chain.length : chain.length - 1);
          const victim = chain[index]!;
          if (how === 'change') chain[index] = { ...victim, action: `${victim.action}!` };
          if (how === 'remove') chain.splice(index, 1);
          if (how === 'swap') chain.splice(index, 2, chain[index + 1]!, victim);
          expect(verify(chain).firstBroken).toBe(index + 1);
        },
      ),
    );
  });

  it('does not depend on the order in which a store keeps the members of an object', () => {
    const reversed = (value: unknown): unknown => {
      if (Array.isArray(value)) return value.map(reversed);
      if (typeof value !== 'object' || value === null) return value;
      return Object.fromEntries(
        Object.entries(value)
          .reverse()
          .map(([key, member]) => [key, reversed(member)]),
      );
    };
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(canonicalJson(reversed(value))).toBe(canonicalJson(value));
        expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });
});

describe('an alert', () => {
  it('never leaves CLOSED, never returns to OPEN, and moves at most twice', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...alertStatuses)), (attempts) => {
        let status: AlertStatus = 'OPEN';
        const passed: AlertStatus[] = [];
        for (const next of attempts) {
          try {
            assertTransition(status, next);
            status = next;
            passed.push(next);
          } catch (error) {
            expect((error as DomainError).code).toBe('INVALID_STATE');
          }
        }
        expect(passed).not.toContain('OPEN');
        expect(passed.length).toBeLessThanOrEqual(2);
        expect(passed.indexOf('CLOSED')).toBe(passed.includes('CLOSED') ? passed.length - 1 : -1);
      }),
    );
  });
});
