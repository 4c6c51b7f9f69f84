import type { TenantClient } from '../../../foundation/database/tenant-database.js';
import { decimalOrNull } from '../accounts/account-mapper.js';
import type { Signal, SignalDirection, SignalStatus } from './signal.js';

type Row = NonNullable<Awaited<ReturnType<TenantClient['signal']['findUnique']>>>;

const signalOf = (row: Row): Signal => ({
  ...row,
  direction: row.direction as SignalDirection,
  status: row.status as SignalStatus,
  confidence: decimalOrNull(row.confidence),
});

export const findSignals = async (db: TenantClient, ids: readonly string[]): Promise<Signal[]> =>
  (await db.signal.findMany({ where: { id: { in: [...ids] } } })).map(signalOf);

export const findSignalByExternalId = async (
  db: TenantClient,
  strategyId: string,
  externalId: string,
): Promise<Signal | null> => {
  const row = await db.signal.findUnique({
    where: { strategyId_externalId: { strategyId, externalId } },
  });
  return row && signalOf(row);
};
