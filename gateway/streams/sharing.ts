import type { Viewer } from '../../foundation/context/viewer.js';
import { scopesOf } from '../../foundation/context/viewer.js';
import type { GuardedSelection } from '../authorization/collect-requirements.js';
import type { DeliveryScope } from '../supergraph/delivery-index.js';

/** With whom a stream is shared, and who the subgraphs are told is asking. */
export type Sharing = {
  /** Equal for viewers who may share; unlike anything else for those who may not. */
  key: string;
  viewer: Viewer;
};

/**
 * Sharing beyond the scope is impossible by construction: a stream that is shared beyond one user runs under the
 * gateway's own name, so that a subgraph which looks at the viewer finds a tenant at most, and never somebody.
 * @param guarded what the operation asks of its viewer, who satisfies it.
 * @param alone a key that nobody else has.
 */
export const sharingOf = (
  viewer: Viewer,
  scope: DeliveryScope,
  guarded: readonly GuardedSelection[],
  alone: () => string,
): Sharing => {
  const requirements = guarded.flatMap((selection) => selection.requirements);
  // Policies are about a role, which only a user has.
  const needsRole = requirements.some(({ policies }) => policies !== null);
  if (viewer.kind !== 'user') {
    if (scope === 'PUBLIC' && guarded.length === 0) return everybody;
    return { key: alone(), viewer };
  }
  if (scope === 'USER' || needsRole) {
    const { tenantId, userId, role, scopes } = viewer;
    return { key: keyOf('USER', tenantId, userId, role, ...[...scopes].sort()), viewer };
  }
  if (scope === 'PUBLIC' && guarded.length === 0) return everybody;
  const asked = new Set(requirements.flatMap(({ scopes }) => scopes?.flat() ?? []));
  const granted = scopesOf(viewer)
    .filter((one) => asked.has(one))
    .sort();
  const tenantId = scope === 'TENANT' ? viewer.tenantId : null;
  return {
    key: keyOf(scope, tenantId ?? '', ...granted),
    viewer: { kind: 'service', name: 'api-gateway', tenantId, scopes: granted },
  };
};

const everybody: Sharing = { key: JSON.stringify(['PUBLIC']), viewer: { kind: 'anonymous' } };

/** As JSON, so that no name can be taken for two others. */
const keyOf = (...parts: readonly string[]): string => JSON.stringify(parts);
