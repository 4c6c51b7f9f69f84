import { DomainError } from '../errors/domain-error.js';

/** Where a tenant's data lies in the database, and the role that may touch it. Plain lower-case names: safe unquoted. */
export type TenantSchema = { schema: string; role: string };

/** `ten_` and 26 characters of Crockford's base 32, as foundation/ids makes them. */
const tenantIdForm = /^ten_([0-9a-hjkmnp-tv-z]{26})$/;

/** What the tenants' Prisma client is compiled for; the tenant's own schema is put in its place. */
export const placeholderSchema = '__tenant__';

export const unknownTenant = (tenantId: string): DomainError =>
  new DomainError('NOT_FOUND', `There is no tenant ${tenantId}.`);

/**
 * The schema `t_<26 characters>` and the role `t_<26 characters>_rw` of a tenant. What is not a tenant's id never
 * becomes part of a statement.
 * @throws {DomainError} NOT_FOUND when `tenantId` does not have the form of one.
 */
export const tenantSchemaOf = (tenantId: string): TenantSchema => {
  const suffix = tenantIdForm.exec(tenantId)?.[1];
  if (suffix === undefined) throw unknownTenant(tenantId);
  return { schema: `t_${suffix}`, role: `t_${suffix}_rw` };
};

/** Puts a tenant's schema into SQL that Prisma made for the placeholder. Values are parameters, never in the text. */
export const inTenantSchema = (sql: string, { schema }: TenantSchema): string =>
  sql.replaceAll(`"${placeholderSchema}".`, `"${schema}".`);
