import type { Role } from '../../../foundation/context/viewer.js';

/** Reading and writing scopes that a member of a tenant can hold, and so can an API key. */
export const tenantScopes = [
  'market:read',
  'market:write',
  'trading:read',
  'trading:write',
  'analytics:read',
  'ai:use',
  'ai:admin',
  'billing:read',
  'billing:write',
  'usage:read',
  'notifications:read',
  'notifications:write',
  'compliance:read',
  'tenant:read',
  'tenant:admin',
] as const;
export type TenantScope = (typeof tenantScopes)[number];

/** For the people who run the platform; never part of a role, never on an API key. */
export const platformAdminScope = 'platform:admin';

const viewerScopes: readonly TenantScope[] = [
  'market:read',
  'trading:read',
  'analytics:read',
  'notifications:read',
  'tenant:read',
];

const analystScopes: readonly TenantScope[] = [
  ...viewerScopes,
  'ai:use',
  'usage:read',
  'notifications:write',
  'compliance:read',
];

const traderScopes: readonly TenantScope[] = [
  ...viewerScopes,
  'trading:write',
  'ai:use',
  'usage:read',
  'notifications:write',
];

const withoutPaying = (scope: TenantScope): boolean => scope !== 'billing:write';

const scopesByRole: Readonly<Record<Role, readonly TenantScope[]>> = {
  OWNER: tenantScopes,
  ADMIN: tenantScopes.filter(withoutPaying),
  TRADER: traderScopes,
  ANALYST: analystScopes,
  VIEWER: viewerScopes,
};

export const scopesOfRole = (role: Role): readonly TenantScope[] => scopesByRole[role];
