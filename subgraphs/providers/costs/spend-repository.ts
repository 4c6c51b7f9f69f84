import type {
  TenantClient,
  TenantTransaction,
} from '../../../foundation/database/tenant-database.js';
import { Decimal } from '../../../foundation/money/decimal.js';
import type { TokenUsage } from '../framework/ai-provider.js';

/** What one provider was used for in one month; costs in US dollars. */
export type Spend = {
  promptTokens: number;
  completionTokens: number;
  cost: Decimal;
  unpricedRequests: number;
};

type Place = { providerId: string; monthStartMs: number };

/** Adds one call and answers what the month's cost is now. `cost` is null where no price is known. */
export const addSpend = async (
  tx: TenantTransaction,
  { providerId, monthStartMs }: Place,
  { usage, cost }: { usage: TokenUsage; cost: Decimal | null },
): Promise<Decimal> => {
  const monthStart = new Date(monthStartMs);
  const added = {
    requests: 1,
    unpricedRequests: cost === null ? 1 : 0,
    promptTokens: BigInt(usage.prompt),
    completionTokens: BigInt(usage.completion),
    cost: cost?.toFixed() ?? '0',
  };
  const row = await tx.aiSpend.upsert({
    where: { providerId_monthStart: { providerId, monthStart } },
    create: { providerId, monthStart, ...added },
    update: {
      requests: { increment: added.requests },
      unpricedRequests: { increment: added.unpricedRequests },
      promptTokens: { increment: added.promptTokens },
      completionTokens: { increment: added.completionTokens },
      cost: { increment: added.cost },
    },
  });
  return new Decimal(row.cost.toString());
};

/** True when the month's alert had not been told before. */
export const markAlerted = async (
  tx: TenantTransaction,
  { providerId, monthStartMs }: Place,
  alertedAt: Date,
): Promise<boolean> => {
  const { count } = await tx.aiSpend.updateMany({
    where: { providerId, monthStart: new Date(monthStartMs), alertedAt: null },
    data: { alertedAt },
  });
  return count === 1;
};

/** By provider; none for those that were not used in the month. */
export const listSpend = async (
  db: TenantClient,
  monthStartMs: number,
): Promise<ReadonlyMap<string, Spend>> => {
  const rows = await db.aiSpend.findMany({ where: { monthStart: new Date(monthStartMs) } });
  return new Map(
    rows.map((row) => [
      row.providerId,
      {
        promptTokens: Number(row.promptTokens),
        completionTokens: Number(row.completionTokens),
        cost: new Decimal(row.cost.toString()),
        unpricedRequests: row.unpricedRequests,
      },
    ]),
  );
};
