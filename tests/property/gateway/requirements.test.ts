import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { roles } from '../../../foundation/context/viewer.js';
import type { Viewer } from '../../../foundation/context/viewer.js';
import { satisfies } from '../../../gateway/authorization/requirement.js';

const scope = fc.constantFrom('a', 'b', 'c', 'd');
const alternatives = fc.array(fc.array(scope, { maxLength: 3 }), { maxLength: 3 });
const user = (scopes: readonly string[], role: (typeof roles)[number] = 'VIEWER'): Viewer => ({
  kind: 'user',
  tenantId: 't',
  userId: 'u',
  sessionId: 's',
  role,
  scopes,
});

describe('a requirement', () => {
  it('is met by nobody who did not sign in', () => {
    expect(
      satisfies({ kind: 'anonymous' }, { authenticated: true, scopes: null, policies: null }),
    ).toBe(false);
    expect(
      satisfies({ kind: 'anonymous' }, { authenticated: false, scopes: [[]], policies: null }),
    ).toBe(false);
  });

  it('never stops being met by holding more scopes', () => {
    fc.assert(
      fc.property(alternatives, fc.array(scope), fc.array(scope), (scopes, held, more) => {
        const requirement = { authenticated: false, scopes, policies: null };
        if (satisfies(user(held), requirement))
          expect(satisfies(user([...held, ...more]), requirement)).toBe(true);
      }),
    );
  });

  it('is met exactly when all scopes of one alternative are held', () => {
    fc.assert(
      fc.property(alternatives, fc.array(scope), (scopes, held) => {
        const expected = scopes.some(
          (all) => all.filter((one) => !held.includes(one)).length === 0,
        );
        expect(satisfies(user(held), { authenticated: false, scopes, policies: null })).toBe(
          expected,
        );
      }),
    );
  });

  it('for a role is met by that role and those above it', () => {
    for (const [i, asked] of roles.entries())
      for (const [j, held] of roles.entries())
        expect(
          satisfies(user([], held), {
            authenticated: false,
            scopes: null,
            policies: [[`role:${asked}`]],
          }),
        ).toBe(j <= i);
  });
});
