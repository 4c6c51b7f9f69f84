import { Kind, print, visit } from 'graphql';
import type { DocumentNode } from 'graphql';
import { linkIdentity } from './linked-specs.js';

/** What we enforce ourselves, and Apollo's gateway therefore refuses to load as `for: SECURITY`. */
const enforcedHere = new Set(
  ['authenticated', 'requiresScopes', 'policy'].map((spec) => `https://specs.apollo.dev/${spec}`),
);

/**
 * The copy of a supergraph that Apollo's gateway agrees to load: the same, without `for: SECURITY` on the
 * authorization directives. Whoever uses it must enforce them from the full supergraph.
 */
export const stripSecurity = (supergraph: DocumentNode): string =>
  print(
    visit(supergraph, {
      Directive(node) {
        const identity = linkIdentity(node as Parameters<typeof linkIdentity>[0]);
        if (identity === null || !enforcedHere.has(identity)) return undefined;
        return {
          ...node,
          arguments: node.arguments?.filter(
            ({ name, value }) =>
              !(name.value === 'for' && value.kind === Kind.ENUM && value.value === 'SECURITY'),
          ),
        };
      },
    }),
  );
