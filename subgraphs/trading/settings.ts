import { z } from 'zod';
import { integerSetting, portSetting } from '../../foundation/config/settings.js';
import type { SettingsOf } from '../../foundation/config/settings.js';
import { Decimal } from '../../foundation/money/decimal.js';
import { marketDataAddressSettings } from '../../foundation/process/market-data-address-settings.js';

const amountSetting = (defaultText: string, description: string) => ({
  schema: z
    .string()
    .default(defaultText)
    .refine((text) => /^\d+(\.\d+)?$/.test(text), 'is a decimal number')
    .transform((text) => new Decimal(text)),
  description,
  example: defaultText,
});

export const tradingSettings = {
  TRADING_PORT: portSetting(9000, 'Port of trading-engine.'),
  ...marketDataAddressSettings,
  TRADING_PAPER_BALANCE: amountSetting(
    '100000',
    "What a tenant's paper account starts with, in US dollars.",
  ),
  TRADING_MAX_QUOTE_AGE_MS: integerSetting(
    30_000,
    { min: 100, max: 600_000 },
    'A quote that is older is no ground for an order.',
  ),
  TRADING_MAX_SIGNAL_AGE_MS: integerSetting(
    60_000,
    { min: 1_000, max: 3_600_000 },
    'A signal from outside that is older is refused.',
  ),
  TRADING_MAX_ORDER_NOTIONAL: amountSetting(
    '1000000',
    "Largest value of one order, in the account's currency.",
  ),
  TRADING_MAX_OPEN_ORDERS: integerSetting(
    200,
    { min: 1, max: 10_000 },
    'Most open orders of one account.',
  ),
};

export type TradingSettings = SettingsOf<typeof tradingSettings>;
