import { Kind } from 'graphql';
import type { DocumentNode } from 'graphql';
import { argumentsOf, linkedSpecs } from './linked-specs.js';

/**
 * The subscription fields whose events may replace each other, and the field of the event that tells which: from
 * `@delivery(conflateBy: "symbol")`. Streams of all other fields lose nothing silently.
 */
export const conflatedFields = (supergraph: DocumentNode): ReadonlyMap<string, string> => {
  const fields = new Map<string, string>();
  const spec = linkedSpecs(supergraph).find(({ identity }) => identity.endsWith('/delivery'));
  if (!spec) return fields;
  const directive = spec.nameOf('delivery');
  for (const definition of supergraph.definitions) {
    if (definition.kind !== Kind.OBJECT_TYPE_DEFINITION) continue;
    if (definition.name.value !== 'Subscription') continue;
    for (const field of definition.fields ?? []) {
      const use = field.directives?.find(({ name }) => name.value === directive);
      const key = use && argumentsOf(use)['conflateBy'];
      if (typeof key === 'string') fields.set(field.name.value, key);
    }
  }
  return fields;
};
