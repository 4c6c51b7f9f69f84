import type { Role } from '../../../foundation/context/viewer.js';
import { platformAdminScope, scopesOfRole } from '../access/role-scopes.js';
import type { Tenant } from '../tenants/tenant.js';

/** A person in a tenant. */
export type Member = { userId: string; email: string; role: Role; tenant: Tenant };

/** The e-mail addresses of the people who run the platform. */
export type OperatorEmails = ReadonlySet<string>;

/** Everything the member may do. */
export const scopesOfMember = (
  member: Pick<Member, 'email' | 'role'>,
  operators: OperatorEmails,
): readonly string[] =>
  operators.has(member.email)
    ? [...scopesOfRole(member.role), platformAdminScope]
    : scopesOfRole(member.role);
