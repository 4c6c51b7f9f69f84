import { derivedId } from '../../../foundation/ids/derived-id.js';
import type { Decimal } from '../../../foundation/money/decimal.js';
import type { Account } from './account.js';
import { freshMarks } from './risk-marks.js';

/** Every tenant has one, under the same id whoever asks first. */
export const defaultAccountId = (tenantId: string): string =>
  derivedId('account', tenantId, 'default');

/** A paper account in US dollars. */
export const defaultAccount = (tenantId: string, balance: Decimal, now: Date): Account => ({
  id: defaultAccountId(tenantId),
  name: 'Paper account',
  venue: 'PAPER',
  currency: 'USD',
  initialBalance: balance,
  balance,
  tradingState: 'ACTIVE',
  marks: freshMarks(balance, now),
  orderEventCount: 0,
  fillCount: 0,
  version: 0,
  createdAt: now,
});
