import { describe, expect, it } from '@jest/globals';
import { parse } from 'graphql';
import { buildRequirementIndex } from '../../../gateway/authorization/requirement-index.js';
import { stripSecurity } from '../../../gateway/supergraph/strip-security.js';

const supergraph = (links: string, body: string) =>
  parse(`schema ${links} { query: Query }\n${body}`);

describe('the authorization directives of a supergraph', () => {
  it('are found under the names that it gave them', () => {
    const index = buildRequirementIndex(
      supergraph(
        `@link(url: "https://specs.apollo.dev/authenticated/v0.1", as: "signedIn", for: SECURITY)
         @link(url: "https://specs.apollo.dev/requiresScopes/v0.1", import: [{ name: "@requiresScopes", as: "@scopes" }, "Scope"], for: SECURITY)
         @link(url: "https://specs.apollo.dev/policy/v0.1", for: SECURITY)`,
        `type Query { a: Int @signedIn b: Int @scopes(scopes: [["x", "y"], ["z"]]) c: Int @authenticated }
         type Secret @policy(policies: [["role:OWNER"]]) { d: Int }
         enum Color @signedIn { RED }
         interface I { e: Int @signedIn }`,
      ),
    );
    expect(index.ofField('Query', 'a')).toEqual({
      authenticated: true,
      scopes: null,
      policies: null,
    });
    expect(index.ofField('Query', 'b')?.scopes).toEqual([['x', 'y'], ['z']]);
    // Nothing of that name is imported: another directive that happens to be called so.
    expect(index.ofField('Query', 'c')).toBeUndefined();
    expect(index.ofType('Secret')?.policies).toEqual([['role:OWNER']]);
    expect(index.ofType('Color')?.authenticated).toBe(true);
    expect(index.ofField('I', 'e')?.authenticated).toBe(true);
    expect(index.size).toBe(5);
  });

  it('lose only their `for: SECURITY` in the copy for Apollo', () => {
    const stripped = stripSecurity(
      supergraph(
        `@link(url: "https://specs.apollo.dev/join/v0.5", for: EXECUTION)
         @link(url: "https://specs.apollo.dev/authenticated/v0.1", for: SECURITY)
         @link(url: "https://specs.apollo.dev/inaccessible/v0.2", for: SECURITY)`,
        'type Query { a: Int @authenticated }',
      ),
    );
    expect(stripped).toContain('@link(url: "https://specs.apollo.dev/join/v0.5", for: EXECUTION)');
    expect(stripped).toContain('@link(url: "https://specs.apollo.dev/authenticated/v0.1")');
    expect(stripped).toContain(
      '@link(url: "https://specs.apollo.dev/inaccessible/v0.2", for: SECURITY)',
    );
    expect(stripped).toContain('a: Int @authenticated');
  });
});
