import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { buildASTSchema, parse } from 'graphql';
import type { Viewer } from '../../../foundation/context/viewer.js';
import { roles, scopesOf } from '../../../foundation/context/viewer.js';
import { collectRequirements } from '../../../gateway/authorization/collect-requirements.js';
import { refusalOf } from '../../../gateway/authorization/authorize.js';
import { buildRequirementIndex } from '../../../gateway/authorization/requirement-index.js';
import { narrowestScope } from '../../../gateway/streams/narrowest-scope.js';
import { sharingOf } from '../../../gateway/streams/sharing.js';
import { buildDeliveryIndex, deliveryScopes } from '../../../gateway/supergraph/delivery-index.js';
import type { DeliveryScope } from '../../../gateway/supergraph/delivery-index.js';

const links = `
  schema
    @link(url: "https://specs.apollo.dev/authenticated/v0.1", for: SECURITY)
    @link(url: "https://specs.apollo.dev/requiresScopes/v0.1", for: SECURITY)
    @link(url: "https://specs.apollo.dev/policy/v0.1", for: SECURITY)
    @link(url: "https://specs.ai-trading-platform.dev/delivery/v1.0", import: ["@delivery"])
  { query: Query subscription: Subscription }`;

/** What one field declares: nothing, a scope, or several of which the narrowest counts. */
const declaration = fc.oneof(
  { weight: 8, arbitrary: fc.constant<DeliveryScope[]>(['PUBLIC']) },
  { weight: 2, arbitrary: fc.array(fc.constantFrom(...deliveryScopes), { maxLength: 2 }) },
);
const guard = fc.oneof(
  { weight: 8, arbitrary: fc.constant('') },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      '@authenticated',
      '@requiresScopes(scopes: [["a"], ["b", "c"]])',
      '@requiresScopes(scopes: [["c"]])',
      '@policy(policies: [["role:ADMIN"]])',
    ),
  },
);
/** How many subgraphs can answer a field. */
const owners = fc.constantFrom(1, 1, 1, 1, 1, 1, 2);
const fields = ['f0', 'f1', 'f2', 'f3'] as const;
const types = ['A', 'B'] as const;
type Field = { declared: DeliveryScope[]; guard: string; owners: number };

const worlds = fc.record({
  root: fc.record({ declared: declaration, guard }),
  fields: fc.record(
    Object.fromEntries(
      types.flatMap((type) =>
        fields.map((field) => [
          `${type}.${field}`,
          fc.record({ declared: declaration, guard, owners }),
        ]),
      ),
    ),
  ),
});
type World = { root: { declared: DeliveryScope[]; guard: string }; fields: Record<string, Field> };

const spoken = (declared: readonly DeliveryScope[]) =>
  declared.map((scope) => `@delivery(scope: ${scope})`).join(' ');

const supergraphOf = (world: World) => {
  const typeOf = (type: string) =>
    `type ${type} implements Node @join__type(graph: X) @join__type(graph: Y) { ${[
      ...fields.map((field) => {
        const { declared, guard: asks, owners: count } = world.fields[`${type}.${field}`] ?? none;
        const joins = ['X', 'Y'].slice(0, count).map((graph) => `@join__field(graph: ${graph})`);
        return `${field}: Int ${joins.join(' ')} ${asks} ${spoken(declared)}`;
      }),
      'next: Node @join__field(graph: X) @delivery(scope: PUBLIC)',
      'a: A @join__field(graph: X) @delivery(scope: PUBLIC)',
    ].join('\n')} }`;
  return parse(`${links}
    type Query { q: Int }
    type Subscription { stream: Node ${world.root.guard} ${spoken(world.root.declared)} }
    interface Node { ${fields.map((field) => `${field}: Int`).join(' ')} next: Node a: A }
    ${types.map(typeOf).join('\n')}`);
};
const none: Field = { declared: [], guard: '', owners: 1 };

/** A selection, with the coordinates that it reads on each type that may come. */
type Selection = { text: string; reads: string[] };
const leaves = (on: readonly string[]) =>
  fc.constantFrom(...fields).map((field): Selection => ({
    text: field,
    reads: on.map((type) => `${type}.${field}`),
  }));
