import pg from 'pg';
import { DomainError } from '../../errors/domain-error.js';
import type { TenantSchema } from '../tenant-schema.js';
import { inTenantSchema } from '../tenant-schema.js';
import { assertTenantSql } from './inspect-sql.js';

/** What the driver adapter passes to a pool: parameters stand beside the text. */
type Query = { text: string; values?: unknown[]; name?: string | undefined };

/** The role that each connection has taken on. */
const roles = new WeakMap<pg.PoolClient, string>();

/** Anything but a plain refusal of one statement leaves the connection in doubt. */
const isInDoubt = (error: unknown): boolean =>
  !(error instanceof pg.DatabaseError) || error.severity !== 'ERROR';

const undefinedRole = '22023';

const explained = (error: unknown, { schema }: TenantSchema): unknown =>
  error instanceof pg.DatabaseError && error.code === undefinedRole
    ? new DomainError('NOT_FOUND', `There is no schema ${schema}.`)
    : error;

/**
 * A connection that acts as the tenant's role and finds the tenant's tables first. The login behind it has no rights
 * of its own, so that a connection whose role could not be set can do nothing.
 */
const checkOut = async (pool: pg.Pool, tenant: TenantSchema): Promise<pg.PoolClient> => {
  const client = await pool.connect();
  if (roles.get(client) === tenant.role) return client;
  roles.delete(client);
  try {
    await client.query(
      `SELECT set_config('role', $1, false), set_config('search_path', $2, false)`,
      [tenant.role, `"${tenant.schema}", pg_temp`],
    );
    roles.set(client, tenant.role);
    return client;
  } catch (error) {
    client.release(isInDoubt(error));
    throw explained(error, tenant);
  }
};

/** Named statements would pile up on each connection: tenants × shapes, never freed. */
const forTenant = (query: Query, tenant: TenantSchema): Query => {
  assertTenantSql(query.text);
  return { ...query, text: inTenantSchema(query.text, tenant), name: undefined };
};

/** The connection of one transaction: bound to the tenant that began it until it is released. */
const boundTo = (client: pg.PoolClient, tenant: TenantSchema): pg.PoolClient => {
  let released = false;
  const overrides: Record<PropertyKey, unknown> = {
    query(query: Query) {
      if (released) throw new Error('This transaction has ended.');
      return client.query(forTenant(query, tenant));
    },
    release(error?: Error | boolean) {
      released = true;
      // A transaction that could not even be rolled back must not be inherited.
      client.release(error ?? client.getTransactionStatus() !== 'I');
    },
  };
  return new Proxy(client, {
    get(target, name) {
      if (name in overrides) return overrides[name];
      const value: unknown = Reflect.get(target, name);
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
  });
};

/**
 * What a tenants' Prisma client takes for its pool. Each checkout asks `currentTenant`, which throws when nobody holds
 * the client; the connections are those of `shared`.
 */
export const createTenantPool = (shared: pg.Pool, currentTenant: () => TenantSchema): pg.Pool => {
  const query = async (query: Query): Promise<pg.QueryResult> => {
    const tenant = currentTenant();
    const own = forTenant(query, tenant);
    const client = await checkOut(shared, tenant);
    let inDoubt = false;
    try {
      return await client.query(own);
    } catch (error) {
      inDoubt = isInDoubt(error);
      throw error;
    } finally {
      client.release(inDoubt);
    }
  };
  const connect = async (): Promise<pg.PoolClient> => {
    const tenant = currentTenant();
    return boundTo(await checkOut(shared, tenant), tenant);
  };
  // A true pool, for the adapter looks; it never opens a connection of its own.
  return Object.assign(new pg.Pool(), { query, connect });
};
