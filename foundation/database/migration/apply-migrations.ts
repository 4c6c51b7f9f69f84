import type { ClientBase } from 'pg';
import pg from 'pg';
import type { Ledger } from './ledger.js';
import { pendingOf } from './ledger.js';
import { MigrationError } from './migration-error.js';
import type { Migration } from './migration-files.js';
import type { Statement } from './split-statements.js';

/**
 * Runs `work` in one transaction that excludes every other migration of the same `key`, with no time limit on
 * statements and a short one on locks.
 */
export const inMigrationTransaction = async <TResult>(
  { pool, key, lockTimeoutMs }: { pool: pg.Pool; key: string; lockTimeoutMs: number },
  work: (client: ClientBase) => Promise<TResult>,
): Promise<TResult> => {
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    await client.query('SET LOCAL statement_timeout = 0');
    await client.query('SET LOCAL idle_in_transaction_session_timeout = 0');
    await client.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [`migrate:${key}`]);
    await client.query(`SELECT set_config('lock_timeout', $1, true)`, [`${lockTimeoutMs}ms`]);
    const result = await work(client);
    await client.query('COMMIT');
    return result;
  } catch (error) {
    await client.query('ROLLBACK').catch(() => undefined);
    throw error;
  } finally {
    client.release(client.getTransactionStatus() !== 'I');
  }
};

const runStatement = async (
  client: ClientBase,
  statement: Statement,
  migration: Migration,
  subject: string,
): Promise<void> => {
  try {
    await client.query(statement.text);
  } catch (cause) {
    if (!(cause instanceof pg.DatabaseError)) throw cause;
    throw new MigrationError(
      `The migration ${migration.name} failed for ${subject} in the statement on line ${statement.line}: ${cause.message} (${cause.code ?? ''})`,
      { cause },
    );
  }
};

/**
 * Applies what is pending within the caller's transaction, statement by statement (Citus takes no more at once), and
 * writes it into the ledger.
 * @param adapt turns a statement of the file into the one for this subject.
 * @returns the names of what was applied.
 */
export const applyPending = async (
  client: ClientBase,
  migrations: readonly Migration[],
  ledger: Ledger,
  adapt: (sql: string) => string = (sql) => sql,
): Promise<string[]> => {
  const pending = pendingOf(migrations, await ledger.applied(client), ledger.subject);
  for (const migration of pending) {
    for (const { text, line } of migration.statements)
      await runStatement(client, { text: adapt(text), line }, migration, ledger.subject);
    await ledger.record(client, migration);
  }
  return pending.map(({ name }) => name);
};
