import type { UserViewer, Viewer } from '../../../foundation/context/viewer.js';
import { DomainError } from '../../../foundation/errors/domain-error.js';
import type { TenantScope } from './role-scopes.js';
import { platformAdminScope } from './role-scopes.js';

/**
 * The signed-in person (or the key that acts for one).
 * @throws {DomainError} UNAUTHENTICATED, or FORBIDDEN for services.
 */
export const requirePerson = (viewer: Viewer): UserViewer => {
  if (viewer.kind === 'anonymous') throw new DomainError('UNAUTHENTICATED', 'Sign in first.');
  if (viewer.kind === 'service') throw new DomainError('FORBIDDEN', 'This is for people.');
  return viewer;
};

/** @throws {DomainError} UNAUTHENTICATED, or FORBIDDEN when `scope` is missing. */
export const requireMember = (
  viewer: Viewer,
  scope: TenantScope | typeof platformAdminScope,
): UserViewer => {
  const person = requirePerson(viewer);
  if (!person.scopes.includes(scope))
    throw new DomainError('FORBIDDEN', `This needs the scope ${scope}.`);
  return person;
};

/** @throws {DomainError} UNAUTHENTICATED, or FORBIDDEN for everybody but the operators of the platform. */
export const requireOperator = (viewer: Viewer): UserViewer =>
  requireMember(viewer, platformAdminScope);

/** Whether `viewer` may see the tenant at all; foreign tenants do not exist for it. */
export const maySeeTenant = (viewer: Viewer, tenantId: string): boolean => {
  if (viewer.kind === 'anonymous') return false;
  if (viewer.tenantId === tenantId || viewer.scopes.includes(platformAdminScope)) return true;
  return viewer.kind === 'service' && viewer.tenantId === null;
};
