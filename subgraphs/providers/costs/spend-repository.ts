import { Prisma } from '../../../foundation/database/__generated__/tenant/client.js';
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

/**
 * Adds one call and answers what the month's cost is now; in one step, for it is done under the lock of the quota.
 * `cost` is null where no price is known.
 */
export const addSpend = async (
  tx: TenantTransaction,
  { providerId, monthStartMs }: Place,
  { usage, cost }: { usage: TokenUsage; cost: Decimal | null },
): Promise<Decimal> => {
  const unpriced = cost === null ? 1 : 0;
  const added = new Prisma.Decimal(cost?.toFixed() ?? '0');
  const [row] = await tx.$queryRaw<{ cost: Prisma.Decimal }[]>(Prisma.sql`
    INSERT INTO "__tenant__"."ai_spend" AS spend
      (provider_id, month_start, requests, unpriced_requests, prompt_tokens, completion_tokens, cost)
    VALUES (${providerId}, ${new Date(monthStartMs)}, 1, ${unpriced}, ${usage.prompt}, ${usage.completion}, ${added})
    ON CONFLICT (provider_id, month_start) DO UPDATE SET
      requests = spend.requests + 1,
      unpriced_requests = spend.unpriced_requests + excluded.unpriced_requests,
      prompt_tokens = spend.prompt_tokens + excluded.prompt_tokens,
      completion_tokens = spend.completion_tokens + excluded.completion_tokens,
      cost = spend.cost + excluded.cost
    RETURNING cost`);
  if (!row) throw new Error('the spend that was just written is not there');
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