const join = (parts: readonly Selection[]): Selection => ({
  text: parts
    .map(({ text }, i) => text.replace(/^(\w+)/, `x${i}: $1`).replace(/^x\d+: \.\.\./, '...'))
    .join(' '),
  reads: parts.flatMap(({ reads }) => reads),
});
const selections = (depth: number, on: readonly string[]): fc.Arbitrary<Selection> => {
  if (depth === 0) return leaves(on);
  const nested = [
    leaves(on),
    selections(depth - 1, types).map(({ text, reads }) => ({ text: `next { ${text} }`, reads })),
    selections(depth - 1, ['A']).map(({ text, reads }) => ({ text: `a { ${text} }`, reads })),
    ...(on.length > 1
      ? types.map((type) =>
          selections(depth - 1, [type]).map(({ text, reads }) => ({
            text: `... on ${type} { ${text} }`,
            reads,
          })),
        )
      : []),
  ];
  return fc.array(fc.oneof(...nested), { minLength: 1, maxLength: 3 }).map(join);
};

const viewers: fc.Arbitrary<Viewer> = fc.oneof(
  fc.constant<Viewer>({ kind: 'anonymous' }),
  fc.record({
    kind: fc.constant('user' as const),
    tenantId: fc.constantFrom('t1', 't2'),
    userId: fc.constantFrom('u1', 'u2'),
    sessionId: fc.constantFrom('s1', 's2'),
    role: fc.constantFrom(...roles),
    scopes: fc.subarray(['a', 'b', 'c']),
  }),
);

const narrowest = (scopes: readonly DeliveryScope[]): DeliveryScope =>
  deliveryScopes[Math.max(0, ...scopes.map((scope) => deliveryScopes.indexOf(scope)))] ?? 'USER';

/** The rule in a few words: undeclared is USER, of several the narrowest, of several subgraphs USER. */
const expectedScope = (world: World, { reads }: Selection): DeliveryScope =>
  narrowest([
    world.root.declared.length > 0 ? narrowest(world.root.declared) : 'USER',
    ...reads.map((coordinate) => {
      const { declared, owners: count } = world.fields[coordinate] ?? none;
      return declared.length > 0 && count === 1 ? narrowest(declared) : 'USER';
    }),
  ]);

/** What is shared looks the same to the subgraphs, whoever came first. */
const expectSame = (one: Viewer, other: Viewer): void => {
  const plain = (viewer: Viewer) => ({
    ...viewer,
    sessionId: '',
    scopes: [...scopesOf(viewer)].sort(),
  });
  expect(plain(one)).toEqual(plain(other));
};

const mayShare = (scope: DeliveryScope, one: Viewer, other: Viewer): boolean => {
  if (scope === 'PUBLIC') return true;
  if (one.kind !== 'user' || other.kind !== 'user') return false;
  const isSameTenant = one.tenantId === other.tenantId;
  return scope === 'TENANT' ? isSameTenant : isSameTenant && one.userId === other.userId;
};

describe('sharing a stream', () => {
  it('never goes beyond the narrowest scope of what is selected, whoever the two are', () => {
    let shared = 0;
    fc.assert(
      fc.property(
        worlds,
        selections(3, types),
        viewers,
        viewers,
        (world, selection, one, other) => {
          const supergraph = supergraphOf(world);
          const document = parse(`subscription { stream { ${selection.text} } }`);
          const schema = buildASTSchema(supergraph, { assumeValidSDL: true });
          const delivery = buildDeliveryIndex(supergraph);
          const scope = narrowestScope(delivery, schema, document, null);
          const expected = expectedScope(world, selection);
          expect(scope).toBe(expected);

          const guarded = collectRequirements(
            buildRequirementIndex(supergraph),
            schema,
            document,
            null,
          );
          if (refusalOf(one, guarded) || refusalOf(other, guarded)) return;
          let count = 0;
          const alone = () => `alone ${count++}`;
          const [mine, theirs] = [one, other].map((viewer) =>
            sharingOf(viewer, scope, guarded, alone),
          );
          if (mine === undefined || mine.key !== theirs?.key) return;
          shared++;
          expectSame(mine.viewer, theirs.viewer);
          expect(mayShare(expected, one, other)).toBe(true);
        },
      ),
      { numRuns: 1_000 },
    );
    expect(shared).toBeGreaterThan(20);
  });
});
