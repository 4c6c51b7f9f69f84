import type { TenantConfigUpdated } from '../../../foundation/events/tenant-events.js';
import { Decimal } from '../../../foundation/money/decimal.js';
import type { RiskProfile } from './risk-profile.js';

/** How much risk a tenant takes, as its configuration says. */
export type TenantRisk = {
  profile: RiskProfile;
  /** Largest position in one instrument, in units of its base asset; null while the tenant has not said. */
  maxPositionSize: Decimal | null;
  /** Loss of a position, as a fraction of its entry value, at which it is closed; null while the tenant has not said. */
  stopLossThreshold: Decimal | null;
  /** Version of the configuration; the newest counts, whatever order they come in. */
  version: number;
};

/** Until a tenant's configuration has been heard of, little is allowed. */
export const unheardRisk: TenantRisk = {
  profile: 'CONSERVATIVE',
  maxPositionSize: null,
  stopLossThreshold: null,
  version: 0,
};

export const riskOf = ({ version, config }: TenantConfigUpdated): TenantRisk => ({
  version,
  profile: config.tradingEngine.riskProfile,
  maxPositionSize: new Decimal(config.tradingEngine.maxPositionSize),
  stopLossThreshold: new Decimal(config.tradingEngine.stopLossThreshold),
});
