import { GraphQLError } from 'graphql';
import type { Viewer } from '../../foundation/context/viewer.js';
import type { GuardedSelection } from './collect-requirements.js';
import { satisfies } from './requirement.js';

/**
 * Refuses an operation as a whole when the viewer may not see all of it.
 * @returns UNAUTHENTICATED for those who did not sign in, FORBIDDEN for those who lack a scope or role, with the
 * coordinates in `extensions.coordinates`; null when nothing stands against it.
 */
export const refusalOf = (
  viewer: Viewer,
  guarded: readonly GuardedSelection[],
): GraphQLError | null => {
  const denied = guarded.filter(
    ({ requirements }) => !requirements.every((requirement) => satisfies(viewer, requirement)),
  );
  if (denied.length === 0) return null;
  const coordinates = denied.map(({ coordinate }) => coordinate);
  const anonymous = viewer.kind === 'anonymous';
  return new GraphQLError(
    anonymous
      ? `Sign in to use ${coordinates.join(', ')}.`
      : `Your role or key does not allow ${coordinates.join(', ')}.`,
    {
      extensions: {
        code: anonymous ? 'UNAUTHENTICATED' : 'FORBIDDEN',
        coordinates,
        http: { status: anonymous ? 401 : 403 },
      },
    },
  );
};
