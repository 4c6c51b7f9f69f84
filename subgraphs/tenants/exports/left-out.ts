/** Messages on their way and marks of messages handled: the platform's plumbing, not the tenant's data. */
const plumbing = new Set(['outbox_events', 'inbox_events']);

export const isPlumbing = (table: string): boolean => plumbing.has(table);

/** Columns of tenants' tables that a copy leaves out: sealed values could be opened only here, and never should. */
const secretColumns: Readonly<Record<string, readonly string[]>> = {
  ai_providers: ['sealed_key'],
  webhook_endpoints: ['sealed_secret'],
};

/** What a column must not be called unless somebody has decided about it. */
const looksSecret = /secret|sealed|password|token_hash|private/;

/** @throws when a column looks like a secret and is not known: leaving out too much is noticed, telling too much is not. */
export const withoutSecrets = <TColumn extends { name: string }>(table: {
  name: string;
  columns: readonly TColumn[];
}): TColumn[] => {
  const secret = secretColumns[table.name] ?? [];
  const kept = table.columns.filter(({ name }) => !secret.includes(name));
  const doubtful = kept.find(({ name }) => looksSecret.test(name));
  if (doubtful)
    throw new Error(
      `${table.name}.${doubtful.name} looks like a secret: say in left-out.ts whether it is one`,
    );
  return kept;
};
