import type { Prisma } from '../../../foundation/database/__generated__/tenant/client.js';
import type {
  TenantClient,
  TenantTransaction,
} from '../../../foundation/database/tenant-database.js';
import type { Task } from '../framework/ai-provider.js';
import type { RoutedProvider, RoutingPolicy, RoutingStrategy } from './routing-policy.js';

export const findPolicy = async (db: TenantClient, task: Task): Promise<RoutingPolicy | null> => {
  const row = await db.aiRoutingPolicy.findUnique({ where: { task } });
  return row && toPolicy(row);
};

export const savePolicy = async (
  tx: TenantTransaction,
  task: Task,
  { strategy, providers }: RoutingPolicy,
): Promise<void> => {
  const data = { strategy, providers: providers as unknown as Prisma.InputJsonArray };
  await tx.aiRoutingPolicy.upsert({ where: { task }, create: { task, ...data }, update: data });
};

/** The tasks whose policy names the provider. */
export const tasksRoutedTo = async (tx: TenantTransaction, providerId: string): Promise<Task[]> => {
  const rows = await tx.aiRoutingPolicy.findMany();
  return rows
    .filter((row) => toPolicy(row).providers.some(({ id }) => id === providerId))
    .map(({ task }) => task as Task);
};

type Row = NonNullable<Awaited<ReturnType<TenantClient['aiRoutingPolicy']['findUnique']>>>;

const toPolicy = (row: Row): RoutingPolicy => ({
  strategy: row.strategy as RoutingStrategy,
  providers: row.providers as unknown as RoutedProvider[],
});
