import { DomainError } from '../errors/domain-error.js';
import type { Viewer } from './viewer.js';
import { tenantIdOf } from './viewer.js';

/**
 * The tenant that this call may touch. There is no default tenant.
 * @throws {DomainError} UNAUTHENTICATED when nobody is signed in.
 */
export const requireTenant = (viewer: Viewer): string => {
  const tenantId = tenantIdOf(viewer);
  if (!tenantId) throw new DomainError('UNAUTHENTICATED', 'Sign in first.');
  return tenantId;
};
