import type {
  TenantClient,
  TenantTransaction,
} from '../../../foundation/database/tenant-database.js';
import { decimalOrNull } from '../accounts/account-mapper.js';
import { textOrNull } from '../orders/order-view.js';
import type { RiskProfile } from './risk-profile.js';
import type { TenantRisk } from './tenant-risk.js';

/** A tenant has one. */
const id = 'tenant';

export const findRisk = async (
  db: TenantClient | TenantTransaction,
): Promise<TenantRisk | null> => {
  const row = await db.riskSetting.findUnique({ where: { id } });
  return (
    row && {
      version: row.version,
      profile: row.profile as RiskProfile,
      maxPositionSize: decimalOrNull(row.maxPositionSize),
      stopLossThreshold: decimalOrNull(row.stopLossThreshold),
    }
  );
};

/** Keeps the newest version, whatever order they come in. */
export const saveRisk = async (tx: TenantTransaction, risk: TenantRisk): Promise<void> => {
  const data = {
    ...risk,
    maxPositionSize: textOrNull(risk.maxPositionSize),
    stopLossThreshold: textOrNull(risk.stopLossThreshold),
  };
  await tx.riskSetting.createMany({ data: [{ id, ...data }], skipDuplicates: true });
  await tx.riskSetting.updateMany({ where: { id, version: { lt: risk.version } }, data });
};
