import type { Viewer } from '../../foundation/context/viewer.js';
import { roles, scopesOf } from '../../foundation/context/viewer.js';

/** What a type or field asks of a viewer. The lists are ORs of ANDs, as in the federation specification. */
export type Requirement = {
  authenticated: boolean;
  scopes: readonly (readonly string[])[] | null;
  policies: readonly (readonly string[])[] | null;
};

/** Policies are named `role:<ROLE>`; a role grants its own policy and those of the roles below it. */
export const policiesOf = (viewer: Viewer): readonly string[] =>
  viewer.kind === 'user'
    ? roles.slice(roles.indexOf(viewer.role)).map((role) => `role:${role}`)
    : [];

/** Whether the viewer may see what carries the requirement. */
export const satisfies = (viewer: Viewer, requirement: Requirement): boolean => {
  if (viewer.kind === 'anonymous') return false;
  return (
    holdsAny(requirement.scopes, scopesOf(viewer)) &&
    holdsAny(requirement.policies, policiesOf(viewer))
  );
};

const holdsAny = (
  alternatives: readonly (readonly string[])[] | null,
  held: readonly string[],
): boolean =>
  alternatives === null || alternatives.some((all) => all.every((one) => held.includes(one)));
