import type { IdGenerator } from '../../../foundation/ids/id-generator.js';
import type { Market } from '../market/market.js';
import type { RiskLimits } from '../risk/pre-trade-risk.js';

/** What a trading decision stands on besides the account itself. */
export type Desk = { market: Market; ids: IdGenerator; limits: RiskLimits };
