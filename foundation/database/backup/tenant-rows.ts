import type { TableShape } from './database-tables.js';

/** The migrator writes these; they tell of this database, not of what it holds. */
const registry = new Set(['platform_migrations', 'tenant_schemas', 'tenant_migrations']);
export const isRegistry = (table: string): boolean => registry.has(table);

/** What the platform keeps about tenants for itself, whatever becomes of them; and sign-ins, which nobody takes back. */
const notTheTenants = new Set([
  'tenant_deletions',
  'tenant_exports',
  'operator_actions',
  'outbox_events',
  'inbox_events',
  'sessions',
]);

export type TenantRows = {
  /** SQL over `$1`, the tenant's id. */
  condition: string;
  /** Rows of people, who may belong to other tenants, too: what is there stays as it is. */
  isOfPeople: boolean;
};

const members = 'SELECT user_id FROM platform.memberships WHERE tenant_id = $1';

/** Which rows of a table of the control plane go with a tenant; null for none. */
export const tenantRowsOf = ({ table, columns }: TableShape): TenantRows | null => {
  if (isRegistry(table) || notTheTenants.has(table)) return null;
  if (table === 'tenants') return { condition: 'id = $1', isOfPeople: false };
  if (table === 'users') return { condition: `id IN (${members})`, isOfPeople: true };
  if (columns.includes('tenant_id')) return { condition: 'tenant_id = $1', isOfPeople: false };
  if (columns.includes('user_id'))
    return { condition: `user_id IN (${members})`, isOfPeople: true };
  return null;
};
