import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Role } from '../../../foundation/context/viewer.js';
import { roles } from '../../../foundation/context/viewer.js';
import type { Roster } from '../../../subgraphs/tenants/members/roster.js';
import { changeRoster } from '../../../subgraphs/tenants/members/roster.js';

const people = ['ada', 'bob', 'cy', 'dee'];
const person = fc.constantFrom(...people, 'stranger');
const changes = fc.array(
  fc.record({
    actorId: person,
    userId: person,
    role: fc.option(fc.constantFrom(...roles), { nil: null }),
  }),
  { maxLength: 30 },
);
const startingRoles = fc.tuple(...people.map(() => fc.constantFrom<Role>(...roles)));

describe('the roster of a tenant', () => {
  it('keeps an owner, and lets nobody give or take what is above them', () => {
    fc.assert(
      fc.property(startingRoles, changes, (rest, wanted) => {
        let roster: Roster = new Map<string, Role>([
          ...people.map((name, index): [string, Role] => [name, rest[index] ?? 'VIEWER']),
          ['ada', 'OWNER'],
        ]);
        for (const change of wanted) {
          const before = roster;
          try {
            roster = changeRoster(before, change);
          } catch (error) {
            expect(['FORBIDDEN', 'NOT_FOUND', 'INVALID_STATE']).toContain(
              (error as { code: string }).code,
            );
            continue;
          }
          const actor = before.get(change.actorId);
          const target = before.get(change.userId);
          const isLeaving = change.actorId === change.userId && change.role === null;
          expect([...roster.values()]).toContain('OWNER');
          expect(isLeaving || actor === 'OWNER' || actor === 'ADMIN').toBe(true);
          if (actor !== 'OWNER' && !isLeaving) expect([target, change.role]).not.toContain('OWNER');
          for (const name of people)
            if (name !== change.userId) expect(roster.get(name)).toBe(before.get(name));
          expect(roster.get(change.userId) ?? null).toBe(change.role);
        }
      }),
    );
  });
});
