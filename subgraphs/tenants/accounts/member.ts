import type { Role } from '../../../foundation/context/viewer.js';
import { platformAdminScope, scopesOfRole } from '../access/role-scopes.js';
import type { TenantScope } from '../access/role-scopes.js';
import type { Tenant } from '../tenants/tenant.js';

/** A person in a tenant. */
export type Member = { userId: string; email: string; role: Role; tenant: Tenant };

/** The e-mail addresses of the people who run the platform. */
export type OperatorEmails = ReadonlySet<string>;

/** Enough to take a copy and to turn back. */
const scopesWhileDeleting: readonly TenantScope[] = ['tenant:read', 'tenant:admin'];

/** Everything the member may do. */
export const scopesOfMember = (
  member: Pick<Member, 'email' | 'role' | 'tenant'>,
  operators: OperatorEmails,
): readonly string[] => {
  const scopes =
    member.tenant.status === 'DELETING'
      ? scopesOfRole(member.role).filter((scope) => scopesWhileDeleting.includes(scope))
      : scopesOfRole(member.role);
  return operators.has(member.email) ? [...scopes, platformAdminScope] : scopes;
};
