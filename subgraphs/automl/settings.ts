import { integerSetting, portSetting } from '../../foundation/config/settings.js';
import type { SettingsOf } from '../../foundation/config/settings.js';
import { marketDataAddressSettings } from '../../foundation/process/market-data-address-settings.js';

export const automlSettings = {
  AUTOML_PORT: portSetting(8021, 'Port of ml-automl.'),
  ...marketDataAddressSettings,
  AUTOML_MAX_BARS: integerSetting(
    10_000,
    { min: 500, max: 40_000 },
    'How many of the newest candles a model is trained on at most.',
  ),
};

export type AutomlSettings = SettingsOf<typeof automlSettings>;
