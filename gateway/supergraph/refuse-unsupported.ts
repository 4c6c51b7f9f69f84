import type { DocumentNode } from 'graphql';
import { overrideLabelsOf, unknownLabels } from '../execution/override-labels.js';
import { linkedSpecs } from './linked-specs.js';
import { SupergraphError } from './supergraph-error.js';

/**
 * Refuses what would be served wrongly rather than not at all.
 * @throws {SupergraphError}
 */
export const refuseUnsupported = (supergraph: DocumentNode): void => {
  if (linkedSpecs(supergraph).some(({ identity }) => identity.endsWith('/context')))
    throw new SupergraphError(
      '@context is not supported: contextual arguments would silently be null.',
    );
  const [label] = unknownLabels(overrideLabelsOf(supergraph));
  if (label !== undefined)
    throw new SupergraphError(
      `@override(label: "${label}") is not supported: only percent(…) can be switched on.`,
    );
};
