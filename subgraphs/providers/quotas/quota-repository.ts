import { Prisma } from '../../../foundation/database/__generated__/tenant/client.js';
import type {
  TenantClient,
  TenantTransaction,
} from '../../../foundation/database/tenant-database.js';
import { Decimal } from '../../../foundation/money/decimal.js';
import type { QuotaState, Reservation } from './quota.js';

const quotaId = 1;

/** What the tenant has set for itself; null where the platform's limit holds. */
export type OwnLimits = {
  requestsPerMinute: number | null;
  tokensPerMinute: number | null;
  monthlyCostLimit: Decimal | null;
};

export type StoredQuota = { own: OwnLimits; state: QuotaState };

const nothingYet = {
  id: quotaId,
  minuteStart: new Date(0),
  minuteRequests: 0,
  minuteTokens: 0n,
  monthStart: new Date(0),
  monthCost: 0,
};

/** The tenant's quota, held until the transaction ends so that reservations come one after the other. */
export const lockQuota = async (tx: TenantTransaction): Promise<StoredQuota> => {
  const [row] = await lockRow(tx);
  if (row) return toQuota(row);
  await tx.aiQuota.createMany({ data: [nothingYet], skipDuplicates: true });
  const [created] = await lockRow(tx);
  if (!created) throw new Error('the quota that was just made is not there');
  return toQuota(created);
};

/** The lock and what it guards in one step, for all calls of a tenant wait for each other here. */
const lockRow = (tx: TenantTransaction): Promise<Row[]> =>
  tx.$queryRaw<Row[]>(Prisma.sql`
    SELECT id, requests_per_minute AS "requestsPerMinute", tokens_per_minute AS "tokensPerMinute",
      monthly_cost_limit AS "monthlyCostLimit", minute_start AS "minuteStart", minute_requests AS "minuteRequests",
      minute_tokens AS "minuteTokens", month_start AS "monthStart", month_cost AS "monthCost"
    FROM "__tenant__"."ai_quotas" WHERE id = ${quotaId} FOR UPDATE`);

/** Null before the tenant's first call. */
export const findQuota = async (db: TenantClient): Promise<StoredQuota | null> => {
  const row = await db.aiQuota.findUnique({ where: { id: quotaId } });
  return row && toQuota(row);
};

export const saveQuotaState = async (
  tx: TenantTransaction,
  { minute, monthStartMs, monthCost }: QuotaState,
): Promise<void> => {
  await tx.aiQuota.update({
    where: { id: quotaId },
    data: {
      minuteStart: new Date(minute.startMs),
      minuteRequests: minute.requests,
      minuteTokens: BigInt(minute.tokens),
      monthStart: new Date(monthStartMs),
      monthCost: monthCost.toFixed(),
    },
  });
};

export const saveOwnLimits = async (tx: TenantTransaction, own: OwnLimits): Promise<void> => {
  await tx.aiQuota.update({
    where: { id: quotaId },
    data: { ...own, monthlyCostLimit: own.monthlyCostLimit?.toFixed() ?? null },
  });
};

export const listReservations = async (tx: TenantTransaction): Promise<Reservation[]> => {
  const rows = await tx.aiReservation.findMany();
  return rows.map((row) => ({
    id: row.id,
    minuteStartMs: row.minuteStart.getTime(),
    monthStartMs: row.monthStart.getTime(),
    tokens: row.tokens,
    cost: new Decimal(row.cost.toString()),
    expiresAtMs: row.expiresAt.getTime(),
  }));
};

export const addReservation = async (
  tx: TenantTransaction,
  reservation: Reservation,
): Promise<void> => {
  await tx.aiReservation.create({
    data: {
      id: reservation.id,
      minuteStart: new Date(reservation.minuteStartMs),
      monthStart: new Date(reservation.monthStartMs),
      tokens: reservation.tokens,
      cost: reservation.cost.toFixed(),
      expiresAt: new Date(reservation.expiresAtMs),
    },
  });
};

/** False when it was settled before. */
export const removeReservation = async (tx: TenantTransaction, id: string): Promise<boolean> => {
  const { count } = await tx.aiReservation.deleteMany({ where: { id } });
  return count === 1;
};

type Row = NonNullable<Awaited<ReturnType<TenantClient['aiQuota']['findUnique']>>>;

const toQuota = (row: Row): StoredQuota => ({
  own: {
    requestsPerMinute: row.requestsPerMinute,
    tokensPerMinute: row.tokensPerMinute,
    monthlyCostLimit: row.monthlyCostLimit && new Decimal(row.monthlyCostLimit.toString()),
  },
  state: {
    minute: {
      startMs: row.minuteStart.getTime(),
      requests: row.minuteRequests,
      tokens: Number(row.minuteTokens),
    },
    monthStartMs: row.monthStart.getTime(),
    monthCost: new Decimal(row.monthCost.toString()),
  },
});
